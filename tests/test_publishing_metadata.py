from __future__ import annotations

import json
from pathlib import Path

import pytest
from ruamel.yaml import YAML

from reviewpress.project import open_project
from reviewpress.publishing import citation_file, linked_data, metadata
from reviewpress.publishing.citation import Citation

ROOT = Path(__file__).parent.parent
EXAMPLE = ROOT / "src/reviewpress/example"


@pytest.fixture
def review(minimal: Path):
    settings = minimal / "_quarto.yml"
    text = settings.read_text(encoding="utf-8").replace(
        "review:\n",
        "license: CC BY 4.0\nreview:\n  site-url: https://e.org/r/\n  doi: 10.5281/z.1\n",
    )
    settings.write_text(text, encoding="utf-8")
    return open_project(minimal)


def test_the_edition_has_an_address_of_its_own(review):
    assert Citation.of(review).url == f"https://e.org/r/{review.settings.edition}/"


def test_citation_file_says_what_the_settings_say(review):
    found = YAML(typ="safe").load(citation_file.text(review))

    assert found["cff-version"] == "1.2.0"
    assert found["version"] == review.settings.edition
    assert found["doi"] == "10.5281/z.1"
    assert found["license"] == "CC-BY-4.0"
    assert found["preferred-citation"]["type"] == "report"
    assert found["preferred-citation"]["year"] == review.settings.date.year


def test_citation_file_tells_drift(review):
    assert citation_file.write(review)
    assert citation_file.is_current(review)
    path = review.root / citation_file.NAME
    path.write_text(path.read_text(encoding="utf-8") + "\n", encoding="utf-8")

    assert not citation_file.is_current(review)


@pytest.mark.parametrize("root", [ROOT, EXAMPLE], ids=["this review", "the example"])
def test_committed_citation_files_are_current(root: Path):
    assert citation_file.is_current(open_project(root))


def test_linked_data_describes_article_and_dataset(review):
    found = linked_data.describe(review, Citation.of(review))

    article, dataset = found["@graph"]
    assert article["@type"] == "ScholarlyArticle"
    assert article["identifier"] == "https://doi.org/10.5281/z.1"
    assert article["license"] == "https://creativecommons.org/licenses/by/4.0/"
    assert article["hasPart"] == {"@id": dataset["@id"]}
    variables = {one["name"]: one["description"] for one in dataset["variableMeasured"]}
    assert variables["findings.confidence"] == "Overall confidence in the finding"
    assert all(one["contentUrl"].startswith(article["url"]) for one in dataset["distribution"])


def test_text_of_the_review_cannot_end_the_data(review):
    citation = Citation.of(review)
    hostile = Citation(
        citation.authors, "</script><script>alert(1)</script>", None, "2026", "", "", None
    )

    page = linked_data.add("<head></head>", review, hostile)

    assert page.count("<script") == 1
    text = page.split('ld+json">')[1].split("</script>")[0]
    assert json.loads(text)["@graph"][0]["name"] == "</script><script>alert(1)</script>"


def test_indexes_are_told_once(review):
    page = metadata.complete(
        "<head><title>A</title></head>", Citation.of(review), "Lunchtime walks.pdf"
    )
    again = metadata.complete(page, Citation.of(review), "Lunchtime walks.pdf")

    assert again == page
    assert page.count('"citation_doi"') == 1
    edition = review.settings.edition
    assert f'content="https://e.org/r/{edition}/Lunchtime%20walks.pdf"' in page


@pytest.mark.parametrize(
    ("written", "address"),
    [
        ("CC BY 4.0", "https://creativecommons.org/licenses/by/4.0/"),
        ("CC-BY-NC-SA-4.0", "https://creativecommons.org/licenses/by-nc-sa/4.0/"),
        ("CC0 1.0", "https://creativecommons.org/publicdomain/zero/1.0/"),
        ("All rights reserved", None),
        (None, None),
    ],
)
def test_licences_that_are_known_have_an_address(written, address):
    assert linked_data.licence_url(written) == address
