// Sorts the overview at a click on a heading, and brings the optimizer whose name is clicked into view.
export default function ({ parentElement, data }) {
  const host = parentElement.querySelector(".overview");
  if (host.shown === data) return;
  host.shown = data;
  host.innerHTML = data;
  const heads = [...host.querySelectorAll("th")];
  const body = host.querySelector("tbody");
  const value = (row, column) => {
    const cell = row.cells[column];
    return "sort" in cell.dataset ? Number(cell.dataset.sort) : cell.textContent;
  };
  const sort = (column, direction) => {
    Object.assign(host, { column, direction });
    const compare = (a, b) => (typeof a === "number" ? a - b : a.localeCompare(b));
    body.append(...[...body.rows].sort((a, b) => direction * compare(value(a, column), value(b, column))));
    heads.forEach((head, i) => head.setAttribute("aria-sort", i !== column ? "none" : direction > 0 ? "ascending" : "descending"));
  };
  heads.forEach((head, column) => {
    head.querySelector("button").onclick = () => sort(column, host.column === column ? -host.direction : 1);
  });
  for (const anchor of host.querySelectorAll("a")) {
    anchor.onclick = (event) => {
      event.preventDefault();
      document.querySelector(anchor.getAttribute("href")).scrollIntoView();
    };
  }
  sort(host.column ?? 0, host.direction ?? 1);
}
