/* Buttons that copy the citation, at its foot and on the first screen. It reads well without. */

(() => {
  const forms = [...document.querySelectorAll(".rp-citation-form")];
  if (!navigator.clipboard || !forms.length) return;

  function element(name, properties, ...children) {
    const made = Object.assign(document.createElement(name), properties);
    made.append(...children);
    return made;
  }

  function button(form, label, className) {
    const made = element("button", { type: "button", className }, label);
    made.addEventListener("click", async () => {
      await navigator.clipboard.writeText(form.textContent.trim());
      made.textContent = "Copied";
      setTimeout(() => { made.textContent = label; }, 1500);
    });
    return made;
  }

  const looks = "cite-copy btn btn-sm btn-outline-secondary"; // the latter for pages of Quarto
  const below = forms.map((form) => button(form, `Copy ${form.dataset.form}`, looks));
  forms[0].after(element("p", { className: "cite-buttons" }, ...below));

  const quick = forms.map((form) => {
    const made = button(form, form.dataset.form, "");
    made.setAttribute("aria-label", `Copy the citation as ${form.dataset.form}`);
    return made;
  });
  const link = document.querySelector(".rp-front a[href='#cite']");
  link?.after(element("span", { className: "cite-quick" }, " · copy as ", ...quick));
})();
