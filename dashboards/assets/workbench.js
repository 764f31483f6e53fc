// The views of the process: pickers write the address; a click on a bar keeps to its cases.
(function () {
  "use strict";

  // What carries a filter (an arrow of the handovers) adds it by a click or by Enter; a drag of the drawing does not.
  var from = null;
  function carrier(event) { return event.target.closest ? event.target.closest("[data-filter]") : null; }
  function add(node) {
    var filter = node.getAttribute("data-filter"), cut = filter.indexOf("="), query = new URLSearchParams(window.location.search);
    var key = filter.slice(0, cut), value = filter.slice(cut + 1);
    if (query.getAll(key).indexOf(value) >= 0) return;
    query.append(key, value);
    window.dash_clientside.set_props("address", { search: "?" + query.toString() });
  }
  document.addEventListener("pointerdown", function (event) { from = { x: event.clientX, y: event.clientY }; });
  document.addEventListener("click", function (event) {
    var node = carrier(event);
    if (node && !(from && Math.abs(event.clientX - from.x) + Math.abs(event.clientY - from.y) > 4)) add(node);
  });
  document.addEventListener("keydown", function (event) {
    var node = carrier(event);
    if (!node || (event.key !== "Enter" && event.key !== " ")) return;
    event.preventDefault();
    add(node);
  });

  window.dash_clientside = Object.assign({}, window.dash_clientside, {
    workbench: {
      pair: function (first, second, drawn, search) {
        var stay = window.dash_clientside.no_update;
        if (!drawn || !first || !second || (first === drawn[0] && second === drawn[1])) return stay;
        var query = new URLSearchParams(search || "");
        query.set("first", first);
        query.set("second", second);
        return "?" + query.toString();
      },
      rule: function (clicks, kind, first, second, within, search) {
        var stay = window.dash_clientside.no_update;
        if (!clicks) return [stay, stay];
        if (!first || !second) return [stay, window.dash_clientside.alignment.say("script.rule.activities")];
        var escaped = function (name) { return name.replace(/%/g, "%25").replace(/>/g, "%3E").replace(/</g, "%3C"); };
        var rule = kind + ":" + escaped(first) + ">" + escaped(second), time = (within || "").trim();
        if (time && kind === "must_follow") rule += "<" + time;
        var query = new URLSearchParams(search || "");
        if (query.getAll("rule").indexOf(rule) >= 0) return [stay, window.dash_clientside.alignment.say("script.rule.there")];
        query.append("rule", rule);
        return ["?" + query.toString(), ""];
      },
      clicked: function (clicked, search) {
        var stay = window.dash_clientside.no_update;
        var point = clicked && clicked.points && clicked.points[0], data = point && point.customdata;
        var filter = Array.isArray(data) ? data[data.length - 1] : null, cut = filter ? filter.indexOf("=") : -1;
        if (cut < 1) return stay;
        var query = new URLSearchParams(search || ""), key = filter.slice(0, cut), value = filter.slice(cut + 1);
        if (query.getAll(key).indexOf(value) >= 0) return stay;
        query.append(key, value);
        return "?" + query.toString();
      }
    }
  });
})();
