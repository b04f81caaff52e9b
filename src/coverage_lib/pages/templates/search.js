// Typing narrows the list of provinces; without a script the list is whole and the field is not shown.
(function () {
  var form = document.getElementById("search");
  var list = document.getElementById("provinces");
  var count = document.getElementById("matches");
  if (!form || !list) return;
  var field = form.querySelector("input");
  var items = Array.from(list.children);
  function plain(text) { return text.toLowerCase().normalize("NFD").replace(/[^a-z0-9 ]/g, ""); }
  function narrow() {
    var wanted = plain(field.value).trim();
    var left = items.filter(function (item) {
      item.hidden = plain(item.dataset.names).indexOf(wanted) < 0;
      return !item.hidden;
    });
    count.textContent = wanted ? count.dataset.words.replace("{count}", left.length) : "";
    return left;
  }
  form.hidden = false;
  field.addEventListener("input", narrow);
  form.addEventListener("submit", function (event) {
    event.preventDefault();
    var left = narrow();
    if (left.length) left[0].querySelector("a").click();
  });
})();
