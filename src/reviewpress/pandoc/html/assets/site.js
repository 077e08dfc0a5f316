/* Menu, theme, place in the page, tabs, copying of code, and search. The page reads well without it. */

const root = document.documentElement;
const all = (selector, within = document) => [...within.querySelectorAll(selector)];

function element(name, properties = {}, ...children) {
  const made = Object.assign(document.createElement(name), properties);
  made.append(...children);
  return made;
}

function themes() {
  const button = document.querySelector(".theme-button");
  if (!button) return;
  const show = () => {
    const dark = root.dataset.theme === "dark";
    button.setAttribute("aria-pressed", String(dark));
    button.querySelector(".theme-name").textContent = dark ? "Light" : "Dark";
  };
  button.hidden = false;
  button.addEventListener("click", () => {
    root.dataset.theme = root.dataset.theme === "dark" ? "light" : "dark";
    try {
      localStorage.setItem("theme", root.dataset.theme);
    } catch {
      /* the choice then holds for this page only */
    }
    show();
  });
  show();
}

function menu() {
  const button = document.querySelector(".menu-button");
  const sidebar = document.querySelector(".sidebar");
  if (!button || !sidebar) return;
  const set = (open) => {
    sidebar.classList.toggle("is-open", open);
    button.setAttribute("aria-expanded", String(open));
  };
  button.hidden = false;
  button.addEventListener("click", () => set(!sidebar.classList.contains("is-open")));
  document.addEventListener("keydown", (event) => {
    if (event.key === "Escape" && sidebar.classList.contains("is-open")) {
      set(false);
      button.focus();
    }
  });
  const here = sidebar.querySelector("[aria-current]");
  const contents = document.querySelector(".page-contents > ul");
  if (here && contents) {
    const copy = element("div", { className: "here-contents" }, contents.cloneNode(true));
    copy.addEventListener("click", () => set(false));
    here.after(copy);
  }
  if (here && sidebar.scrollHeight > sidebar.clientHeight) {
    sidebar.scrollTop = Math.max(0, here.offsetTop - sidebar.clientHeight / 2);
  }
}

function place() {
  const links = new Map(all(".page-contents a").map((a) => [decodeURIComponent(a.hash.slice(1)), a]));
  const headings = [...links.keys()].map((id) => document.getElementById(id)).filter(Boolean);
  if (!headings.length) return;
  let waiting = false;
  const mark = () => {
    waiting = false;
    const passed = headings.filter((one) => one.getBoundingClientRect().top < 140);
    const now = links.get((passed.at(-1) ?? headings[0]).id);
    for (const link of links.values()) link.classList.toggle("is-here", link === now);
  };
  addEventListener("scroll", () => {
    if (!waiting) requestAnimationFrame(mark);
    waiting = true;
  }, { passive: true });
  mark();
}

function anchors() {
  for (const heading of all("h2[data-anchor-id], h3[data-anchor-id], h4[data-anchor-id]")) {
    if (!heading.dataset.anchorId) continue;
    const label = `Link to: ${heading.textContent.trim()}`;
    const link = element("a", { className: "anchor-link", href: `#${heading.dataset.anchorId}` }, "#");
    link.setAttribute("aria-label", label);
    heading.append(link);
  }
}

function folded() {
  const open = () => {
    const target = location.hash && document.getElementById(decodeURIComponent(location.hash.slice(1)));
    for (let one = target?.parentElement; one; one = one.parentElement) {
      if (one.tagName === "DETAILS") one.open = true;
    }
  };
  addEventListener("hashchange", open);
  open();
}

function tabs() {
  for (const set of all(".panel-tabset")) {
    const labels = all(":scope > .nav-tabs [role=tab]", set);
    const panes = all(":scope > .tab-content > .tab-pane", set);
    const choose = (index) => {
      labels.forEach((label, i) => {
        label.setAttribute("aria-selected", String(i === index));
        label.tabIndex = i === index ? 0 : -1;
      });
      panes.forEach((pane, i) => { pane.hidden = i !== index; });
    };
    labels.forEach((label, index) => {
      label.addEventListener("click", () => choose(index));
      label.addEventListener("keydown", (event) => {
        const step = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
        if (!step) return;
        const next = (index + step + labels.length) % labels.length;
        choose(next);
        labels[next].focus();
      });
    });
    const aimed = panes.findIndex((pane) => location.hash && pane.querySelector(location.hash));
    choose(Math.max(0, aimed));
  }
}

function copyButton(label, read) {
  const button = element("button", { type: "button", className: "code-copy-button" }, label);
  button.addEventListener("click", async () => {
    await navigator.clipboard.writeText(read());
    button.textContent = "Copied";
    setTimeout(() => { button.textContent = label; }, 1500);
  });
  return button;
}

function copying() {
  if (!navigator.clipboard) return;
  for (const box of all(".code-copy-outer-scaffold")) {
    box.append(copyButton("Copy", () => box.querySelector("code").textContent));
  }
}

function backlinks() {
  for (const line of all(".cited-in")) line.hidden = false;
}

/* A box that does not scroll needs no stop for the keyboard; one that does says if it goes on. */
function boxes() {
  const fit = (box) => {
    const scrolls = box.scrollWidth > box.clientWidth + 1;
    if (scrolls) box.tabIndex = 0;
    else box.removeAttribute("tabindex");
    box.toggleAttribute("data-goes-on", box.scrollLeft + box.clientWidth < box.scrollWidth - 1);
  };
  const watch = new ResizeObserver((entries) => entries.forEach((entry) => fit(entry.target)));
  for (const box of all(".table-box, pre")) {
    watch.observe(box);
    box.addEventListener("scroll", () => fit(box), { passive: true });
  }
}

function search() {
  const early = window.takeEarlySearch?.();
  const button = document.querySelector(".search-button");
  if (!button) return;
  const base = new URL(document.body.dataset.root || ".", location.href);
  const input = element("input", { type: "search", placeholder: "Search the review", autocomplete: "off" });
  input.setAttribute("aria-label", "Search the review");
  const close = element("button", { type: "button", className: "search-close" }, "Close");
  const state = element("p", { className: "search-state" }, "Type two letters or more.");
  state.setAttribute("role", "status");
  const list = element("ol");
  const head = element("div", { className: "search-head" }, input, close);
  const dialog = element("dialog", { className: "search" }, head, state, list);
  dialog.setAttribute("aria-label", "Search");
  document.body.append(dialog);
  let library = null;
  let turn = 0;

  async function fetched() {
    const pagefind = await import(new URL("site_libs/pagefind/pagefind.js", base).href);
    // Left alone it takes the folder that holds its own for the root of the site.
    await pagefind.options({ baseUrl: base.pathname });
    await pagefind.init();
    return pagefind;
  }

  /* Loaded once, whoever asks first; imports of the same file do not end in the order they began. */
  function load() {
    library ??= fetched();
    return library;
  }

  /* What failed once is remembered by the library; the next letter starts anew. */
  function forget(failed) {
    if (library !== failed) return;
    library = null;
    failed.then((pagefind) => pagefind.destroy()).catch(() => {});
  }

  function entry(found) {
    const title = element("span", { className: "search-title" }, found.title);
    const where = found.page ? [element("span", { className: "search-where" }, found.page)] : [];
    const excerpt = element("span", { className: "search-excerpt" }, ...found.excerpt);
    const link = element("a", { href: found.url }, title, ...where, excerpt);
    return element("li", {}, link);
  }

  /* Pagefind knows parts of a page by headings with an id; here sections and entries have it. */
  function anchorsOf(page) {
    return page.anchors
      .filter(({ element: name, id }) => /^(section|div|span|h[1-6])$/.test(name)
        && !/^(quarto-|title-|fn|cb\d)|-caption/.test(id))
      .sort((a, b) => a.location - b.location);
  }

  /* What a part begins with: its heading, or what stands behind its mark. */
  function headOf(words, start) {
    const first = words.slice(start, start + 12);
    const isEnd = (word, index) => index > 0 && /[.?!]$/.test(word) && word !== "al.";
    const end = first.findIndex(isEnd);
    const head = first.slice(0, end < 0 ? 10 : end + 1).join(" ");
    return end < 0 ? `${head} …` : head.replace(/\.$/, "");
  }

  function marked(words, from, hits) {
    const parts = words.slice(from, from + 26).flatMap((word, index) => {
      const isHit = hits.includes(from + index);
      return [isHit ? element("mark", {}, word) : word, " "];
    });
    return [from ? "… " : "", ...parts, "…"];
  }

  /* The parts of a page that hold the words: the one named so first, then those that hold most. */
  function places(page, asked) {
    const words = page.content.split(/\s+/);
    const anchors = anchorsOf(page);
    const parts = new Map();
    for (const hit of page.locations) {
      const anchor = anchors.findLast(({ location }) => location <= hit) ?? null;
      parts.set(anchor, [...(parts.get(anchor) ?? []), hit]);
    }
    const found = [...parts].map(([anchor, hits]) => {
      const isNamed = anchor?.id.toLowerCase() === asked.toLowerCase();
      const isPage = !anchor || anchor.location === 0;
      return {
        title: isPage ? page.meta.title : headOf(words, anchor.location),
        page: isPage ? "" : page.meta.title,
        url: isPage ? page.url : `${page.url}#${encodeURIComponent(anchor.id)}`,
        excerpt: marked(words, Math.max(0, hits[0] - 8), hits),
        isNamed,
        weight: hits.length,
      };
    });
    return found.sort((a, b) => b.isNamed - a.isNamed || b.weight - a.weight).slice(0, 3);
  }

  function show(message, found = []) {
    state.textContent = message;
    list.replaceChildren(...found);
  }

  /* Only the last words are looked for, and what was typed while loading is answered then. */
  async function look() {
    turn += 1;
    const mine = turn;
    const words = input.value.trim();
    if (words.length < 2) return show("Type two letters or more.");
    state.textContent = "Searching…";
    const loading = load();
    try {
      const pagefind = await loading;
      await new Promise((done) => { setTimeout(done, 150); });
      if (mine !== turn) return;
      const { results } = await pagefind.search(words);
      const pages = await Promise.all(results.slice(0, 12).map((one) => one.data()));
      if (mine !== turn) return;
      const count = results.length;
      const told = count ? `${count} ${count === 1 ? "page" : "pages"}` : "Nothing found.";
      const parts = pages.flatMap((page) => places(page, words));
      show(told, parts.sort((a, b) => b.isNamed - a.isNamed).map(entry));
    } catch {
      forget(loading);
      const served = location.protocol !== "file:";
      if (mine === turn) show(served ? "The search index did not load. Type again to retry."
        : "Search needs the site to be served by a web server.");
    }
  }

  function open() {
    dialog.showModal();
    input.select();
    const loading = load();
    loading.catch(() => forget(loading));
  }

  button.hidden = false;
  button.addEventListener("click", open);
  close.addEventListener("click", () => dialog.close());
  input.addEventListener("input", look);
  dialog.addEventListener("click", (event) => {
    if (event.target === dialog || event.target.closest("li a")) dialog.close();
  });
  dialog.addEventListener("keydown", (event) => {
    if (event.key === "Escape") { // a search box of the browser would only be emptied
      event.preventDefault();
      dialog.close();
    }
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (!step) return;
    event.preventDefault();
    const stops = [input, ...all("li a", list)];
    const at = stops.indexOf(document.activeElement);
    stops[Math.min(stops.length - 1, Math.max(0, at + step))].focus();
  });
  document.addEventListener("keydown", (event) => {
    const typing = /^(INPUT|TEXTAREA|SELECT)$/.test(document.activeElement?.tagName ?? "");
    const asked = (event.key === "/" && !typing) || (event.key === "k" && (event.ctrlKey || event.metaKey));
    if (!asked || dialog.open) return;
    event.preventDefault();
    open();
  });
  if (typeof early === "string") {
    open();
    input.value = early;
    look();
  }
}

for (const start of [themes, menu, place, anchors, folded, tabs, copying, backlinks, boxes, search]) start();
