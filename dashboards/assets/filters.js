// The filter bar: what is picked becomes the address, and the address alone says what is shown.
(function () {
  "use strict";
  function list(value) { return Array.isArray(value) ? value : value ? [value] : []; }
  function same(one, other) { return JSON.stringify(one === undefined ? null : one) === JSON.stringify(other === undefined ? null : other); }
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
      }
    }
  });
})();
