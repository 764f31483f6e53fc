// A window onto a large drawing: drag, zoom, keys; activities that can be chosen. And the sliders of the map, which write the address.
(function () {
  "use strict";
  var LEAST = 0.08, MOST = 4, STEP = 1.25;

  function parts(node) {
    var box = node && node.closest ? node.closest(".window-box") : null;
    if (!box) return null;
    var inside = box.querySelector(".window-inside"), svg = inside && inside.querySelector("svg");
    return svg ? { box: box, view: box.querySelector(".window"), inside: inside, svg: svg } : null;
  }
  function state(w) { return w.inside.at || (w.inside.at = { x: 0, y: 0, k: 1 }); }
  function size(w) { var frame = w.svg.viewBox.baseVal; return { width: frame.width, height: frame.height }; }
  function place(w) {
    var at = state(w), all = size(w), wide = w.view.clientWidth, high = w.view.clientHeight;
    var slackX = wide - all.width * at.k, slackY = high - all.height * at.k;
    // what is smaller than the window stands in its middle; what is larger never leaves it
    at.x = slackX >= 0 ? slackX / 2 : Math.min(0, Math.max(slackX, at.x));
    at.y = slackY >= 0 ? slackY / 2 : Math.min(0, Math.max(slackY, at.y));
    w.inside.style.width = all.width + "px";
    w.inside.style.transform = "translate(" + at.x + "px," + at.y + "px) scale(" + at.k + ")";
  }
  function zoom(w, factor, x, y) {
    var at = state(w), k = Math.min(MOST, Math.max(LEAST, at.k * factor));
    if (x === undefined) { x = w.view.clientWidth / 2; y = w.view.clientHeight / 2; }
    at.x = x - (x - at.x) * k / at.k;
    at.y = y - (y - at.y) * k / at.k;
    at.k = k;
    place(w);
  }
  function fit(w) {
    var all = size(w), at = state(w);
    at.k = Math.max(LEAST, Math.min(1, w.view.clientWidth / all.width, w.view.clientHeight / all.height));
    place(w);
  }
  function first(w) {
    var all = size(w), at = state(w), k = Math.min(1, w.view.clientWidth / all.width);
    var high = Math.min(680, Math.max(220, window.innerHeight * 0.72));
    at.k = Math.max(k, all.width > all.height * 4 ? 0.85 : 0.62);
    if (w.view.hasAttribute("data-whole")) at.k = 1;
    w.view.style.height = Math.ceil(Math.min(high, all.height * at.k + 4)) + "px";
    at.x = at.k === k ? 0 : (all.width > all.height * 2 ? 0 : (w.view.clientWidth - all.width * at.k) / 2);
    at.y = 0;
    if (w.view.hasAttribute("data-whole")) fit(w); else place(w);
  }
  function full(w) { zoom(w, 1 / state(w).k); }

  // A drawing that comes into its place is shown from its beginning; its activities become buttons.
  function settle(view) {
    var w = parts(view);
    if (!w || w.inside.shown === w.svg) return;
    var moved = w.inside.shown;
    w.inside.shown = w.svg;
    w.svg.style.display = "block";
    w.svg.style.maxWidth = "none";
    var buttons = view.hasAttribute("data-clickable") ? w.svg.querySelectorAll("[data-activity]") : [];
    if (buttons.length) w.svg.setAttribute("role", "group"); // an image has nothing in it that can be reached
    buttons.forEach(function (node) {
      var title = node.querySelector("title");
      node.setAttribute("tabindex", "0");
      node.setAttribute("role", "button");
      node.setAttribute("aria-label", title ? title.textContent : node.getAttribute("data-activity"));
    });
    if (buttons.length) w.svg.querySelectorAll(".flow[data-from][data-to] > path:first-of-type").forEach(function (path) {
      var wide = path.cloneNode(false); // a thin arrow is hard to hit
      ["id", "class", "marker-end"].forEach(function (name) { wide.removeAttribute(name); });
      wide.setAttribute("style", "fill: none; stroke: transparent; stroke-width: 16px; cursor: pointer");
      path.parentNode.appendChild(wide);
    });
    if (moved) w.view.style.height = "";
    first(w);
    var lit = w.svg.querySelector(".activity.lit, .flow.lit") || (view.closest(".mismatch-page") && w.svg.querySelector(".activity.clear"));
    var at = state(w), all = size(w);
    if (!lit && !view.hasAttribute("data-whole") && all.width * at.k > w.view.clientWidth + 1 && all.width <= all.height * 2) lit = topmost(w);
    if (lit) { show(w, lit, true); whole(w, lit); }
  }
  // The activity in which most cases begin stands at the top.
  function topmost(w) {
    return Array.from(w.svg.querySelectorAll(".activity")).reduce(function (best, node) {
      return !best || node.getBoundingClientRect().top < best.getBoundingClientRect().top ? node : best;
    }, null);
  }
  // Moves the drawing a little, so that no activity is cut by the window's left or upper edge, as far as one that has
  // to be seen stays in it.
  function whole(w, seen) {
    var view = w.view.getBoundingClientRect(), must = seen.getBoundingClientRect(), left = 0, top = 0, gap = 8;
    w.svg.querySelectorAll(".activity").forEach(function (node) {
      var box = node.getBoundingClientRect();
      if (box.bottom < view.top || box.top > view.bottom || box.right < view.left || box.left > view.right) return;
      if (box.left < view.left + gap) left = Math.max(left, view.left + gap - box.left);
      if (box.top < view.top + gap) top = Math.max(top, view.top + gap - box.top);
    });
    var at = state(w);
    if (must.right + left < view.right - gap) at.x += left;
    if (must.bottom + top < view.bottom - gap) at.y += top;
    place(w);
  }
  // Moves the drawing so that a node of it is in the window; in its middle, where that is asked or it was outside.
  function show(w, node, middle) {
    var a = w.view.getBoundingClientRect(), b = node.getBoundingClientRect(), at = state(w);
    if (middle || b.top < a.top || b.bottom > a.bottom) at.y += a.top + a.height / 2 - (b.top + b.height / 2);
    if (middle || b.left < a.left || b.right > a.right) at.x += a.left + a.width / 2 - (b.left + b.width / 2);
    place(w);
  }
  var sized = new ResizeObserver(function (all) {
    all.forEach(function (one) { var w = parts(one.target); if (w && w.inside.shown) place(w); });
  });
  new MutationObserver(function () {
    document.querySelectorAll(".window").forEach(function (view) { settle(view); sized.observe(view); });
  }).observe(document.documentElement, { subtree: true, childList: true });

  // Moving: one pointer drags (on touch two do, so that a page can be scrolled past the window); two pointers zoom.
  var down = new Map(), dragged = 0;
  function middle() {
    var all = Array.from(down.values()), n = all.length, x = 0, y = 0, far = 0;
    all.forEach(function (p) { x += p.x / n; y += p.y / n; });
    if (n > 1) far = Math.hypot(all[0].x - all[1].x, all[0].y - all[1].y);
    return { x: x, y: y, far: far, n: n };
  }
  document.addEventListener("pointerdown", function (event) {
    var view = event.target.closest ? event.target.closest(".window") : null;
    if (!view || event.button) return;
    if (down.size === 0) dragged = 0;
    down.set(event.pointerId, { x: event.clientX, y: event.clientY, view: view });
  });
  document.addEventListener("pointermove", function (event) {
    var one = down.get(event.pointerId);
    if (!one) return;
    var w = parts(one.view), before = middle();
    one.x = event.clientX;
    one.y = event.clientY;
    if (!w || (event.pointerType === "touch" && before.n < 2)) return;
    var after = middle(), at = state(w), frame = w.view.getBoundingClientRect();
    dragged += Math.abs(after.x - before.x) + Math.abs(after.y - before.y);
    at.x += after.x - before.x;
    at.y += after.y - before.y;
    w.view.classList.toggle("dragging", dragged > 4);
    if (before.far && after.far) zoom(w, after.far / before.far, after.x - frame.left, after.y - frame.top);
    else place(w);
  });
  function up(event) {
    var one = down.get(event.pointerId);
    if (one) one.view.classList.remove("dragging");
    down.delete(event.pointerId);
  }
  document.addEventListener("pointerup", up);
  document.addEventListener("pointercancel", up);
  document.addEventListener("wheel", function (event) {
    var w = parts(event.target.closest ? event.target.closest(".window") : null);
    if (!w || !(event.ctrlKey || event.metaKey)) return;
    event.preventDefault();
    var frame = w.view.getBoundingClientRect();
    zoom(w, event.deltaY < 0 ? STEP : 1 / STEP, event.clientX - frame.left, event.clientY - frame.top);
  }, { passive: false });

  document.addEventListener("click", function (event) {
    if (!event.target.closest) return;
    var button = event.target.closest("[data-zoom]"), w = parts(button);
    if (w) ({ in: function () { zoom(w, STEP); }, out: function () { zoom(w, 1 / STEP); }, fit: function () { fit(w); }, full: function () { full(w); } })[button.getAttribute("data-zoom")]();
    else if (event.target.closest(".window[data-clickable] [data-activity]")) choose(event.target.closest("[data-activity]"));
    else join(event.target.closest(".window[data-clickable] .flow[data-from][data-to]"));
  });
  document.addEventListener("keydown", function (event) {
    var view = event.target.closest ? event.target.closest(".window") : null, w = parts(view);
    if (!w || event.ctrlKey || event.metaKey || event.altKey) return;
    var at = state(w), far = 60, key = event.key;
    if (key === "Enter" || key === " ") {
      if (!event.target.hasAttribute("data-activity")) return;
      dragged = 0;
      choose(event.target);
    } else if (key === "+" || key === "=") zoom(w, STEP);
    else if (key === "-") zoom(w, 1 / STEP);
    else if (key === "0") fit(w);
    else if (key.indexOf("Arrow") === 0) {
      at.x += key === "ArrowLeft" ? far : key === "ArrowRight" ? -far : 0;
      at.y += key === "ArrowUp" ? far : key === "ArrowDown" ? -far : 0;
      place(w);
    } else return;
    event.preventDefault();
  });
  document.addEventListener("focusin", function (event) {
    var w = parts(event.target);
    if (w && event.target.hasAttribute("data-activity") && event.target.matches(":focus-visible")) {
      w.view.scrollTop = w.view.scrollLeft = 0;
      show(w, event.target);
    }
  });

  function write(query) {
    var search = query.toString();
    window.dash_clientside.set_props("address", { search: search ? "?" + search : "" });
  }
  function choose(node) {
    if (!node || dragged > 4) return;
    var query = new URLSearchParams(window.location.search), name = node.getAttribute("data-activity");
    if (query.get("activity") === name) query.delete("activity"); else query.set("activity", name);
    query.delete("arrow");
    write(query);
  }
  // An arrow, as the two activities that it joins.
  function join(node) {
    if (!node || dragged > 4) return;
    var query = new URLSearchParams(window.location.search), pair = ["data-from", "data-to"].map(function (end) {
      return node.getAttribute(end).replace(/%/g, "%25").replace(/>/g, "%3E");
    }).join(">");
    if (query.get("arrow") === pair) query.delete("arrow"); else query.set("arrow", pair);
    query.delete("activity");
    write(query);
  }

  window.dash_clientside = Object.assign({}, window.dash_clientside, {
    map: {
      // The sliders of the map write the address; the address draws the map.
      // Sliders that stand as the map was drawn have nothing to say: Dash asks them when the page comes into its place too.
      settings: function (activities, paths, found, drawn, search) {
        found = found || null;
        if (drawn && activities === drawn[0] && paths === drawn[1] && found === drawn[2]) return window.dash_clientside.no_update;
        var query = new URLSearchParams(search || "");
        if (found) { query.set("activity", found); query.delete("arrow"); } else query.delete("activity");
        query.set("activities", activities);
        query.set("paths", paths);
        return "?" + query.toString();
      }
    }
  });
})();
