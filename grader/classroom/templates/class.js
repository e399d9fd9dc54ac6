"use strict";
(() => {
  const collator = new Intl.Collator(document.documentElement.lang, { numeric: true });

  const valueOf = (row, column, kind) => {
    const cell = row.cells[column];
    const given = cell.dataset.value;
    if (kind === "number") return given === undefined || given === "" ? NaN : Number(given);
    return given ?? cell.textContent.trim();
  };

  const compare = (a, b, kind, sign) => {
    if (kind !== "number") return sign * collator.compare(a, b);
    if (Number.isNaN(a) || Number.isNaN(b)) return Number.isNaN(a) - Number.isNaN(b);
    return sign * (a - b);
  };

  const sort = (table, heads, column) => {
    const head = heads[column];
    const up = head.getAttribute("aria-sort") !== "ascending";
    for (const each of heads) each.removeAttribute("aria-sort");
    head.setAttribute("aria-sort", up ? "ascending" : "descending");
    const kind = head.dataset.sort;
    const body = table.tBodies[0];
    const rows = [...body.rows].map((row) => [valueOf(row, column, kind), row]);
    rows.sort(([a], [b]) => compare(a, b, kind, up ? 1 : -1));
    body.append(...rows.map(([, row]) => row));
  };

  for (const table of document.querySelectorAll("table[data-sortable]")) {
    const heads = [...table.tHead.rows[0].cells];
    heads.forEach((head, column) => {
      const button = document.createElement("button");
      button.type = "button";
      button.append(...head.childNodes);
      button.addEventListener("click", () => sort(table, heads, column));
      head.append(button);
    });
  }

  const opened = () => {
    const part = document.getElementById(location.hash.slice(1));
    if (part?.classList.contains("own")) part.querySelector("h2").focus();
  };
  addEventListener("hashchange", opened);
  opened();
})();
