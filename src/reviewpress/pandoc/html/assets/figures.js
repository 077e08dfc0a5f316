/* Lets readers enlarge a figure and save it: as drawn, as a picture, and the numbers behind it. */

(() => {
  const KINDS = [["svg", "SVG"], ["png", "PNG"], ["csv", "Data (CSV)"]];

  function element(name, properties = {}, ...children) {
    const made = Object.assign(document.createElement(name), properties);
    made.append(...children);
    return made;
  }

  const close = element("button", { type: "button", className: "figure-close" }, "Close");
  const large = element("img");
  const said = element("p");
  const dialog = element("dialog", { className: "figure-large" }, close, large, said);
  dialog.setAttribute("aria-label", "Figure, enlarged");

  function enlarge(image, caption) {
    large.src = image.currentSrc || image.src;
    large.alt = image.alt;
    said.textContent = caption;
    dialog.showModal();
  }

  /* A caption may end with a link to how the figure was made, which is no part of it. */
  function words(said) {
    const copy = said?.cloneNode(true);
    copy?.querySelectorAll(".rp-run").forEach((link) => link.remove());
    return copy?.textContent.replace(/\s+/g, " ").trim() ?? "";
  }

  function files(image) {
    const own = image.getAttribute("src") ?? "";
    const ending = own.split(".").pop().toLowerCase();
    return KINDS.map(([kind, name]) => {
      const href = kind === ending ? own : image.dataset[kind];
      const link = href && element("a", { href, download: "" }, name);
      return link ? element("li", {}, link) : null;
    }).filter(Boolean);
  }

  function equip(image) {
    if (image.closest("a, button")) return;
    const float = image.closest(".quarto-float, .quarto-figure");
    const caption = words(float?.querySelector("figcaption"));
    const button = element("button", { type: "button", className: "figure-enlarge" }, "Enlarge");
    const open = () => enlarge(image, caption);
    if (caption) button.setAttribute("aria-label", `Enlarge ${caption}`);
    button.addEventListener("click", open);
    image.addEventListener("click", open);
    image.classList.add("can-enlarge");
    const list = element("ul", {}, element("li", {}, button), ...files(image));
    const tools = element("div", { className: "figure-tools" }, list);
    const figure = image.closest("figure");
    if (figure.querySelectorAll("img").length === 1) figure.append(tools);
    else (image.closest("p") ?? image).after(tools);
  }

  document.body.append(dialog);
  close.addEventListener("click", () => dialog.close());
  dialog.addEventListener("click", (event) => {
    if (event.target !== said) dialog.close();
  });
  for (const image of document.querySelectorAll("main figure img")) equip(image);
})();
