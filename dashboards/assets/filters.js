// The filter bar: what is picked becomes the address, and the address alone says what is shown.
(function () {
  "use strict";
  function list(value) { return Array.isArray(value) ? value : value ? [value] : []; }
  function same(one, other) { return JSON.stringify(one === undefined ? null : one) === JSON.stringify(other === undefined ? null : other); }
  function escaped(name) { return name.replace(/%/g, "%25").replace(/>/g, "%3E"); }
  function say(key) { return window.dash_clientside.alignment.say(key); }
  var added = false;
  window.dash_clientside = Object.assign({}, window.dash_clientside, {
    filters: {
      pick: function (period, segments, stage, kinds, drawn, search) {
        var stay = window.dash_clientside.no_update, picked = [period, list(segments), stage || null, list(kinds)];
        if (!drawn) return stay;
        var before = [drawn[0], list(drawn[1]), drawn[2] || null, list(drawn[3])];
        var days = list(period), ends = days.filter(Boolean).length;
        if (!ends) picked[0] = null;
        if (!list(before[0]).filter(Boolean).length) before[0] = null;
        if (same(picked, before)) return stay;
        if (ends === 1 && !same(picked[0], before[0])) return stay; // the second day is still to be picked
        var query = new URLSearchParams(search || "");
        ["from", "to", "segment", "stage", "kind", "page"].forEach(function (key) { query.delete(key); });
        if (days[0]) query.set("from", days[0]);
        if (days[1]) query.set("to", days[1]);
        picked[1].forEach(function (one) { query.append("segment", one); });
        if (picked[2]) query.set("stage", picked[2]);
        picked[3].forEach(function (one) { query.append("kind", one); });
        var written = query.toString();
        return written ? "?" + written : "";
      },
      fields: function (kind) { return "more-fields of-" + kind; },
      add: function (clicks, kind, first, second, column, least, most, verdict, search) {
        var stay = window.dash_clientside.no_update, value = "", missing = "";
        if (!clicks) return [stay, stay];
        var bounds = (least || "").trim() + ".." + (most || "").trim(), name = (column || "").trim();
        if (kind === "took") {
          value = bounds;
          if (value === "..") missing = say("script.filters.time");
        } else if (kind === "number") {
          value = encodeURIComponent(name) + ":" + bounds;
          if (!name) missing = say("script.filters.column");
          else if (bounds === "..") missing = say("script.filters.number");
        } else if (kind === "verdict") {
          value = verdict;
        } else if (kind === "follows" || kind === "later") {
          if (first && second) value = [first, second].map(escaped).join(">"); else missing = say("script.filters.activities");
          if (value && bounds !== "..") value += "<" + bounds;
        } else if (first) {
          value = first;
        } else {
          missing = say("script.filters.activity");
        }
        if (missing) return [stay, missing];
        var query = new URLSearchParams(search || "");
        if (query.getAll(kind).indexOf(value) >= 0) return [stay, say("script.filters.there")];
        query.append(kind, value);
        query.delete("page");
        added = true;
        return ["?" + query.toString(), ""];
      }
    }
  });
  // The page is drawn again with what was added: the focus goes back to the button that led there.
  new MutationObserver(function () {
    if (!added || document.activeElement !== document.body) return;
    var button = document.querySelector("#more-filters:not([open]) > summary");
    if (button) { added = false; button.focus({ preventScroll: true }); }
  }).observe(document.documentElement, { subtree: true, childList: true });
  document.addEventListener("keydown", function (event) {
    var opened = event.key === "Escape" && event.target.closest ? event.target.closest("#more-filters[open]") : null;
    if (!opened || opened.querySelector("[aria-expanded=true]")) return; // a list closes first
    opened.open = false;
    opened.querySelector("summary").focus();
  }, true);
})();
