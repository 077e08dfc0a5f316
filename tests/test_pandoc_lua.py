"""Lua of a project: filters and the shortcodes of extensions; what works is in renderer/foreign."""

from __future__ import annotations

from pathlib import Path

import pytest

from reviewpress.errors import RenderError
from reviewpress.pandoc import ast
from reviewpress.pandoc.assemble import Document, assemble
from reviewpress.project import open_project

BOOK = "project:\n  type: book\nbook:\n  title: T\n  chapters: [index.qmd, one.qmd]\n"
WITH_FILTER = f"{BOOK}filters:\n  - own.lua\n"
WORDS = "contributes:\n  shortcodes: [words.lua]\n"


def document(
    folder: Path, one: str, configuration: str = BOOK, output_format: str = "html", **files: str
) -> Document:
    """Assemble a book of two chapters; double underscores in a name stand for a slash."""
    named = {name.replace("__", "/").replace("_lua", ".lua"): text for name, text in files.items()}
    pages = {"_quarto.yml": configuration, "index.qmd": "# Home {.unnumbered}\n", "one.qmd": one}
    for name, text in {**pages, **named}.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    return assemble(open_project(folder), output_format)


def words(made: Document) -> str:
    return ast.stringify(made.chapters[1].blocks)


@pytest.mark.parametrize(
    ("lua", "expected"),
    [
        ("error('broken on purpose')", "the filter `own.lua`: own.lua:1: broken on purpose"),
        ("function Str(s) return s.nothing.more end", "the filter `own.lua`: "),
        ("function Str(", "the filter `own.lua`: own.lua:1: "),
        ("function Callout(c) return c end", "it handles `Callout`, which is Quarto's own"),
    ],
)
def test_a_filter_that_cannot_run_is_named(tmp_path: Path, lua: str, expected: str):
    with pytest.raises(RenderError) as caught:
        document(tmp_path, "# One\n\nText.\n", WITH_FILTER, own_lua=lua)

    message = str(caught.value)
    assert message.startswith("_quarto.yml:7:5: the embedded engine does not support the filter")
    assert expected in message
    assert str(tmp_path) not in message


@pytest.mark.parametrize("name", ["own.py", "gone.lua", "an-extension"])
def test_a_filter_that_is_not_there_or_no_lua_is_named(tmp_path: Path, name: str):
    (tmp_path / "own.py").write_text("", encoding="utf-8")
    with pytest.raises(RenderError, match=rf"the filter `{name}`"):
        document(tmp_path, "# One\n", f"{BOOK}filters: [{name}]\n")


def test_a_filter_knows_the_format_and_the_metadata(tmp_path: Path):
    lua = (
        "local who\nreturn {{ Meta = function(m) who = pandoc.utils.stringify(m.who or '') end },\n"
        "{ Str = function(s) if s.text == 'X' then return pandoc.Str(FORMAT .. who .. "
        "tostring(quarto.doc.is_format('html'))) end end }}"
    )
    one = "---\nwho: me\n---\n\n# One\n\nX\n"

    assert words(document(tmp_path, one, WITH_FILTER, own_lua=lua)) == "htmlmetrue"
    assert words(document(tmp_path, one, WITH_FILTER, "typst", own_lua=lua)) == "typstmefalse"


def test_a_filter_may_change_the_title_and_build_callouts(tmp_path: Path):
    lua = (
        "function Meta(m) m.title = pandoc.Inlines('Another') return m end\n"
        "function Para(p) return quarto.Callout({type = 'tip', title = 'T', content = {p}}) end"
    )
    made = document(tmp_path, "---\ntitle: One\n---\n\nText.\n", WITH_FILTER, own_lua=lua)

    assert ast.stringify(made.chapters[1].title) == "Another"
    assert made.chapters[1].blocks[0]["c"][0][1][:2] == ["rp-callout", "tip"]


def test_a_chapter_may_name_a_filter_of_its_own(tmp_path: Path):
    lua = "function Str(s) return pandoc.Str(s.text:upper()) end"
    one = "---\nfilters: [own.lua]\n---\n\n# One\n\nText.\n"
    made = document(tmp_path, one, own_lua=lua)

    assert words(made) == "TEXT."
    assert ast.stringify(made.chapters[0].title) == "Home"


def test_files_that_lua_wants_on_the_page_are_left_out_with_a_warning(tmp_path: Path):
    lua = "function Meta() quarto.doc.add_html_dependency({name = 'icons', head = '<x>'}) end"
    made = document(tmp_path, "# One\n\nText.\n", WITH_FILTER, own_lua=lua)

    (fault,) = made.faults.warnings
    assert str(fault) == (
        "_quarto.yml:7:5: the embedded engine does not support the files of `icons`, which a "
        "filter asks for (`own.lua`)"
    )


def test_text_that_a_filter_sees_holds_no_value_of_a_variable(tmp_path: Path):
    lua = "function Str(s) if s.text:find('secret') then return pandoc.Str('seen') end end"
    files = {"own_lua": lua, "_variables.yml": "a: secret\n"}
    made = document(tmp_path, "# One\n\nA {{< var a >}}.\n", WITH_FILTER, **files)

    assert words(made) == "A secret."


@pytest.mark.parametrize(
    ("one", "expected"),
    [
        (
            "{{< lipsum 1 >}}",
            "one.qmd:3: the embedded engine does not support the shortcode `lipsum`",
        ),
        ("{{< fail x >}}", "the shortcode `fail`: words.lua:1: on purpose"),
        ("A {{< table x >}}.", "one.qmd:3: the embedded engine does not support the shortcode"),
    ],
)
def test_a_shortcode_that_cannot_be_expanded_is_named(tmp_path: Path, one: str, expected: str):
    lua = (
        "return { fail = function() error('on purpose') end,"
        " table = function() return { a = function() end, 1 } end }"
    )
    files = {"_extensions/words/_extension.yml": WORDS, "_extensions/words/words.lua": lua}
    with pytest.raises(RenderError) as caught:
        document(tmp_path, f"# One\n\n{one}\n", **files)

    assert expected in str(caught.value)
    assert str(tmp_path) not in str(caught.value)


def test_a_shortcode_that_nothing_defines_is_shown_as_it_is_written(tmp_path: Path):
    files = {"_extensions/words/_extension.yml": WORDS, "_extensions/words/words.lua": "return {}"}
    made = document(tmp_path, "# One\n\nA {{< other x >}}.\n", **files)

    assert words(made) == "A {{< other x >}}."
    (fault,) = made.faults.warnings
    assert "one.qmd:3: the embedded engine does not support the shortcode `other`" in str(fault)


def test_a_filter_gives_callouts_their_looks_and_knows_the_page(tmp_path: Path):
    lua = (
        "function Div(d) return quarto.Callout({type = 'Rule', content = d.content,"
        " title = pandoc.Inlines({pandoc.Str(PANDOC_STATE.output_file)}),"
        " appearance = pandoc.Inlines({pandoc.Str('simple')}), collapse = true}) end"
    )
    made = document(tmp_path, "# One\n\n::: a\nText.\n:::\n", WITH_FILTER, own_lua=lua)

    box = next(node for node in ast.descend(made.chapters[1].blocks) if node["t"] == "Div")
    assert words(made).startswith("one.html")
    assert dict(box["c"][0][2]) == {"appearance": "simple", "icon": "true", "collapse": "true"}
