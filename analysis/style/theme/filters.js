// Filters: a long table with a column of few words has a button for each of them. The address remembers what is chosen.

// Adds the buttons above a table, a line for each such column, and hides the rows that do not have the words chosen.
// changed: is called with the number of rows left.
function addFilters(frame, heads, rows, changed) {
  const id = frame.closest("[id]").id, groups = heads.flatMap((head, column) => ("filters" in head.dataset ? [makeGroup(head, column)] : []));
  if (!groups.length) return;
  const status = document.createElement("p");
  status.className = "note";
  status.setAttribute("role", "status");

  function makeGroup(head, column) {
    const name = head.textContent.trim(), line = document.createElement("p"), key = `${id}.${name}`, counts = new Map();
    for (const row of rows) counts.set(readWords(row, column), (counts.get(readWords(row, column)) || 0) + 1);
    const group = { column, key, chosen: new URLSearchParams(location.search).get(key) };
    line.className = "chips";
    line.setAttribute("role", "group");
    line.setAttribute("aria-label", gettext("Only rows by {name}", { name }));
    line.append(name);
    group.buttons = [...counts].sort(([, one], [, other]) => other - one).map(([words, count]) => {
      const button = document.createElement("button");
      button.type = "button";
      button.value = words;
      button.textContent = `${words} ${count}`;
      button.addEventListener("click", () => {
        group.chosen = group.chosen === words ? null : words;
        remember(group);
        filterRows();
      });
      return button;
    });
    if (!counts.has(group.chosen)) group.chosen = null;
    line.append(...group.buttons);
    frame.before(line);
    return group;
  }

  function filterRows() {
    for (const row of rows) row.hidden = groups.some(({ column, chosen }) => chosen !== null && readWords(row, column) !== chosen);
    for (const { buttons, chosen } of groups) buttons.forEach((button) => button.setAttribute("aria-pressed", button.value === chosen));
    const left = rows.filter((row) => !row.hidden).length;
    status.textContent = left < rows.length ? ngettext("{left} of {count} row", "{left} of {count} rows", rows.length, { left }) : "";
    changed(left);
  }

  frame.before(status);
  filterRows();
}

function readWords(row, column) {
  return row.cells[column].textContent.trim();
}

function remember({ key, chosen }) {
  const address = new URLSearchParams(location.search);
  if (chosen === null) address.delete(key); else address.set(key, chosen);
  changeAddress(address);
}
