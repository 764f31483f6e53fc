// Tooltips of figures: whatever has data-tip says it on hover and on keyboard focus. Plain text only; nothing is interpreted.
(function () {
  "use strict";
  var box = null;
  function show(target, x, y) {
    if (!box) {
      box = document.createElement("div");
      box.className = "tip";
      box.setAttribute("role", "status");
      document.body.appendChild(box);
    }
    box.textContent = target.getAttribute("data-tip");
    box.hidden = false;
    var wide = box.offsetWidth, high = box.offsetHeight;
    box.style.left = Math.max(8, Math.min(x + 14, window.innerWidth - wide - 8)) + "px";
    box.style.top = (y + 18 + high > window.innerHeight ? Math.max(8, y - high - 12) : y + 18) + "px";
  }
  function hide() { if (box) box.hidden = true; }
  function owner(node) { return node && node.closest ? node.closest("[data-tip]") : null; }
  document.addEventListener("pointermove", function (event) {
    var target = owner(event.target);
    if (target) show(target, event.clientX, event.clientY); else hide();
  });
  document.addEventListener("focusin", function (event) {
    var target = owner(event.target);
    if (!target || !target.matches(":focus-visible")) return;
    var place = target.getBoundingClientRect();
    show(target, place.left, place.bottom - 14);
  });
  document.addEventListener("focusout", hide);
  document.addEventListener("scroll", hide, true);
  document.addEventListener("keydown", function (event) { if (event.key === "Escape") hide(); });
})();
