// The board of actions: dragging, buttons and Alt with an arrow key put a card into another column; the server does the rest.
(function () {
  "use strict";
  var held = null, moved = null;

  function card(node) { return node && node.closest ? node.closest("[data-action]") : null; }
  function column(node) { return node && node.closest ? node.closest("[data-column]") : null; }
  function move(one, to) {
    if (!one || !to || one.getAttribute("data-status") === to) return;
    moved = one.getAttribute("data-action");
    window.dash_clientside.set_props("board-move", {
      data: { id: moved, version: Number(one.getAttribute("data-version")), to: to, at: Date.now() }
    });
  }
  function light(where) {
    document.querySelectorAll("[data-column].over").forEach(function (one) { if (one !== where) one.classList.remove("over"); });
    if (where) where.classList.add("over");
  }

  document.addEventListener("dragstart", function (event) {
    held = card(event.target);
    if (!held || held.getAttribute("draggable") !== "true") { held = null; return; }
    event.dataTransfer.effectAllowed = "move";
    event.dataTransfer.setData("text/plain", held.getAttribute("data-action"));
  });
  document.addEventListener("dragover", function (event) {
    var where = held && column(event.target);
    if (!where) return;
    event.preventDefault();
    light(where);
  });
  document.addEventListener("drop", function (event) {
    var where = held && column(event.target);
    if (!where) return;
    event.preventDefault();
    move(held, where.getAttribute("data-column"));
  });
  document.addEventListener("dragend", function () { held = null; light(null); });

  document.addEventListener("click", function (event) {
    var button = event.target.closest ? event.target.closest("[data-move]") : null;
    if (button) move(card(button), button.getAttribute("data-move"));
  });
  document.addEventListener("keydown", function (event) {
    var one = card(event.target), step = event.key === "ArrowLeft" ? -1 : event.key === "ArrowRight" ? 1 : 0;
    if (!one || !step || !event.altKey || one.getAttribute("draggable") !== "true") return;
    event.preventDefault();
    var columns = Array.from(document.querySelectorAll("[data-column]"));
    var here = columns.indexOf(column(one)), next = here < 0 ? null : columns[here + step];
    if (next) move(one, next.getAttribute("data-column"));
  });

  // A card that was moved keeps the focus in its new place.
  new MutationObserver(function () {
    if (!moved) return;
    var one = document.querySelector('[data-action="' + CSS.escape(moved) + '"]');
    if (!one || document.activeElement !== document.body) return;
    moved = null;
    one.querySelector(".action-link").focus();
  }).observe(document.documentElement, { subtree: true, childList: true });

  // Whoever was signed out meanwhile is asked to sign in again, and comes back to where they were.
  var fetched = window.fetch;
  window.fetch = function () {
    return fetched.apply(this, arguments).then(function (answer) {
      if (answer.status === 401) window.location.assign("/sign-in?next=" + encodeURIComponent(window.location.pathname + window.location.search));
      return answer;
    });
  };

  function without(search, name, value) {
    var query = new URLSearchParams(search || "");
    if (value) query.set(name, value); else query.delete(name);
    var written = query.toString();
    return written ? "?" + written : "";
  }
  function filter(name) {
    return function (value, search) {
      var asked = new URLSearchParams(search || "").get(name);
      return (value || null) === asked ? window.dash_clientside.no_update : without(search, name, value);
    };
  }
  window.dash_clientside = Object.assign({}, window.dash_clientside, {
    board: {
      close: function (opened, search) {
        if (opened) return window.dash_clientside.no_update;
        return without(without(search, "action"), "mismatch");
      },
      owner: filter("owner"),
      stage: filter("stage"),
      age: filter("age")
    }
  });
})();
