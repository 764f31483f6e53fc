// What is wider than its window says on which side it goes on: a table, the blueprint, the stages of the journey's editor.
(function () {
  "use strict";
  var PLACES = ".scroll, .stage-row", waiting = false;

  function look(place) {
    var hidden = place.scrollWidth - place.clientWidth, at = Math.abs(place.scrollLeft);
    var turned = getComputedStyle(place).direction === "rtl";
    place.classList.toggle(turned ? "more-right" : "more-left", hidden > 4 && at > 4);
    place.classList.toggle(turned ? "more-left" : "more-right", hidden > 4 && at < hidden - 4);
  }
  function lookAll() {
    waiting = false;
    document.querySelectorAll(PLACES).forEach(look);
  }
  function soon() {
    if (waiting) return;
    waiting = true;
    requestAnimationFrame(lookAll);
  }

  document.addEventListener("scroll", function (event) {
    if (event.target.matches && event.target.matches(PLACES)) look(event.target);
  }, true);
  document.addEventListener("toggle", soon, true);
  window.addEventListener("resize", soon);
  new MutationObserver(soon).observe(document.documentElement, { subtree: true, childList: true });
})();
