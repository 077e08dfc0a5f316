/* Shows what a link leads to when it is pointed at or focused. Links work without it. */

(() => {
  const LINKS = [
    "a.footnote-ref",
    "a[role='doc-biblioref']",
    "a.quarto-xref",
    "a.chip",
    "a:has(> .chip)",
  ].join(", ");
  const BLOCKS = ".csl-entry, .quarto-float, .callout, .theorem, .quarto-equation, .register-entry, "
    + ".implication-card, .proposition-card, section, tr, li";
  const UNWANTED = "script, style, button, input, details, nav, .anchor-link, .footnote-back, "
    + ".table-tools, .figure-tools, .rp-run, .cited-in, .screen-reader-only";
  const LONGEST = 420;
  const pages = new Map();
  const box = Object.assign(document.createElement("div"), { className: "preview", id: "preview" });
  box.setAttribute("role", "tooltip");
  box.hidden = true;
  let shownFor = null;
  let timer = 0;

  async function page(url) {
    const address = url.origin + url.pathname;
    if (address === location.origin + location.pathname) return document;
    if (!pages.has(address)) {
      pages.set(address, fetch(address)
        .then((answer) => (answer.ok ? answer.text() : Promise.reject(new Error(answer.status))))
        .then((text) => new DOMParser().parseFromString(text, "text/html")));
    }
    return pages.get(address);
  }

  function line(name, text) {
    return Object.assign(document.createElement(name), { textContent: text });
  }

  function cut(text) {
    const whole = text.replace(/\s+/g, " ").trim();
    return whole.length > LONGEST ? `${whole.slice(0, whole.lastIndexOf(" ", LONGEST))} …` : whole;
  }

  /* A row tells its cells under their heads; a figure is drawn; all else is told in its words. */
  function row(found) {
    const heads = [...(found.closest("table")?.querySelectorAll("thead th") ?? [])];
    const list = document.createElement("dl");
    [...found.children].slice(0, 4).forEach((cell, index) => {
      const head = heads[index]?.querySelector(".dt-column-title") ?? heads[index];
      list.append(line("dt", head?.textContent.trim() ?? ""), line("dd", cut(cell.textContent)));
    });
    return [list];
  }

  function float(found, base) {
    const parts = [];
    const image = found.querySelector("img");
    if (image) {
      const copy = document.createElement("img");
      copy.src = new URL(image.getAttribute("src"), base).href;
      copy.alt = "";
      parts.push(copy);
    }
    const caption = found.querySelector("figcaption");
    const words = caption?.cloneNode(true);
    words?.querySelectorAll(UNWANTED).forEach((one) => one.remove());
    if (words) parts.push(line("p", cut(words.textContent)));
    return parts;
  }

  function told(found, base) {
    if (found.matches("tr")) return row(found);
    if (found.matches(".quarto-float")) return float(found, base);
    const copy = found.cloneNode(true);
    for (const one of copy.querySelectorAll(UNWANTED)) one.remove();
    const head = copy.querySelector("h1, h2, h3, h4, h5, h6, [role='heading']");
    const parts = [];
    if (head) {
      parts.push(line("strong", cut(head.textContent)));
      head.remove();
    }
    const first = found.matches("section") ? copy.querySelector("p") : copy;
    if (first?.textContent.trim()) parts.push(line("p", cut(first.textContent)));
    return parts;
  }

  function target(tree, id) {
    const found = id && tree.getElementById(id);
    if (!found) return null;
    if (found.matches("main *") && found.matches(BLOCKS)) return found;
    return found.closest(BLOCKS) ?? found;
  }

  function hide() {
    clearTimeout(timer);
    box.hidden = true;
    shownFor?.removeAttribute("aria-describedby");
    shownFor = null;
  }

  function put(link) {
    const at = link.getBoundingClientRect();
    const width = Math.min(416, innerWidth - 24);
    box.style.width = `${width}px`;
    box.hidden = false;
    const left = Math.max(12, Math.min(at.left, innerWidth - width - 12));
    const below = at.bottom + 6 + box.offsetHeight < innerHeight || at.top < box.offsetHeight + 6;
    box.style.left = `${left + scrollX}px`;
    box.style.top = `${(below ? at.bottom + 4 : at.top - box.offsetHeight - 4) + scrollY}px`;
  }

  async function show(link) {
    const url = new URL(link.href, location.href);
    if (url.origin !== location.origin) return;
    let tree = null;
    try {
      tree = await page(url);
    } catch {
      return; // the page cannot be read here; the link still leads to it
    }
    const found = target(tree, decodeURIComponent(url.hash.slice(1)));
    if (!found || found.contains(link) || !link.matches(":hover, :focus")) return;
    const parts = told(found, url);
    if (!parts.length) return;
    hide();
    box.replaceChildren(...parts);
    shownFor = link;
    link.setAttribute("aria-describedby", box.id);
    put(link);
  }

  function soon(link, wait) {
    clearTimeout(timer);
    if (link !== shownFor) timer = setTimeout(() => show(link), wait);
  }

  function later() {
    clearTimeout(timer);
    timer = setTimeout(() => {
      if (!box.matches(":hover") && !shownFor?.matches(":hover, :focus-visible")) hide();
    }, 200);
  }

  (document.querySelector("main") ?? document.body).append(box);
  if (matchMedia("(hover: hover)").matches) {
    document.addEventListener("pointerover", (event) => {
      const link = event.target.closest?.(LINKS);
      if (link) soon(link, 250);
      else if (!box.contains(event.target)) later();
    });
  }
  document.addEventListener("focusin", (event) => {
    if (event.target.matches(LINKS) && event.target.matches(":focus-visible")) soon(event.target, 250);
    else later();
  });
  document.addEventListener("keydown", (event) => {
    if (event.key === "Escape" && shownFor) hide();
  });
  document.addEventListener("click", hide);
})();
