// What a page cannot show is said: the server does not answer, or a part of the page failed. It goes away by itself.
(function () {
  "use strict";
  var plain = window.fetch;

  function show(words) {
    var place = document.getElementById("notice");
    if (!place) {
      place = document.createElement("div");
      place.id = "notice";
      place.setAttribute("role", "alert");
      document.body.appendChild(place);
    }
    if (place.textContent !== words) place.textContent = words;
    place.hidden = !words;
  }

  function still(words) {
    var place = document.getElementById("notice");
    return place && !place.hidden && place.textContent === words;
  }

  function silent() { return window.dash_clientside.alignment.say("script.notice.silent"); }
  function failed() { return window.dash_clientside.alignment.say("script.notice.failed"); }

  window.fetch = function (address) {
    var path = String(address && address.url ? address.url : address);
    var asked = plain.apply(this, arguments);
    if (path.indexOf("_dash-update-component") < 0) return asked;
    return asked.then(function (answer) {
      if (answer.status >= 500) show(failed());
      else if (still(silent())) show("");
      return answer;
    }, function (error) {
      if (!error || error.name !== "AbortError") show(silent());
      throw error;
    });
  };

  document.addEventListener("click", function (event) {
    if (event.target.closest && event.target.closest("a") && still(failed())) show("");
  });
})();
