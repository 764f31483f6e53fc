// A slider of the map keeps the keyboard's focus while the map is drawn again, and with it the slider.
(function () {
  "use strict";
  var held = null; // the id of the slider that has the focus
  function sliderOf(node) { return node && node.closest ? node.closest("#map-activities, #map-paths") : null; }

  document.addEventListener("focusin", function (event) {
    var slider = sliderOf(event.target);
    held = slider ? slider.id : null;
  });
  document.addEventListener("pointerdown", function (event) { if (!sliderOf(event.target)) held = null; });
  new MutationObserver(function () {
    if (!held || document.activeElement !== document.body) return;
    var thumb = document.querySelector("#" + held + " [role=slider]");
    if (thumb) thumb.focus({ preventScroll: true });
  }).observe(document.documentElement, { subtree: true, childList: true });
})();
