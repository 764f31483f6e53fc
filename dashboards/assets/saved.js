// A drawing that leaves the page says what it shows: heading, project and period, how much of the run it rests on, its key, and the words beneath it.
(function () {
  "use strict";
  var SVG = "http://www.w3.org/2000/svg", PAD = 16, INK = "#16191d", MUTED = "#59616b";
  var FONT = "-apple-system, 'Segoe UI', Roboto, 'Noto Sans', 'Helvetica Neue', Arial, sans-serif";

  function words(node) { return node ? node.textContent.replace(/\s+/g, " ").trim() : ""; }
  // The heading that a figure stands under: the nearest one before it within its card.
  function heading(box) {
    var card = box.closest(".card, section") || box.parentNode, found = "";
    card.querySelectorAll("h2, h3, h4").forEach(function (one) {
      if (one.compareDocumentPosition(box) & Node.DOCUMENT_POSITION_FOLLOWING) found = words(one);
    });
    var top = words(card.querySelector("h2"));
    return found && top && found !== top ? top + ": " + found : found || top || words(document.querySelector("#page h1"));
  }
  function about(box) {
    var holds = document.getElementById("slice-holds"), said = holds && holds.firstChild ? words(holds.firstChild) : "";
    var place = [".project", ".period"].map(function (name) { return words(document.querySelector(name)); });
    var moment = box.parentNode.querySelector(".replay-date"); // of cases on their way
    var picked = Array.from(document.querySelectorAll("#filters .picked > span:first-child")).map(words).join(", ");
    var whole = document.querySelector(".period[data-rests]"), rests = said || (whole ? whole.getAttribute("data-rests") : "");
    return {
      title: heading(box),
      lines: [place.filter(Boolean).join(" · "), picked ? window.dash_clientside.alignment.say("script.saved.only", { filters: picked }) : "", rests, words(moment)].filter(Boolean),
      beneath: beneath(box),
    };
  }
  // The words beneath a figure, without what a click does on the page.
  function beneath(box) {
    return Array.from(box.querySelectorAll(":scope > .quiet")).map(function (one) {
      var copy = one.cloneNode(true);
      copy.querySelectorAll(".on-click").forEach(function (part) { part.remove(); });
      return words(copy);
    }).join(" ").trim();
  }
  // The key of a figure stands in the page as a list: a square or a sign, and its words.
  function keys(box) {
    var card = box.closest(".card, section") || box, list = Array.from(box.querySelectorAll(".mirror-key, .key"));
    if (!list.length) list = Array.from(card.querySelectorAll(".key")).filter(function (one) { return !one.closest(".figure-box"); });
    return list.slice(0, 1).reduce(function (all, one) { return all.concat(Array.from(one.children)); }, []).map(function (item) {
      var drawn = item.querySelector("svg"), square = item.querySelector("span");
      var colour = square ? window.getComputedStyle(square).backgroundColor : "";
      return { drawn: drawn, colour: colour, words: words(item) };
    });
  }
  function node(tag, of, text) {
    var made = document.createElementNS(SVG, tag);
    Object.keys(of).forEach(function (name) { made.setAttribute(name, of[name]); });
    if (text !== undefined) made.textContent = text;
    return made;
  }
  var pen = null;
  function wide(text, size, bold) {
    pen = pen || document.createElement("canvas").getContext("2d");
    pen.font = (bold ? "600 " : "") + size + "px " + FONT;
    return pen.measureText(text).width;
  }
  function wrapped(text, size, room, bold) {
    return text.split(" ").filter(Boolean).reduce(function (lines, word) {
      var last = lines.length - 1;
      if (last < 0 || wide(lines[last] + " " + word, size, bold) > room) lines.push(word); else lines[last] += " " + word;
      return lines;
    }, []);
  }

  // A drawing with all that, as one SVG of its own.
  function framed(svg, box) {
    var frame = svg.viewBox.baseVal, told = about(box), room = Math.max(frame.width, 480), y = PAD;
    var whole = node("svg", { xmlns: SVG, "font-family": FONT });
    var ground = node("rect", { fill: "#ffffff" });
    whole.appendChild(ground);
    function write(text, size, fill, bold) {
      wrapped(text, size, room, bold).forEach(function (line) {
        y += Math.round(size * 1.35);
        whole.appendChild(node("text", { x: PAD, y: y, "font-size": size, fill: fill, "font-weight": bold ? 600 : 400 }, line));
      });
    }
    write(told.title, 18, INK, true);
    told.lines.forEach(function (line) { write(line, 12.5, MUTED); });
    var x = PAD, shown = keys(box), row = 20;
    if (shown.length) y += 10;
    shown.forEach(function (one, i) {
      var lines = wrapped(one.words, 12, room - 20), needs = 20 + wide(lines[0] || "", 12) + 20;
      if (i === 0 || x + needs > PAD + room) { x = PAD; y += row; }
      if (one.drawn) {
        var sign = one.drawn.cloneNode(true);
        ["x", "y", "width", "height"].forEach(function (name, n) { sign.setAttribute(name, [x, y - 11, 13, 13][n]); });
        whole.appendChild(sign);
      } else if (one.colour) whole.appendChild(node("rect", { x: x, y: y - 10, width: 12, height: 12, rx: 2, fill: one.colour }));
      lines.forEach(function (line, n) {
        if (n) y += 16;
        whole.appendChild(node("text", { x: x + 20, y: y, "font-size": 12, fill: INK }, line));
      });
      x += needs;
    });
    y += 14;
    var copy = svg.cloneNode(true);
    copy.querySelectorAll("[tabindex]").forEach(function (one) { one.removeAttribute("tabindex"); });
    copy.removeAttribute("style");
    Object.entries({ x: PAD, y: y, width: frame.width, height: frame.height }).forEach(function (pair) { copy.setAttribute(pair[0], pair[1]); });
    whole.appendChild(copy);
    y += frame.height + 6;
    if (told.beneath) write(told.beneath, 12, MUTED);
    var size = { width: Math.ceil(room + 2 * PAD), height: Math.ceil(y + PAD) };
    Object.keys(size).forEach(function (name) { whole.setAttribute(name, size[name]); ground.setAttribute(name, size[name]); });
    whole.setAttribute("viewBox", "0 0 " + size.width + " " + size.height);
    whole.insertBefore(node("title", {}, told.title), ground);
    return { svg: whole, width: size.width, height: size.height };
  }

  window.dash_clientside = Object.assign({}, window.dash_clientside, { saved: { framed: framed, beneath: beneath } });
})();
