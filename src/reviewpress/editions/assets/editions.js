/* The editions of the review, read from versions.json when the page is viewed.
   Its form is described in docs/publishing.md; a form that this script does not know is left alone. */

(() => {
  const { publication, edition, page } = document.currentScript.dataset;
  const root = new URL(publication, location.href);

  function element(name, properties = {}, ...children) {
    const made = Object.assign(document.createElement(name), properties);
    made.append(...children);
    return made;
  }

  const address = (other) => {
    const same = other.pages.includes(page);
    const url = new URL(other.path + (same ? page : "index.html"), root);
    if (same) url.hash = location.hash;
    return url.href;
  };

  function switcher(versions) {
    const list = element("ul");
    for (const one of versions.editions) {
      const status = one.status === "current" ? "current" : one.status;
      const link = element("a", { href: address(one) }, `${one.edition}`);
      if (one.edition === edition) link.setAttribute("aria-current", "true");
      const note = [one.date, status];
      if (one.doi) note.push(`doi:${one.doi}`);
      if (!one.pages.includes(page)) note.push("without this page");
      list.append(element("li", {}, link, element("span", { className: "rp-note" }, note.join(", "))));
    }
    addEventListener("hashchange", () => {
      [...list.querySelectorAll("a")].forEach((link, i) => { link.href = address(versions.editions[i]); });
    });
    const box = element("details", { className: "rp-switcher" },
      element("summary", {}, element("span", { className: "rp-word" }, "Edition "), edition), list);
    box.addEventListener("keydown", (event) => {
      if (event.key === "Escape") { box.open = false; box.querySelector("summary").focus(); }
    });
    document.addEventListener("click", (event) => { if (!box.contains(event.target)) box.open = false; });
    const place = document.querySelector(".masthead-tools, #quarto-header .navbar-container, .sidebar-header");
    if (place) place.prepend(box);
    else document.body.prepend(box);
  }

  function banner(versions) {
    const at = versions.editions.findIndex((one) => one.edition === edition);
    if (at < 1) return;
    const newest = versions.editions[0];
    const since = versions.editions.slice(0, at);
    const changed = since.filter((one) => one.conclusions_changed).map((one) => one.edition);
    const said = changed.length
      ? ` Its conclusions changed in ${changed.reverse().join(" and ")}.`
      : " Its conclusions have not changed.";
    const text = element("p", {},
      `This is edition ${edition}. Edition ${newest.edition} of ${newest.date} replaced it.${said} `,
      element("a", { href: address(newest) }, "Read the current edition"), " \u00b7 ",
      element("a", { href: new URL(`${since.at(-1).path}what-changed.html`, root).href }, "See what changed next"));
    const box = element("aside", { className: changed.length ? "rp-superseded rp-moved" : "rp-superseded" }, text);
    box.setAttribute("aria-label", "Superseded edition");
    (document.querySelector("main") ?? document.body).prepend(box);
  }

  async function start() {
    try {
      const answer = await fetch(new URL("versions.json", root));
      const versions = answer.ok ? await answer.json() : null;
      if (versions?.schema_version !== 1) return;
      switcher(versions);
      banner(versions);
    } catch {
      /* opened from disk, or the list is away: the link to the latest edition remains */
    }
  }

  if (location.protocol.startsWith("http")) start();
})();
