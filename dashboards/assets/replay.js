// Cases move over the process map: marks on the drawn paths of its arrows, by the times that the page holds.
(function () {
  "use strict";
  var SVG = "http://www.w3.org/2000/svg", PIECES = 32;
  var SHAPES = [ // not heard, heard, unhappy: told apart by shape and by colour
    { tag: "circle", of: { r: 4.5, "class": "c-surface s-muted", fill: "#ffffff", stroke: "#59616b", "stroke-width": 2 } },
    { tag: "circle", of: { r: 6, "class": "c-accent s-surface", fill: "#1f4e79", stroke: "#ffffff", "stroke-width": 1.5 } },
    { tag: "path", of: { d: "M0 -9 8.500 6.500H-8.500Z", "class": "c-hidden s-surface", fill: "#a4161a", stroke: "#ffffff", "stroke-width": 1.5 } },
  ];
  var still = window.matchMedia("(prefers-reduced-motion: reduce)");

  function say(key, given) { return window.dash_clientside.alignment.say(key, given); }
  function mark(kind, into) {
    var shape = SHAPES[kind], node = document.createElementNS(SVG, shape.tag);
    Object.keys(shape.of).forEach(function (name) { node.setAttribute(name, shape.of[name]); });
    node.style.display = "none";
    into.appendChild(node);
    return node;
  }
  // Points along a path, as many pieces as the eye needs.
  function points(path) {
    var whole = path.getTotalLength(), found = [];
    for (var i = 0; i <= PIECES; i += 1) found.push(path.getPointAtLength(whole * i / PIECES));
    return found;
  }
  function along(found, part) {
    var at = part * PIECES, i = Math.min(PIECES - 1, Math.floor(at)), rest = at - i, a = found[i], b = found[i + 1];
    return { x: a.x + (b.x - a.x) * rest, y: a.y + (b.y - a.y) * rest };
  }
  function shown(svg, names) {
    var boxes = names.map(function () { return null; }), ways = {}, number = {};
    names.forEach(function (name, i) { number[name] = i; });
    svg.querySelectorAll(".activity[data-activity]").forEach(function (node) {
      var i = number[node.getAttribute("data-activity")], box = node.getBBox();
      if (i !== undefined) boxes[i] = { x: box.x + box.width / 2, y: box.y + box.height / 2 };
    });
    svg.querySelectorAll(".flow[data-from][data-to]").forEach(function (node) {
      var path = node.querySelector("path"), key = number[node.getAttribute("data-from")] + ">" + number[node.getAttribute("data-to")];
      if (path) ways[key] = points(path);
    });
    return { boxes: boxes, ways: ways };
  }
  // Where a case is at a moment; nothing before its first event and after its last.
  function place(one, way, map, t) {
    var n = way.length;
    if (t < way[0][1] || t > way[n - 1][1]) return null;
    var i = one.at;
    if (i >= n - 1 || way[i][1] > t) i = 0;
    while (i < n - 2 && way[i + 1][1] <= t) i += 1;
    one.at = i;
    if (n === 1) return map.boxes[way[0][0]];
    var a = way[i], b = way[i + 1], found = map.ways[a[0] + ">" + b[0]], took = b[1] - a[1];
    if (!found) return map.boxes[a[0]];
    return along(found, took > 0 ? Math.min(1, (t - a[1]) / took) : 1);
  }
  function said(run, t) {
    var data = run.data;
    if (data.fromStart) {
      var days = Math.floor(t / 86400), hours = Math.floor(t % 86400 / 3600), minutes = Math.floor(t % 3600 / 60);
      return say(days ? "script.replay.days" : "script.replay.hours", { days: days, hours: hours, minutes: minutes });
    }
    return run.format.format(new Date((data.begin + t) * 1000));
  }
  function draw(run) {
    // marks keep their size where the map is zoomed out
    var t = run.t, under = 0, k = (run.inside.at || { k: 1 }).k, size = Math.min(3, Math.max(0.7, 1 / k)).toFixed(2);
    run.cases.forEach(function (one, i) {
      var at = place(one, one.way, run.map, t);
      if (!at) { if (one.seen) { one.node.style.display = "none"; one.seen = false; } return; }
      under += 1;
      if (!one.seen) { one.node.style.display = ""; one.seen = true; }
      one.node.setAttribute("transform", "translate(" + (at.x + (i * 7 % 19 - 9) * 1.6 * size).toFixed(1) + " " + at.y.toFixed(1) + ") scale(" + size + ")");
    });
    run.date.textContent = say("script.replay.under_way", { moment: said(run, t), n: under });
    if (document.activeElement !== run.seek || run.playing) run.seek.value = Math.round(1000 * t / Math.max(run.data.last, 1));
    run.seek.setAttribute("aria-valuetext", run.date.textContent);
  }
  function play(run, on) {
    run.playing = on && !still.matches;
    run.button.textContent = say(run.playing ? "script.replay.pause" : "script.replay.play");
    run.button.setAttribute("aria-pressed", String(run.playing));
    run.before = null;
    if (run.playing) window.requestAnimationFrame(function (now) { step(run, now); });
  }
  function step(run, now) {
    if (!run.playing) return;
    if (!document.contains(run.group) || still.matches) { play(run, false); return; }
    // a page that was out of sight goes on where it was
    var gone = run.before === null ? 0 : Math.min(0.1, (now - run.before) / 1000);
    run.before = now;
    run.t += gone * run.data.speed * Number(run.speed.value);
    if (run.t >= run.data.last) { run.t = run.data.last; play(run, false); }
    draw(run);
    if (run.playing) window.requestAnimationFrame(function (after) { step(run, after); });
  }
  // Where a page that is drawn anew keeps its box and its buttons, what ran there before ends.
  function begin(box, svg, text) {
    if (box.run) { box.run.playing = false; box.run.listens.abort(); box.run.group.remove(); }
    var data = JSON.parse(text), group = document.createElementNS(SVG, "g");
    group.setAttribute("class", "replay-marks");
    group.setAttribute("aria-hidden", "true");
    svg.appendChild(group);
    var order = data.cases.slice().sort(function (a, b) { return a[0] - b[0]; }); // unhappy ones lie on top
    var run = {
      group: group, listens: new AbortController(), inside: svg.closest(".window-inside"), data: data, t: data.moment, playing: false, before: null, map: shown(svg, data.names),
      cases: order.map(function (one) { return { node: mark(one[0], group), way: one[1], at: 0, seen: false }; }),
      button: box.querySelector("[data-replay-do=play]"), speed: box.querySelector("[data-replay-do=speed]"),
      seek: box.querySelector("[data-replay-do=seek]"), date: box.querySelector(".replay-date"),
      format: new Intl.DateTimeFormat(say("script.locale"), { timeZone: data.zone, weekday: "short", day: "numeric", month: "short", year: "numeric", hour: "2-digit", minute: "2-digit" }),
    };
    box.run = run;
    run.button.addEventListener("click", function () {
      if (!run.playing && run.t >= data.last) run.t = 0;
      play(run, !run.playing);
    }, { signal: run.listens.signal });
    run.seek.addEventListener("input", function () { run.t = data.last * run.seek.value / 1000; draw(run); }, { signal: run.listens.signal });
    draw(run);
    if (!still.matches) { if (!data.fromStart) run.t = Math.max(0, data.moment - data.speed * 6); else run.t = 0; play(run, true); }
  }
  function look() {
    document.querySelectorAll(".replay[data-replay]").forEach(function (box) {
      var svg = box.querySelector(".window-inside svg"), ready = box.querySelector(".replay-date");
      var text = box.getAttribute("data-replay");
      if (svg && ready && (box.svg !== svg || box.text !== text)) { box.svg = svg; box.text = text; begin(box, svg, text); }
    });
  }
  new MutationObserver(function (changes) {
    if (changes.some(function (change) { return change.type === "attributes" || change.addedNodes.length; })) look();
  }).observe(document.documentElement, { subtree: true, childList: true, attributes: true, attributeFilter: ["data-replay"] });
})();
