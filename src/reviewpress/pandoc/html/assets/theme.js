/* Runs before the page is drawn: the reader's choice of light or dark, else the system's; and
   what is typed for the search before the search is there. */
(() => {
  const root = document.documentElement;
  root.classList.add("js");
  let chosen = null;
  try {
    chosen = localStorage.getItem("theme");
  } catch {
    /* storage may be closed to us; the system's choice holds */
  }
  const dark = matchMedia("(prefers-color-scheme: dark)").matches;
  root.dataset.theme = chosen === "dark" || chosen === "light" ? chosen : dark ? "dark" : "light";
})();

(() => {
  let words = null;
  const keep = (event) => {
    const isPlain = event.key.length === 1 && !event.ctrlKey && !event.metaKey;
    if (words === null) {
      if (event.key !== "/" && !(event.key === "k" && (event.ctrlKey || event.metaKey))) return;
      words = "";
    } else if (event.key === "Backspace") words = words.slice(0, -1);
    else if (isPlain) words += event.key;
    else return;
    event.preventDefault();
  };
  addEventListener("keydown", keep);
  window.takeEarlySearch = () => {
    removeEventListener("keydown", keep);
    return words;
  };
})();
