// The short tour: opened on the first visit to the first page, or by a button; Escape leaves it, and it is remembered.
(function () {
  "use strict";
  var KEY = "alignment-tour", at = 0, before = null;

  function seen() { try { return localStorage.getItem(KEY) === "seen"; } catch (_) { return true; } }
  function remember() { try { localStorage.setItem(KEY, "seen"); } catch (_) { /* a browser that keeps nothing */ } }
  function say(key, given) { return window.dash_clientside.alignment.say(key, given); }
  function card() { return document.getElementById("tour"); }
  // Steps whose place is not on the page (no finding: no verdict) are left out.
  function steps() {
    return Array.from(card().querySelectorAll(".tour-step")).filter(function (step) { return document.querySelector(step.getAttribute("data-of")); });
  }
  function unlit() { document.querySelectorAll(".tour-lit").forEach(function (one) { one.classList.remove("tour-lit"); }); }
  function show(number) {
    var all = steps(), step = all[number], place = step && document.querySelector(step.getAttribute("data-of"));
    if (!step) { leave(); return; }
    at = number;
    card().querySelectorAll(".tour-step").forEach(function (one) { one.hidden = one !== step; });
    card().querySelector(".tour-count").textContent = say("script.tour.count", { n: number + 1, total: all.length });
    card().querySelector("[data-tour=next]").textContent = say(number + 1 < all.length ? "script.tour.next" : "script.tour.done");
    unlit();
    place.classList.add("tour-lit");
    if (number) place.scrollIntoView({ block: "center" });
  }
  function open() {
    before = document.activeElement;
    card().hidden = false;
    show(0);
  }
  function leave() {
    card().hidden = true;
    unlit();
    remember();
    if (before && before.isConnected && before !== document.body) before.focus();
  }

  document.addEventListener("click", function (event) {
    var button = event.target.closest ? event.target.closest("[data-tour]") : null, what = button && button.getAttribute("data-tour");
    if (what === "next") show(at + 1);
    else if (what === "leave") leave();
    else if (what === "start") { open(); card().focus(); }
  });
  document.addEventListener("keydown", function (event) {
    var one = card();
    if (!one || one.hidden) return;
    if (event.key === "Escape") leave();
  });
  new MutationObserver(function () {
    var one = card();
    if (one && one.hidden && location.pathname === "/" && document.querySelector(".mirror-card") && !seen()) open();
    else if (one && !one.hidden && location.pathname !== "/") leave();
  }).observe(document.documentElement, { subtree: true, childList: true });

  // Presentation: arrow keys turn, Escape ends.
  document.addEventListener("keydown", function (event) {
    if (!document.getElementById("present") || event.ctrlKey || event.metaKey || event.altKey) return;
    var way = { ArrowRight: "next", PageDown: "next", ArrowLeft: "back", PageUp: "back" }[event.key];
    var link = event.key === "Escape" ? document.getElementById("present-end") : way && document.getElementById("present-" + way);
    if (!link) return;
    event.preventDefault();
    link.click();
  });
})();
