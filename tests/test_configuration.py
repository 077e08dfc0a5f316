import datetime as dt
import io
import json
import tempfile
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from ruamel.yaml import YAML

from reviewpress import configuration
from reviewpress.configuration import Configuration
from reviewpress.errors import Location, SettingsError


def merged(folder: Path, base: str, over: str) -> Configuration:
    (folder / "_quarto.yml").write_text(base)
    (folder / "_quarto-p.yml").write_text(over)
    return configuration.read(folder, "p")


def plainly_typed(value: Any) -> bool:
    if isinstance(value, dict):
        return type(value) is dict and all(map(plainly_typed, value.values()))
    if isinstance(value, list):
        return type(value) is list and all(map(plainly_typed, value))
    return type(value) in {str, int, float, bool, type(None), dt.date, dt.datetime}


def test_values_and_their_places() -> None:
    config = configuration.parse("book:\n  title: A\n  chapters:\n    - a.qmd\n    - b.qmd\n", "q")
    assert config.get("book", "chapters", 1) == "b.qmd"
    assert config.where("book", "chapters", 1) == Location("q", 5, 7)
    assert config.where("book", "title") == Location("q", 2, 3)


def test_what_is_absent_has_a_default_and_the_place_of_its_nearest_parent() -> None:
    config = configuration.parse("book:\n  title: A\n", "q")
    assert config.get("book", "chapters", 0, default="none") == "none"
    assert config.get("book", "title", "deeper") is None
    assert config.where("book", "chapters", 0) == Location("q", 1, 1)
    assert config.where("site") == Location("q")


def test_lines_of_front_matter_are_those_of_its_file() -> None:
    config = configuration.parse("title: A\nlang: en", "a.qmd", first_line=2)
    assert config.where("lang") == Location("a.qmd", 3, 1)


@pytest.mark.parametrize(
    ("text", "where", "message"),
    [
        ("a: 1\nb: 2\na: 3\n", "q:3:1", 'found duplicate key "a"'),
        ("a: b: c\n", "q:1:5", "mapping values are not allowed here"),
        ("a:\n\t- b\n", "q:2:1", "found character '\\t' that cannot start any token"),
        ("a: [1,\n", "q:2:1", "expected the node content"),
        ("a: 1\n---\nb: 2\n", "q:2:1", "but found another document"),
        ("- a\n", "q:1", "the top level must be `key: value` lines"),
        ("a: \x07\n", "q", "not valid YAML: unacceptable character #x0007"),
        ("a: *gone\n", "q:1:4", "found undefined alias 'gone'"),
        ("a:\n  b: !expr Sys.time()\n", "q:2:3", "the YAML tag `!expr` is not supported"),
    ],
)
def test_what_is_no_plain_yaml_is_told_with_its_place(text: str, where: str, message: str) -> None:
    with pytest.raises(SettingsError) as caught:
        configuration.parse(text, "q")
    assert str(caught.value.where) == where
    assert caught.value.message.startswith(message)
    assert "\n" not in caught.value.message


@pytest.mark.parametrize(
    "text",
    [
        "\n".join(["a0: &a0 [1]", *(f"a{n}: &a{n} [{f'*a{n - 1}, ' * 9}]" for n in range(1, 9))]),
        "a: " + "[" * 90 + "]" * 90,
        "a: " + "[" * 9_000 + "]" * 9_000,
    ],
    ids=["aliases of aliases", "deep", "far too deep"],
)
def test_a_few_lines_that_stand_for_too_much_are_refused(text: str) -> None:
    with pytest.raises(SettingsError, match="holds too many values"):
        configuration.parse(text, "q")


def test_an_error_in_front_matter_counts_from_the_head_of_the_file() -> None:
    for text in ("- a\n", "a: [1"):
        with pytest.raises(SettingsError) as caught:
            configuration.parse(text, "a.qmd", first_line=2)
        assert caught.value.where == Location("a.qmd", 2, caught.value.where.column)


@pytest.mark.parametrize("text", ["", "\n# only a comment\n", "---\n...\n"])
def test_an_empty_file_has_no_values(text: str) -> None:
    assert configuration.parse(text, "q").values == {}


def test_values_are_plain_python() -> None:
    text = (
        "a: 2026.10\nb: 0x1F\nc: >-\n  folded\n  text\nd: |\n  literal\ne: 'quoted'\n"
        "f: 2026-11-21\ng: 2026-11-21T10:00:00Z\nh: &x true\ni: ~\nj: {k: [1, 2.50]}\nk: yes\n"
    )
    values = configuration.parse(text, "q").values
    assert plainly_typed(values)
    assert values["c"] == "folded text"
    assert values["f"] == dt.date(2026, 11, 21)
    # As in YAML 1.2, and so in Quarto.
    assert values["k"] == "yes"
    assert values["h"] is True


def test_merge_keys_are_put_in() -> None:
    config = configuration.parse("base: &b\n  x: 1\n  y: 1\nother:\n  <<: *b\n  y: 2\n", "q")
    assert config.get("other") == {"x": 1, "y": 2}
    assert config.where("other", "y") == Location("q", 6, 3)
    assert config.where("other", "x") == Location("q", 4, 1)


SCALARS = st.one_of(
    st.none(), st.booleans(), st.integers(-9, 9), st.text(alphabet="ab: #-'\"\n{}[]", max_size=6)
)
TREES = st.dictionaries(
    st.text(alphabet="abc", min_size=1, max_size=3),
    st.recursive(
        SCALARS,
        lambda inner: st.one_of(
            st.lists(inner, max_size=3),
            st.dictionaries(st.text(alphabet="abc", min_size=1, max_size=3), inner, max_size=3),
        ),
        max_leaves=8,
    ),
    min_size=1,
    max_size=3,
)


def block_style(tree: dict[str, Any]) -> str:
    stream = io.StringIO()
    YAML().dump(tree, stream)
    return stream.getvalue()


def paths(value: Any, keys: tuple[Any, ...] = ()) -> list[tuple[Any, ...]]:
    """Return the key path of everything below the top of a tree."""
    if isinstance(value, dict):
        inner = list(value.items())
    else:
        inner = list(enumerate(value)) if isinstance(value, list) else []
    return [path for key, one in inner for path in [(*keys, key), *paths(one, (*keys, key))]]


@given(TREES, st.sampled_from(["flow", "block"]), st.integers(0, 5))
def test_any_tree_is_read_as_it_was_written_and_everything_has_a_place(
    tree: dict[str, Any], style: str, before: int
) -> None:
    # ruamel's own writer of the flow style writes what no one can read; JSON is YAML.
    text = json.dumps(tree, indent=1) if style == "flow" else block_style(tree)
    config = configuration.parse("#\n" * before + text, "q")
    assert config.values == tree
    assert set(config.places) == set(paths(tree))
    last = before + text.count("\n") + 1
    assert all(before < (place.line or 0) <= last for place in config.places.values())


def test_a_profile_is_merged_as_quarto_merges_it(tmp_path: Path) -> None:
    config = merged(
        tmp_path,
        "lang: en\nformat:\n  html:\n    toc: true\nkeywords: [a, b]\n",
        "lang: fr\nformat:\n  html:\n    number-sections: true\n  pdf: default\nkeywords: [b, c]\n",
    )
    assert config.values == {
        "lang": "fr",
        "format": {"html": {"toc": True, "number-sections": True}, "pdf": "default"},
        "keywords": ["a", "b", "c"],
    }


@pytest.mark.parametrize(
    ("base", "over", "value"),
    [
        ("a.bib", "[b.bib]", ["a.bib", "b.bib"]),
        ("[a.bib]", "b.bib", ["a.bib", "b.bib"]),
        ("[a.bib]", "[]", ["a.bib"]),
        ("[]", "[b.bib]", ["b.bib"]),
        ("[a.bib]", "", ["a.bib"]),
        ("", "[b.bib]", ["b.bib"]),
        ("a.bib", "b.bib", "b.bib"),
        ("a.bib", "", None),
        ("[{x: 1}]", "[{x: 1}, {x: 2}]", [{"x": 1}, {"x": 2}]),
        ("{x: 1}", "y", "y"),
    ],
)
def test_lists_and_single_values_are_joined_as_quarto_joins_them(
    tmp_path: Path, base: str, over: str, value: Any
) -> None:
    config = merged(tmp_path, f"bibliography: {base}\n", f"bibliography: {over}\n")
    assert config.get("bibliography", default=None) == value


def test_places_after_a_merge_name_the_file_that_the_value_stands_in(tmp_path: Path) -> None:
    config = merged(
        tmp_path,
        "lang: en\nbook:\n  title: A\n  chapters:\n"
        "    - index.qmd\n    - href: a.qmd\n      text: A\n",
        "lang: fr\nbook:\n  chapters:\n"
        "    - index.qmd\n    - href: b.qmd\n      text: B\n  date: x\n",
    )
    places = {
        "_quarto-p.yml:1:1": ("lang",),
        "_quarto.yml:3:3": ("book", "title"),
        "_quarto.yml:5:7": ("book", "chapters", 0),
        "_quarto.yml:7:7": ("book", "chapters", 1, "text"),
        "_quarto-p.yml:5:7": ("book", "chapters", 2),
        "_quarto-p.yml:6:7": ("book", "chapters", 2, "text"),
        "_quarto-p.yml:7:3": ("book", "date"),
    }
    assert {str(config.where(*keys)): keys for keys in places.values()} == places
    assert config.where("book", "chapters", 3) == config.where("book", "chapters")


def test_places_of_what_was_replaced_are_forgotten(tmp_path: Path) -> None:
    config = merged(tmp_path, "format:\n  html:\n    toc: true\n", "format: html\n")
    assert config.where("format", "html", "toc") == Location("_quarto-p.yml", 1, 1)


LISTS = st.lists(st.sampled_from("abcd"), max_size=4)


@given(LISTS, LISTS)
def test_every_item_of_a_merged_list_has_the_place_it_was_written_at(
    first: list[str], second: list[str]
) -> None:
    with tempfile.TemporaryDirectory() as folder:
        base = "x: 1\nkeys:" + "".join(f"\n  - {item}" for item in first) + "\n"
        over = "keys:" + "".join(f"\n  - {item}" for item in second) + "\n"
        config = merged(Path(folder), base, over)
    for index, item in enumerate(config.get("keys") or []):
        place = config.where("keys", index)
        lines = (base if place.path == "_quarto.yml" else over).split("\n")
        assert lines[(place.line or 0) - 1] == f"  - {item}"
    both = list(dict.fromkeys([*first, *second]))
    assert config.get("keys") == (both if first and second else first or second or None)


def test_a_profile_needs_no_file(tmp_path: Path) -> None:
    (tmp_path / "_quarto.yml").write_text("lang: en\n")
    assert configuration.read(tmp_path, "p").values == {"lang": "en"}


def test_a_folder_without_configuration_is_no_review(tmp_path: Path) -> None:
    with pytest.raises(SettingsError, match=r"_quarto.yml was not found") as caught:
        configuration.read(tmp_path)
    assert "reviewpress init" in (caught.value.hint or "")


def test_another_encoding_is_an_error_of_the_file(tmp_path: Path) -> None:
    (tmp_path / "_quarto.yml").write_bytes(b"title: caf\xe9\n")
    with pytest.raises(SettingsError, match="the file is not UTF-8"):
        configuration.read(tmp_path)


def test_a_byte_order_mark_is_not_part_of_the_first_key(tmp_path: Path) -> None:
    (tmp_path / "_quarto.yml").write_bytes(b"\xef\xbb\xbflang: en\r\n")
    assert configuration.read(tmp_path).values == {"lang": "en"}
