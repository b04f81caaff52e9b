// Headings of tables become buttons that sort; missing values stay at the end in both directions.
(function () {
  function value(cell) {
    if (cell.dataset.sort !== undefined) return Number(cell.dataset.sort);
    var text = cell.textContent.trim();
    return text === "–" ? null : text;
  }
  function compare(a, b) {
    if (typeof a === "number" && typeof b === "number") return a - b;
    return String(a).localeCompare(String(b), document.documentElement.lang || undefined);
  }
  document.querySelectorAll("table.atlas-table:not([data-ready])").forEach(function (table) {
    table.dataset.ready = "1";
    table.querySelectorAll("thead th").forEach(function (heading, index) {
      var button = document.createElement("button");
      button.type = "button";
      button.textContent = heading.textContent;
      heading.textContent = "";
      heading.appendChild(button);
      button.addEventListener("click", function () {
        var up = heading.getAttribute("aria-sort") !== "ascending";
        table.querySelectorAll("thead th").forEach(function (other) { other.removeAttribute("aria-sort"); });
        heading.setAttribute("aria-sort", up ? "ascending" : "descending");
        var rows = Array.from(table.tBodies[0].rows);
        rows.sort(function (left, right) {
          var a = value(left.cells[index]), b = value(right.cells[index]);
          if (a === null || b === null) return (a === null) - (b === null);
          return up ? compare(a, b) : compare(b, a);
        });
        rows.forEach(function (row) { table.tBodies[0].appendChild(row); });
      });
    });
  });
})();
