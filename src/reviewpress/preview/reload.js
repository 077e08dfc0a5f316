/* Put into pages by the preview only: reloads them, and shows what went wrong. */

(() => {
  const box = document.createElement("div");
  box.setAttribute("role", "alert");
  Object.assign(box.style, {
    position: "fixed", inset: "auto 1rem 1rem", zIndex: "100", maxHeight: "60vh", overflow: "auto",
    padding: "1rem 1.2rem", border: "2px solid #9a3f12", borderRadius: "4px", margin: "0",
    background: "#fffefb", color: "#1b1b1f", font: "14px/1.5 ui-monospace, monospace",
    whiteSpace: "pre-wrap",
  });
  let seen = -1;
  let shownAt = null; // the report that this page shows

  function show(report) {
    if (report.phase === "failed") {
      box.textContent = report.text;
      document.body.append(box);
    } else {
      box.remove();
    }
  }

  async function follow() {
    for (;;) {
      try {
        const answer = await fetch(`/.reviewpress/state?seen=${seen}`);
        const report = await answer.json();
        seen = report.number;
        if (report.phase === "ready") {
          if (shownAt === null) shownAt = seen;
          else if (shownAt !== seen) location.reload();
        } else if (shownAt === null) {
          shownAt = -1;
        }
        show(report);
      } catch {
        await new Promise((done) => { setTimeout(done, 1000); });
      }
    }
  }

  follow();
})();
