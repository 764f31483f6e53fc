// The page Data: what is done in a place that asks (data-desk) goes to the server as one list, in its order, counted from
// the base that the server named; the server answers with the place as it is then. A step is undone by leaving it out.
(function () {
  "use strict";
  var lists = {};   // of each desk: its base and what was asked since
  var held = null;  // the activity that is dragged

  function closest(node, what) { return node && node.closest ? node.closest(what) : null; }
  function deskOf(node) { return closest(node, "[data-desk]"); }
  function baseOf(desk) { var one = desk.querySelector("[data-base]"); return one ? one.getAttribute("data-base") : ""; }

  function send(desk, list) {
    desk.setAttribute("aria-busy", "true");
    window.dash_clientside.set_props(desk.getAttribute("data-desk") + "-asked", {
      data: { base: list.base, asks: list.asks.slice(), at: Date.now() }
    });
  }
  function ask(desk, what) {
    var name = desk.getAttribute("data-desk"), base = baseOf(desk), list = lists[name];
    if (name === "data") { window.dash_clientside.set_props("data-asked", { data: Object.assign({ at: Date.now() }, what) }); return; }
    if (!list || list.base !== base) list = lists[name] = { base: base, asks: [], closed: false };
    if (list.closed) return;  // it is being saved: the answer brings a new base
    if (what.do === "undo") list.asks.pop(); else list.asks.push(what);
    list.closed = what.do === "save" || what.do === "confirm";
    send(desk, list);
  }
  function number(text) { return text === null || text === "" ? null : Number(text); }

  // A place that has just come asks for its content; one that was answered is not busy any more.
  function look() {
    document.querySelectorAll("[data-desk]").forEach(function (desk) {
      var name = desk.getAttribute("data-desk"), base = baseOf(desk);
      if (name === "data") return;
      if (!base && !desk.begun && document.getElementById("frame")) { desk.begun = true; lists[name] = null; send(desk, { base: "", asks: [] }); }
    });
    document.querySelectorAll("select[data-value]").forEach(function (one) {
      if (document.activeElement !== one && one.value !== one.getAttribute("data-value")) one.value = one.getAttribute("data-value");
    });
  }
  new MutationObserver(function (changes) {
    changes.forEach(function (change) {
      var desk = deskOf(change.target);
      if (desk && change.type === "childList") desk.setAttribute("aria-busy", "false");
    });
    look();
  }).observe(document.documentElement, { subtree: true, childList: true, attributes: true, attributeFilter: ["data-value"] });

  document.addEventListener("click", function (event) {
    var button = closest(event.target, "button[data-do], button[data-ask]"), desk = deskOf(button);
    if (button && !desk && button.hasAttribute("data-ask")) desk = document.querySelector("[data-desk='data']");
    if (!button || !desk || button.disabled) return;
    var what = button.getAttribute("data-ask");
    if (what === "day") { ask(desk, { day_first: button.getAttribute("data-value") }); return; }
    if (what) {
      if (what === "remove" && !window.confirm(window.dash_clientside.alignment.say("script.data.remove"))) return;
      ask(desk, { do: what, of: button.getAttribute("data-of") });
      if (desk.getAttribute("data-desk") === "data") button.disabled = true;
      return;
    }
    ask(desk, {
      do: button.getAttribute("data-do"), of: number(button.getAttribute("data-of")), by: number(button.getAttribute("data-by")),
      activity: button.getAttribute("data-activity-of"), to: number(button.getAttribute("data-to"))
    });
  });

  document.addEventListener("change", function (event) {
    var one = event.target, desk = deskOf(one);
    if (!desk) return;
    if (one.matches("select[data-ask='role']")) {
      ask(desk, { column: one.getAttribute("data-column"), role: one.value });
      one.blur();
    } else if (one.matches("select[data-ask='setting']")) {
      var said = {};
      said[one.getAttribute("data-setting")] = one.value;
      ask(desk, said);
      one.blur();
    } else if (one.matches("select[data-do='move']")) {
      ask(desk, { do: "move", activity: one.getAttribute("data-activity-of"), to: number(one.value) });
      one.blur();
    } else {
      var field = closest(one, "[data-field]");
      if (!field) return;
      ask(desk, {
        do: "set", of: number(field.getAttribute("data-of")), field: field.getAttribute("data-field"),
        value: one.type === "checkbox" ? one.checked : one.value
      });
    }
  });

  // Activities are dragged from stage to stage, in front of the one on which they are dropped.
  document.addEventListener("dragstart", function (event) {
    var card = closest(event.target, "[data-je-activity]");
    held = card ? card.getAttribute("data-je-activity") : null;
    if (!held) return;
    event.dataTransfer.effectAllowed = "move";
    event.dataTransfer.setData("text/plain", held);
  });
  function light(where) {
    document.querySelectorAll(".stage-card.over, .loose.over").forEach(function (one) { if (one !== where) one.classList.remove("over"); });
    if (where) where.classList.add("over");
  }
  function target(node) { return closest(node, ".stage-card") || closest(node, ".loose"); }
  document.addEventListener("dragover", function (event) {
    var where = held && target(event.target);
    if (!where) return;
    event.preventDefault();
    light(where);
  });
  document.addEventListener("drop", function (event) {
    var where = held && target(event.target), on = closest(event.target, "[data-je-activity]");
    if (!where) return;
    event.preventDefault();
    var before = on ? on.getAttribute("data-je-activity") : null;
    if (before !== held) ask(deskOf(where), { do: "move", activity: held, to: number(where.getAttribute("data-stage-no")), before: before });
  });
  document.addEventListener("dragend", function () { held = null; light(null); });

  // Alt with an arrow key: left and right to the stage beside, up and down within the stage. The focus goes along.
  var follow = null;
  document.addEventListener("keydown", function (event) {
    var card = closest(event.target, "[data-je-activity]");
    if (!card || !event.altKey || event.key.indexOf("Arrow") !== 0) return;
    event.preventDefault();
    var name = card.getAttribute("data-je-activity"), list = closest(card, "[data-stage-no]"), desk = deskOf(card);
    var stage = number(list.getAttribute("data-stage-no")), stages = desk.querySelectorAll(".stage-card").length;
    follow = name;
    if (event.key === "ArrowUp" || event.key === "ArrowDown") {
      if (stage !== null) ask(desk, { do: "shift", activity: name, by: event.key === "ArrowUp" ? -1 : 1 });
      return;
    }
    var to = stage === null ? (event.key === "ArrowRight" ? 0 : -1) : stage + (event.key === "ArrowRight" ? 1 : -1);
    if (to >= 0 && to < stages) ask(desk, { do: "move", activity: name, to: to });
  });
  new MutationObserver(function () {
    if (!follow) return;
    var one = document.querySelector('[data-je-activity="' + CSS.escape(follow) + '"]');
    if (!one || deskOf(one).getAttribute("aria-busy") === "true") return;
    follow = null;
    one.focus();
  }).observe(document.documentElement, { subtree: true, childList: true, attributes: true, attributeFilter: ["aria-busy"] });

  // Edits that are not saved yet are not lost to a closed tab without a word.
  window.addEventListener("beforeunload", function (event) {
    var list = lists.journey, desk = document.querySelector("[data-desk='journey']");
    if (desk && list && list.base === baseOf(desk) && list.asks.length && !list.closed) event.preventDefault();
  });
})();
