// What a page cannot show is said: the server does not answer, or a part of the page failed. It goes away by itself.
(function () {
  "use strict";
  var SILENT = "The server does not answer. What stands here may be old.";
  var FAILED = "A fault of the program: this could not be shown. The server's log says why. Load the page again to try once more.";
  var plain = window.fetch;

  function say(words) {
    var place = document.getElementById("notice");
    if (!place) {
      place = document.createElement("div");
      place.id = "notice";
      place.setAttribute("role", "alert");
      document.body.appendChild(place);
    }
    if (place.textContent !== words) place.textContent = words;
    place.hidden = !words;
  }

  function still(words) {
    var place = document.getElementById("notice");
    return place && !place.hidden && place.textContent === words;
  }

  window.fetch = function (address) {
    var path = String(address && address.url ? address.url : address);
    var asked = plain.apply(this, arguments);
    if (path.indexOf("_dash-update-component") < 0) return asked;
    return asked.then(function (answer) {
      if (answer.status >= 500) say(FAILED);
      else if (still(SILENT)) say("");
      return answer;
    }, function (error) {
      if (!error || error.name !== "AbortError") say(SILENT);
      throw error;
    });
  };

  document.addEventListener("click", function (event) {
    if (event.target.closest && event.target.closest("a") && still(FAILED)) say("");
  });
})();
