/* Leads to the newest edition and keeps the place in the page that the address names. */

location.replace(document.currentScript.dataset.target + location.search + location.hash);
