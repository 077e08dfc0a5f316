"""Write anew what `reviewpress check` says of tests/reviews/bad-*; review the difference.

Run it as `python tests/refresh_golden.py`.
"""

from __future__ import annotations

import bad_reviews

if __name__ == "__main__":
    for name in bad_reviews.names():
        bad_reviews.golden(name).write_text(bad_reviews.said(name), encoding="utf-8")
