// Uploads of any size by the tus protocol: slices of the file one after the other, so that nothing of it is held in
// memory; paused, resumed after a reload or a lost connection, and kept going while other pages are looked at.
(function () {
  "use strict";
  var CHUNK = 8 * 1024 * 1024, LONGEST_PAUSE = 30000, STORE = "alignment-uploads";
  var all = [];  // the uploads of this window, oldest first

  function say(key, given) { return window.dash_clientside.alignment.say(key, given); }

  // What is remembered across reloads: which upload a file belongs to. A file is known by name, size and time.
  function remembered() {
    try { return JSON.parse(localStorage.getItem(STORE) || "{}"); } catch (broken) { return {}; }
  }
  function remember(change) {
    var known = remembered();
    change(known);
    try { localStorage.setItem(STORE, JSON.stringify(known)); } catch (full) { /* then a reload begins anew */ }
  }
  function fingerprint(file, role, project) {
    return [project, role, file.name, file.size, file.lastModified].join("|");
  }

  function request(method, url, headers, body, upload, done) {
    var xhr = new XMLHttpRequest();
    xhr.open(method, url);
    xhr.setRequestHeader("Tus-Resumable", "1.0.0");
    Object.keys(headers).forEach(function (name) { xhr.setRequestHeader(name, headers[name]); });
    xhr.onload = function () { upload.xhr = null; done(xhr.status, xhr); };
    xhr.onerror = xhr.ontimeout = function () { upload.xhr = null; done(0, xhr); };
    if (body) xhr.upload.onprogress = function (event) { moved(upload, upload.offset + event.loaded); };
    upload.xhr = xhr;
    xhr.send(body);
  }
  function encoded(text) {
    return btoa(String.fromCharCode.apply(null, new TextEncoder().encode(text)));
  }

  // The states of an upload: waiting (for its turn), running, paused, retrying, failed, done; found: left by a reload.
  function begin(upload) {
    upload.state = "running";
    upload.speed = 0;
    upload.clock = null;
    show(upload);
    if (upload.url) head(upload); else create(upload);
  }
  function create(upload) {
    var project = upload.project ? "?project=" + encodeURIComponent(upload.project) : "";
    var meta = "filename " + encoded(upload.name) + ",role " + encoded(upload.role);
    request("POST", "/upload/" + project, { "Upload-Length": upload.size, "Upload-Metadata": meta }, null, upload,
      function (status, xhr) {
        if (upload.state !== "running") return;
        if (status !== 201) return again(upload, status, xhr);
        upload.url = xhr.getResponseHeader("Location");
        upload.offset = 0;
        remember(function (known) {
          known[upload.print] = { url: upload.url, name: upload.name, size: upload.size, role: upload.role, project: upload.project };
        });
        send(upload);
      });
  }
  function head(upload) {
    request("HEAD", upload.url, {}, null, upload, function (status, xhr) {
      if (upload.state !== "running" && upload.state !== "found") return;
      if (status === 404 || status === 410) {
        forget(upload);
        if (upload.state === "found") return drop(upload);
        return create(upload);
      }
      if (status !== 200) return upload.state === "found" ? drop(upload) : again(upload, status, xhr);
      moved(upload, upload.offset = Number(xhr.getResponseHeader("Upload-Offset")));
      if (upload.offset >= upload.size) return done(upload);
      if (upload.state === "running") send(upload); else show(upload);
    });
  }
  function send(upload) {
    var body = upload.file.slice(upload.offset, upload.offset + CHUNK);
    var headers = { "Upload-Offset": upload.offset, "Content-Type": "application/offset+octet-stream" };
    request("PATCH", upload.url, headers, body, upload, function (status, xhr) {
      if (upload.state !== "running") return;
      if (status !== 204) return again(upload, status, xhr);
      upload.tries = 0;
      moved(upload, upload.offset = Number(xhr.getResponseHeader("Upload-Offset")));
      if (upload.offset >= upload.size) done(upload); else send(upload);
    });
  }
  // A lost connection, a server that restarts, or an offset that differs: later again, and from where the server is.
  function again(upload, status, xhr) {
    var gone = status === 404 || status === 410, passing = [0, 408, 409, 423, 429, 460, 500, 502, 503, 504];
    if (gone && upload.url) { forget(upload); upload.url = null; }
    else if (passing.indexOf(status) < 0) {
      upload.state = "failed";
      upload.words = (xhr.responseText || "").trim().slice(0, 300) || say("script.upload.refused", { status: status });
      return show(upload, upload.words);
    }
    upload.state = "retrying";
    upload.tries = (upload.tries || 0) + 1;
    var pause = status === 0 || status >= 500 ? Math.min(LONGEST_PAUSE, 500 * Math.pow(2, upload.tries)) : 250 * upload.tries;
    upload.timer = setTimeout(function () { begin(upload); }, pause);
    show(upload, upload.tries === 2 ? say("script.upload.lost") : "");
  }
  function done(upload) {
    upload.state = "done";
    forget(upload);
    show(upload, say("script.upload.uploaded", { name: upload.name }));
    var id = upload.url.split("?")[0].split("/").pop();
    if (document.querySelector('.upload[data-upload="' + upload.role + '"]')) {
      window.dash_clientside.set_props({ kind: "uploaded", of: upload.role },
        { data: { dataset: id, role: upload.role, name: upload.name, at: Date.now() } });
    }
    next();
  }
  function forget(upload) { remember(function (known) { delete known[upload.print]; }); }
  function drop(upload) {
    var index = all.indexOf(upload);
    if (index >= 0) all.splice(index, 1);
    if (upload.row) upload.row.remove();
  }
  function stop(upload) {
    clearTimeout(upload.timer);
    if (upload.xhr) upload.xhr.abort();
    upload.xhr = null;
  }
  function next() {  // one at a time: a line is not quicker for two
    if (all.some(function (one) { return one.state === "running" || one.state === "retrying"; })) return;
    var waits = all.filter(function (one) { return one.state === "waiting"; })[0];
    if (waits) begin(waits);
  }

  function add(file, role, project) {
    var print = fingerprint(file, role, project), known = remembered()[print];
    var found = all.filter(function (one) { return one.print === print && one.state !== "done"; })[0];
    if (found && found.state !== "found") return;
    var upload = found || { print: print, name: file.name, size: file.size, role: role, project: project, offset: 0, sent: 0 };
    upload.file = file;
    upload.url = known ? known.url : null;
    upload.state = "waiting";
    if (!found) all.push(upload);
    show(upload, say("script.upload.added", { name: file.name }));
    next();
  }

  // Progress: bytes that have left, a speed that follows slowly, and the time that is left at it.
  function moved(upload, sent) {
    var now = performance.now();
    if (upload.clock && now > upload.clock.at + 400) {
      var speed = Math.max(0, sent - upload.clock.sent) / (now - upload.clock.at) * 1000;
      upload.speed = upload.speed ? 0.7 * upload.speed + 0.3 * speed : speed;
      upload.clock = { at: now, sent: sent };
    }
    if (!upload.clock) upload.clock = { at: now, sent: sent };
    upload.sent = sent;
    show(upload);
  }
  function bytes(amount) {
    var units = [say("script.upload.bytes"), "kB", "MB", "GB", "TB"], unit = 0;
    while (amount >= 1000 && unit < 4) { amount /= 1000; unit += 1; }
    return (unit ? amount.toFixed(amount < 10 ? 1 : 0) : amount) + " " + units[unit];
  }
  function left(seconds) {
    if (seconds < 60) return say("script.upload.seconds_left");
    if (seconds < 5400) return say("script.upload.minutes_left", { n: Math.round(seconds / 60) });
    return say("script.upload.hours_left", { n: Math.round(seconds / 3600) });
  }
  function words(upload) {
    var size = bytes(upload.size), of = say("script.upload.of", { sent: bytes(upload.sent), size: size });
    if (upload.state === "running" && upload.speed) {
      return say("script.upload.running", { of: of, speed: bytes(upload.speed), left: left((upload.size - upload.sent) / upload.speed) });
    }
    return upload.state === "failed" ? upload.words : say("script.upload.state." + upload.state, { of: of, size: size });
  }

  function element(tag, name, text) {
    var made = document.createElement(tag);
    made.className = name;
    if (text) made.textContent = text;
    return made;
  }
  function button(upload, name, act) {
    var made = element("button", "upload-act", name);
    made.type = "button";
    made.setAttribute("aria-label", say("script.upload.act", { act: name, name: upload.name }));
    made.addEventListener("click", act);
    return made;
  }
  function place(upload) {
    return Array.prototype.filter.call(document.querySelectorAll(".upload"), function (one) {
      return one.dataset.upload === upload.role && one.dataset.project === upload.project;
    })[0];
  }
  function show(upload, said) {
    var zone = place(upload);
    if (!zone) return;
    var list = zone.querySelector(".upload-list");
    if (!upload.row || upload.row.parentNode !== list) {
      upload.row = element("li", "upload-row");
      upload.bar = element("div", "upload-bar");
      upload.bar.setAttribute("role", "progressbar");
      upload.bar.setAttribute("aria-label", upload.name);
      upload.bar.appendChild(element("span", "upload-fill"));
      upload.note = element("span", "upload-note");
      upload.acts = element("span", "upload-acts");
      upload.row.append(element("span", "upload-name", upload.name), upload.acts, upload.bar, upload.note);
      list.appendChild(upload.row);
      upload.shown = null;
    }
    var percent = upload.size ? Math.floor(100 * upload.sent / upload.size) : 0;
    upload.row.dataset.state = upload.state;
    upload.bar.setAttribute("aria-valuenow", percent);
    upload.bar.setAttribute("aria-valuetext", say("script.upload.percent", { percent: percent }));
    upload.bar.firstChild.style.width = percent + "%";
    upload.note.textContent = words(upload);
    if (upload.shown !== upload.state) { upload.shown = upload.state; acts(upload); }
    var quarter = Math.floor(percent / 25);
    if (!said && upload.state === "running" && quarter > (upload.quarter || 0)) said = say("script.upload.reached", { name: upload.name, percent: percent });
    upload.quarter = quarter;
    if (said) zone.querySelector(".upload-said").textContent = said;
  }
  function acts(upload) {
    var focused = upload.acts.contains(document.activeElement);
    upload.acts.replaceChildren();
    if (upload.state === "running" || upload.state === "retrying") upload.acts.append(button(upload, say("script.upload.pause"), function () {
      stop(upload); upload.state = "paused"; show(upload, say("script.upload.paused", { name: upload.name })); next();
    }));
    if (upload.state === "paused" || upload.state === "failed") upload.acts.append(button(upload, say("script.upload.resume"), function () {
      upload.tries = 0; upload.state = "waiting"; show(upload, say("script.upload.resumed", { name: upload.name })); next();
    }));
    if (upload.state !== "done") upload.acts.append(button(upload, say("script.upload.remove"), function () {
      stop(upload);
      upload.state = "removed";
      forget(upload);
      if (upload.url) request("DELETE", upload.url, {}, null, {}, function () {});
      drop(upload);
      next();
    }));
    if (focused && upload.acts.firstChild) upload.acts.firstChild.focus();
  }

  // Places for files: a click or a key opens the system's dialogue, a drop takes what is dropped.
  function zoneOf(event) { return event.target.closest ? event.target.closest(".upload") : null; }
  document.addEventListener("click", function (event) {
    if (!event.target.closest || !event.target.closest(".upload-zone")) return;
    var zone = zoneOf(event), input = element("input", "");
    input.type = "file";
    input.multiple = true;
    input.addEventListener("change", function () { take(zone, input.files); });
    input.click();
  });
  function take(zone, files) {
    Array.prototype.forEach.call(files, function (file) { add(file, zone.dataset.upload, zone.dataset.project); });
  }
  ["dragenter", "dragover", "dragleave", "drop"].forEach(function (name) {
    document.addEventListener(name, function (event) {
      if (!event.dataTransfer || Array.prototype.indexOf.call(event.dataTransfer.types, "Files") < 0) return;
      event.preventDefault();  // a file that misses the place must not replace the page
      var zone = zoneOf(event);
      document.querySelectorAll(".upload.over").forEach(function (one) { if (one !== zone) one.classList.remove("over"); });
      if (!zone) return;
      zone.classList.toggle("over", name === "dragenter" || name === "dragover");
      if (name === "drop") take(zone, event.dataTransfer.files);
    });
  });
  window.addEventListener("online", function () {
    all.forEach(function (upload) { if (upload.state === "retrying") { clearTimeout(upload.timer); begin(upload); } });
  });

  // A place that has just come onto the page shows what is under way, and what a reload has left.
  function arrived(zone) {
    var role = zone.dataset.upload, project = zone.dataset.project, known = remembered();
    Object.keys(known).forEach(function (print) {
      var one = known[print];
      if (one.role !== role || one.project !== project || all.some(function (upload) { return upload.print === print; })) return;
      var upload = { print: print, name: one.name, size: one.size, role: role, project: project, url: one.url, offset: 0, sent: 0, state: "found" };
      all.push(upload);
      head(upload);
    });
    all.forEach(function (upload) { if (upload.role === role && upload.project === project && upload.state !== "done") show(upload); });
  }
  new MutationObserver(function (changes) {
    changes.forEach(function (change) {
      change.addedNodes.forEach(function (node) {
        if (node.nodeType !== 1) return;
        if (node.classList.contains("upload")) arrived(node);
        node.querySelectorAll(".upload").forEach(arrived);
      });
    });
  }).observe(document.documentElement, { subtree: true, childList: true });
})();
