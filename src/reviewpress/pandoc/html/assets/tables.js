/* Makes long tables sortable, filterable and exportable. They are complete without it. */

(() => {
  const all = (selector, within = document) => [...within.querySelectorAll(selector)];
  const library = new URL("../datatables/datatables.js", document.currentScript.src).href;
  const RANKS = { "very-low": 1, low: 2, moderate: 3, high: 4 };

  function element(name, properties = {}, ...children) {
    const made = Object.assign(document.createElement(name), properties);
    made.append(...children);
    return made;
  }

  const shown = (cell) => cell.textContent.replace(/\s+/g, " ").trim();

  /* A spreadsheet runs a cell that begins so as a formula; an apostrophe makes it text. */
  const inert = (text) => (/^[=+\-@\t\r]/.test(text) ? `'${text}` : text);

  function csv(head, rows) {
    const field = (text) => `"${inert(text).replaceAll('"', '""')}"`;
    return [head, ...rows].map((row) => row.map(field).join(",")).join("\r\n") + "\r\n";
  }

  function save(name, text) {
    const url = URL.createObjectURL(new Blob(["\ufeff", text], { type: "text/csv;charset=utf-8" }));
    const link = element("a", { href: url, download: name });
    document.body.append(link);
    link.click();
    link.remove();
    setTimeout(() => URL.revokeObjectURL(url), 1000);
  }

  /* Levels of confidence are sorted by their rank, not by their letters. */
  function rank(table) {
    for (const cell of all("td", table)) {
      const mark = cell.querySelector("[class*='confidence-']");
      const level = mark?.className.match(/confidence-([a-z-]+)/)?.[1];
      if (level in RANKS) cell.dataset.order = String(RANKS[level]);
    }
  }

  function caption(table) {
    const float = table.closest(".quarto-float");
    const said = float?.querySelector("figcaption") ?? table.caption;
    const copy = said?.cloneNode(true);
    copy?.querySelectorAll(".rp-run").forEach((link) => link.remove());
    return copy ? shown(copy) : "this table";
  }

  function tools(table, grid) {
    const name = table.closest(".quarto-float[id]")?.id ?? "table";
    const filter = element("input", { type: "search", autocomplete: "off" });
    filter.id = `filter-${name}`;
    const label = element("label", { htmlFor: filter.id }, "Filter");
    const state = element("span", { className: "table-state" });
    state.setAttribute("role", "status");
    const button = element("button", { type: "button", className: "table-export" }, "Save as CSV");
    button.setAttribute("aria-label", `Save as CSV: ${caption(table)}`);
    filter.setAttribute("aria-label", `Filter the rows of ${caption(table)}`);
    const total = grid.rows().count();
    const tell = () => {
      const left = grid.rows({ search: "applied" }).count();
      state.textContent = left === total ? `${total} rows` : `${left} of ${total} rows`;
    };
    filter.addEventListener("input", () => grid.search(filter.value).draw());
    button.addEventListener("click", () => {
      const rows = grid.rows({ search: "applied", order: "applied" }).nodes().toArray();
      const head = all("thead th", table).map(shown);
      save(`${name}.csv`, csv(head, rows.map((row) => all("th, td", row).map(shown))));
    });
    grid.on("draw", tell);
    tell();
    return element("div", { className: "table-tools" }, label, filter, state, button);
  }

  function start(DataTable, table) {
    rank(table);
    const widths = all("col", table).map((col) => col.style.width);
    const grid = new DataTable(table, {
      autoWidth: false,
      info: false,
      layout: { topStart: null, topEnd: null, bottomStart: null, bottomEnd: null },
      language: { zeroRecords: "No row holds these words.", emptyTable: "No rows." },
      order: [],
      paging: false,
    });
    all("col", table).forEach((col, index) => { col.style.width = widths[index] ?? ""; });
    const box = table.closest(".table-box");
    box.before(tools(table, grid));
    box.classList.add("is-sortable");
  }

  async function begin(tables) {
    let DataTable = null;
    try {
      ({ default: DataTable } = await import(library));
    } catch {
      return; // opened from a folder, where modules cannot be loaded: the tables stay as they are
    }
    for (const table of tables) start(DataTable, table);
  }

  begin(all("table[data-sortable]"));
})();
