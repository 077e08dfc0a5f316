"""Places of a book by their ids, and checklists that lead to them."""

from __future__ import annotations

from pathlib import Path

from reviewpress import anchors, checks
from reviewpress.project import Project, open_project

CHAPTER = """---
title: Ways
---
# Ways on *foot* {#sec-ways .unnumbered}

{{< include _inner.qmd >}}

{{< embed ../_build/runs/walk.ipynb#tbl-walks >}}

```markdown
## Shown only {#sec-shown}
```

<!-- ## Hidden {#sec-hidden} -->

## Views [of hills](b.qmd){.x} {.unlisted #sec-views}

![Hills](hills.svg){#fig-hills}

## No id
"""
CONFIGURATION = """project: {type: book}
profile: {group: [[review, brief]]}
"""


def _project(root: Path) -> Project:
    files = {
        "_quarto.yml": CONFIGURATION,
        "_quarto-review.yml": "book: {title: Ways, chapters: [index.qmd, chapters/ways.qmd]}\n",
        "_quarto-brief.yml": "project: {type: default, render: [brief.qmd]}\n",
        "index.qmd": "# Summary {#sec-summary}\n",
        "brief.qmd": "# Brief {#sec-brief}\n",
        "chapters/ways.qmd": CHAPTER,
        "chapters/_inner.qmd": "## Inner {#sec-inner}\n",
    }
    for name, text in files.items():
        (root / name).parent.mkdir(exist_ok=True)
        (root / name).write_text(text, encoding="utf-8")
    return open_project(root)


def test_places_are_found_with_the_section_they_stand_in(tmp_path: Path):
    found = anchors.find(_project(tmp_path))
    assert {name: (place.target, place.words) for name, place in found.items()} == {
        "sec-summary": ("/index.qmd#sec-summary", "Summary"),
        "sec-ways": ("/chapters/ways.qmd#sec-ways", "Ways on foot"),
        "sec-inner": ("/chapters/ways.qmd#sec-inner", "Inner"),
        "tbl-walks": ("/chapters/ways.qmd#tbl-walks", "Table in “Inner”"),
        "sec-views": ("/chapters/ways.qmd#sec-views", "Views of hills"),
        "fig-hills": ("/chapters/ways.qmd#fig-hills", "Figure in “Views of hills”"),
        "sec-brief": ("/brief.qmd#sec-brief", "Brief"),
    }


def test_the_checklists_of_the_review_lead_to_places():
    project = open_project(Path(__file__).parents[1])
    found = checks.check(project)
    assert [problem for problem in found.problems if problem.rule == "checklists.place"] == []
    assert found.tables is not None
    lists = [name for name in found.tables.names if name.startswith("checklist_")]
    assert lists == ["checklist_entreq", "checklist_prisma2020", "checklist_swim"]


def test_an_item_that_leads_nowhere_is_refused_in_every_status(tmp_path: Path):
    project = _project(tmp_path)
    (tmp_path / "data").mkdir()
    (tmp_path / "schemas").mkdir()
    model = (
        "from reviewpress.schemas import Checklist\n\n\nclass List(Checklist):\n    '''Items.'''\n"
    )
    (tmp_path / "schemas/checklist_a.py").write_text(model, encoding="utf-8")
    rows = [
        "1,A,B,not-done,sec-gone",
        "2,A,B,reported,",
        "3,A,B,not-done,",
        "4,A,B,partly,tbl-walks",
    ]
    text = "\n".join(["item,topic,paraphrase,status,where", *rows, ""])
    (tmp_path / "data/checklist_a.csv").write_text(text, encoding="utf-8")

    found = [one for one in checks.check(project).problems if one.rule == "checklists.place"]

    assert [(str(one.where), one.message) for one in found] == [
        ("data/checklist_a.csv:2:5", 'there is no place "sec-gone" in the chapters'),
        ("data/checklist_a.csv:3:5", "item 2 is reported, but no place is named"),
    ]
