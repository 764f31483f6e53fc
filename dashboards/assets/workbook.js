// A table as an Excel workbook: what the link "CSV" beside the button holds is sent to this server, and its answer is saved.
(function () {
  "use strict";
  function say(key) { return window.dash_clientside.alignment.say(key); }
  document.addEventListener("click", function (event) {
    var button = event.target.closest ? event.target.closest("[data-workbook]") : null;
    if (!button || button.getAttribute("aria-busy")) return;
    var saves = button.closest(".saves"), csv = saves.querySelector("a[download$='.csv']"), said = saves.querySelector(".saves-said");
    var name = button.getAttribute("data-workbook"), text = decodeURIComponent(csv.href.slice(csv.href.indexOf(",") + 1));
    button.setAttribute("aria-busy", "true");
    said.textContent = "";
    var forms = button.getAttribute("data-forms") || "";
    fetch("/workbook?name=" + encodeURIComponent(name) + "&forms=" + encodeURIComponent(forms), { method: "POST", body: text, headers: { "Content-Type": "text/csv" } })
      .then(function (answer) {
        if (answer.ok) return answer.blob().then(function (blob) { window.dash_clientside.alignment.save(blob, name + ".xlsx"); });
        return answer.text().then(function (words) { said.textContent = words.length < 400 ? words : say("script.workbook.not_made"); });
      })
      .catch(function () { said.textContent = say("script.workbook.silent"); })
      .finally(function () { button.removeAttribute("aria-busy"); });
  });
})();
