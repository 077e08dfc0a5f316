"""Take the pictures of `docs/site.md` anew, from the book that `make book` built.

Run it with `.venv/bin/python tests/refresh_screenshots.py`; it needs a system Chromium. How letters
look depends on the fonts of the machine.
"""

import io
from pathlib import Path

import browsing
from PIL import Image

ROOT = Path(__file__).resolve().parent.parent

PAGES = {
    "front": "index.html",
    "chapter": "chapters/attainment.html",
    "ledger": "chapters/dispute.html#tbl-propositions-review",
    "register": "chapters/register.html#S028",
}
SIZES = {"desktop": {"width": 1440, "height": 900}, "phone": {"width": 390, "height": 844}}
THEMES = ("light", "dark")
_COLOURS = 64


def main() -> None:
    """Write a picture of each page, in both sizes and both themes."""
    folder = ROOT / "docs" / "images"
    with browsing.served(ROOT / "_site") as address, browsing.chromium(is_needed=True) as browser:
        for page, path in PAGES.items():
            for size, viewport in SIZES.items():
                for theme in THEMES:
                    reader = {"viewport": viewport, "color_scheme": theme}
                    with browsing.tab(browser, f"{address}{path}", **reader) as tab:
                        tab.wait_for_load_state("networkidle")
                        picture = Image.open(io.BytesIO(tab.screenshot())).convert("RGB")
                    small = picture.quantize(_COLOURS, dither=Image.Dither.NONE)
                    small.save(folder / f"site-{page}-{size}-{theme}.png", optimize=True)


if __name__ == "__main__":
    main()
