// What pages need in the browser and Dash does not do: SVG in its place, links of the mirror, saving figures, light and dark.
(function () {
  "use strict";
  var root = document.documentElement;

  // A place with data-svg shows it. The text comes from the server's own figures, which escape everything in it.
  function fill(place) {
    var svg = place.getAttribute("data-svg");
    if (place.shown === svg) return;
    place.shown = svg;
    place.innerHTML = svg;
    if (chosen) focusChosen(place);
  }

  // A stage that was chosen by key keeps the focus when the page is drawn anew for it.
  var chosen = null;
  function focusChosen(place) {
    var links = Array.from(place.querySelectorAll("a[data-stage]"));
    var link = links.find(function (one) { return one.getAttribute("data-stage") === chosen && one.getClientRects().length; });
    if (!link || (document.activeElement !== document.body && document.activeElement)) return;
    chosen = null;
    link.focus({ preventScroll: true });
  }
  function fillAll(node) {
    if (node.nodeType !== 1) return;
    if (node.hasAttribute("data-svg")) fill(node);
    node.querySelectorAll("[data-svg]").forEach(fill);
    node.querySelectorAll("input[type=file]:not([aria-label])").forEach(name);
  }
  // A field that takes a file is named by the words of its place.
  function name(field) {
    var zone = field.closest(".upload-zone");
    if (zone) field.setAttribute("aria-label", zone.textContent.trim());
  }
  new MutationObserver(function (changes) {
    changes.forEach(function (change) {
      if (change.type === "attributes") fill(change.target);
      else change.addedNodes.forEach(fillAll);
    });
  }).observe(root, { subtree: true, childList: true, attributes: true, attributeFilter: ["data-svg"] });

  // The root element says light or dark; AG Grid reads it from the body, and graphs from the store "ground".
  function scheme() { return root.getAttribute("data-mantine-color-scheme") || "light"; }
  function changed() {
    if (document.body) document.body.setAttribute("data-ag-theme-mode", scheme());
    if (document.getElementById("frame")) window.dash_clientside.set_props("ground", { data: scheme() });
  }
  new MutationObserver(changed).observe(root, { attributes: true, attributeFilter: ["data-mantine-color-scheme"] });
  document.addEventListener("DOMContentLoaded", changed);

  // A stage of the mirror is a link; within the page it changes the address without leaving the page.
  document.addEventListener("click", function (event) {
    var link = event.target.closest ? event.target.closest("a[data-stage]") : null;
    if (!link || event.metaKey || event.ctrlKey || event.shiftKey || event.button) return;
    event.preventDefault();
    chosen = event.detail === 0 ? link.getAttribute("data-stage") : null;
    var address = new URL(link.getAttribute("href"), window.location.href);
    window.dash_clientside.set_props("address", { pathname: address.pathname, search: address.search });
  });

  // One menu of files is open at a time; it closes by Escape, by a choice, and by a click beside it.
  function close(but) {
    document.querySelectorAll(".saves-menu[open]").forEach(function (menu) { if (menu !== but) menu.removeAttribute("open"); });
  }
  document.addEventListener("click", function (event) {
    var menu = event.target.closest ? event.target.closest(".saves-menu") : null;
    close(menu && !event.target.closest(".save") ? menu : null);
  });
  document.addEventListener("keydown", function (event) {
    var menu = event.key === "Escape" && document.querySelector(".saves-menu[open]");
    if (menu) { close(); menu.querySelector("summary").focus(); }
    var burger = event.key === "Escape" && document.querySelector("#burger:has([data-opened])");
    if (burger) { window.dash_clientside.set_props("burger", { opened: false }); burger.focus(); }
  });

  document.addEventListener("click", function (event) {
    var button = event.target.closest ? event.target.closest("[data-save]") : null;
    if (!button) return;
    var box = button.closest(".figure-box"), kind = button.getAttribute("data-save"), name = box.getAttribute("data-name");
    var plot = box.querySelector(".js-plotly-plot");
    if (plot) { window.Plotly.downloadImage(titled(plot, box), { format: kind, filename: name, scale: kind === "png" ? 2 : 1 }); return; }
    var svg = Array.prototype.find.call(box.querySelectorAll("svg.drawing"), function (one) { return one.getClientRects().length; });
    if (svg) saveDrawing(svg, kind, name, box);
  });

  /* A picture that leaves the page says what it shows: the heading, the project and its period, the words beneath it. */
  function titled(plot, box) {
    var full = plot._fullLayout, margin = full._size, card = box.closest(".card"), half = box.closest(".halves > div");
    var heading = (half && half.querySelector("h3")) || (card && card.querySelector("h2, h3"));
    var project = ["project", "period"].map(function (name) { return (document.querySelector("." + name) || {}).textContent; });
    var lines = wrapped(window.dash_clientside.saved.beneath(box), Math.floor(full.width / 7)); // assets/saved.js
    var title = "<b>" + plain(heading ? heading.textContent : "") + "</b><br><sup>" + plain(project.filter(Boolean).join(" · ")) + "</sup>";
    var beneath = {
      text: lines.map(plain).join("<br>"), showarrow: false, align: "left", xref: "paper", yref: "paper", font: { size: 12 },
      x: 0, xanchor: "left", y: 0, yanchor: "top", yshift: -margin.b,
    };
    var layout = Object.assign({}, plot.layout, {
      autosize: false, width: full.width, height: full.height + 72 + 18 * lines.length,
      margin: Object.assign({}, plot.layout.margin, { t: margin.t + 64, b: margin.b + 8 + 18 * lines.length }),
      title: { text: title, x: 0.01, xanchor: "left", y: 1, yref: "container", yanchor: "top", pad: { t: 30 } },
      annotations: (plot.layout.annotations || []).concat(lines.length ? [beneath] : []),
    });
    return { data: plot.data, layout: layout };
  }

  function plain(words) { return words.replace(/&/g, "&amp;").replace(/</g, "&lt;"); }

  function wrapped(words, wide) {
    return words.trim().split(/ +/).filter(Boolean).reduce(function (lines, word) {
      var last = lines.length - 1;
      if (last < 0 || (lines[last] + word).length >= wide) lines.push(word); else lines[last] += " " + word;
      return lines;
    }, []);
  }

  function saveDrawing(svg, kind, name, box) {
    var made = window.dash_clientside.saved.framed(svg, box); // assets/saved.js
    var blob = new Blob([new XMLSerializer().serializeToString(made.svg)], { type: "image/svg+xml" });
    if (kind === "svg") { save(blob, name + ".svg"); return; }
    var image = new Image(), address = URL.createObjectURL(blob);
    image.onload = function () {
      var canvas = document.createElement("canvas"), most = Math.min(2, 12000 / Math.max(made.width, made.height));
      canvas.width = made.width * most;
      canvas.height = made.height * most;
      canvas.getContext("2d").drawImage(image, 0, 0, canvas.width, canvas.height);
      URL.revokeObjectURL(address);
      canvas.toBlob(function (png) { save(png, name + ".png"); });
    };
    image.src = address;
  }

  function save(blob, name) {
    var link = document.createElement("a");
    link.href = URL.createObjectURL(blob);
    link.download = name;
    link.click();
    setTimeout(function () { URL.revokeObjectURL(link.href); }, 1000);
  }

  // What scripts say stands in the page, in its language; names in braces are filled in.
  var texts = null;
  function say(key, given) {
    texts = texts || JSON.parse(document.getElementById("texts").textContent);
    return texts[key].replace(/\{(\w+)\}/g, function (_, name) { return given[name]; });
  }

  window.dash_clientside = Object.assign({}, window.dash_clientside, {
    alignment: {
      say: say,
      title: function (words) { if (words) document.title = words; return window.dash_clientside.no_update; },
      save: save,
      // Every figure is made for both grounds; this picks one.
      ground: function (_, figures) { return figures[scheme()]; },
      // The navigation opens on small screens by its button and closes when the address changes.
      navigation: function (opened, path, navbar) {
        var by = (window.dash_clientside.callback_context.triggered[0] || {}).prop_id;
        var open = by === "burger.opened" && opened;
        if (!open && opened) window.dash_clientside.set_props("burger", { opened: false });
        return Object.assign({}, navbar, { collapsed: { mobile: !open } });
      }
    }
  });
})();
