import dataclasses
import html
import json
from pathlib import Path

import numpy as np
import pypandoc
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from IPython.core.interactiveshell import InteractiveShell
from ruamel.yaml import YAML
from small_reviews import write_review

import reviewpress
from reviewpress import session
from reviewpress.errors import NotebookError, SettingsError
from reviewpress.runs import PublishedValue, Record, Run, collect, record, write_variables
from reviewpress.runs.markdown import escape, one_line

HOSTILE = [
    "{{< env HOME >}}",
    "<script>alert(1)</script>",
    "*a* __b__ ~~c~~ ^d^ ~e~",
    "[x](https://example.org) ![y](z.png)",
    "$x$ and `code` and \\(y\\)",
    "@key and [@key] and [^1]",
    "(1) one",
    "1. one",
    "# heading",
    "- item",
    "| line",
    ": definition",
    "\"quoted\" -- and... 'so'",
    "e.g. this",
    "&amp; &lt;",
    "```{=html}",
    "::: {.callout-note}",
    "---",
    "https://example.org/a_b_c?d=e",
    ":smile:",
    "% title",
    "Table: caption",
]


JOINER = "\N{WORD JOINER}"


def made(run: str, **values: object) -> Record:
    published = {name: PublishedValue(value, str(value)) for name, value in values.items()}
    return Record(
        run=run,
        family=run,
        notebook=f"notebooks/{run}.ipynb",
        notebook_sha256="0",
        parameters={},
        parameters_sha256="0",
        labels=(),
        values={name.replace("__", "."): value for name, value in published.items()},
        tables={},
        tools={},
    )


@settings(max_examples=25, deadline=None)
@given(st.lists(st.text(), min_size=1, max_size=10))
@example(HOSTILE)
def test_escaped_text_reads_as_itself(texts: list[str]):
    shown = [line for line in map(one_line, texts) if line]
    source = "\n\n".join(map(escape, shown))

    blocks = json.loads(pypandoc.convert_text(source, "json", format="markdown"))["blocks"]

    read = []
    for block in blocks:
        assert block["t"] == "Para"
        assert {inline["t"] for inline in block["c"]} <= {"Str", "Space"}
        read.append("".join(inline.get("c", " ") for inline in block["c"]))
    assert [line.replace(JOINER, "") for line in read] == [
        " ".join(line.replace(JOINER, "").split(" ")) for line in shown
    ]


@given(st.text())
def test_no_shortcode_survives(text: str):
    escaped = escape(one_line(f"{{{{< {text} >}}}}"))

    assert not set("{}<>[]()\"'`$@*_\\|~^=!:+") & set(escaped)
    assert "{{" not in html.unescape(escaped)


@pytest.mark.parametrize("text", ["68", "0.84", "12.5%", "1,234", "2026-11-21", "benefits-pupils"])
def test_numbers_and_names_stay_readable(text: str):
    assert escape(text) == text


def test_values_become_a_nested_mapping(tmp_path: Path):
    project = write_review(tmp_path)
    records = [made("flow", included=68), made("t", t__drivers__n=3, t__drivers__share="*3%*")]

    path = write_variables(project, records)

    assert path == tmp_path / "_variables.yml"
    assert YAML(typ="safe").load(path.read_text(encoding="utf-8")) == {
        "included": "68",
        "t": {"drivers": {"n": "3", "share": "&#42;3%&#42;"}},
    }


@given(st.text())
def test_the_file_holds_any_text(text: str):
    line = f'"x": {json.dumps(escape(one_line(text)), ensure_ascii=False)}'

    assert YAML(typ="safe").load(line) == {"x": escape(one_line(text))}


def test_a_name_published_by_two_runs_is_an_error_that_names_both():
    with pytest.raises(NotebookError) as caught:
        collect([made("flow", included=68), made("corpus", included=68)])

    assert str(caught.value) == (
        "notebooks/corpus.ipynb: `included` is published by run `corpus` and by run `flow`"
    )


def test_a_value_cannot_also_be_a_group():
    with pytest.raises(NotebookError, match="`kappa` is a value and also the group of"):
        collect([made("flow", kappa__theme=1), made("corpus", kappa=2)])


def test_variables_written_by_hand_are_kept(tmp_path: Path):
    project = write_review(tmp_path)
    path = tmp_path / "_variables.yml"
    path.write_text("version: 1\n", encoding="utf-8")

    assert write_variables(project, []) == path
    with pytest.raises(SettingsError, match="written by hand"):
        write_variables(project, [made("flow", included=68)])

    assert path.read_text(encoding="utf-8") == "version: 1\n"


def test_variables_of_a_review_without_runs_are_removed(tmp_path: Path):
    project = write_review(tmp_path)
    write_variables(project, [made("flow", included=68)])

    assert not write_variables(project, []).exists()


@pytest.fixture
def outputs(monkeypatch: pytest.MonkeyPatch):
    """What `publish` emits in a notebook."""
    shell = InteractiveShell()
    emitted: list[dict[str, object]] = []
    monkeypatch.setattr(shell.display_pub, "publish", emitted.append)
    monkeypatch.setattr("IPython.core.getipython.get_ipython", lambda: shell)
    return emitted


@pytest.mark.parametrize(
    ("value", "plain"),
    [(68, 68), (0.5, 0.5), ("a", "a"), (np.int64(3), 3), (np.float64(0.25), 0.25)],
)
def test_publish_emits_plain_values(outputs, value: object, plain: object):
    reviewpress.publish("kappa.theme", value)

    (data,) = outputs
    assert data[session.VALUE_TYPE] == {
        "name": "kappa.theme",
        "value": plain,
        "display": str(plain),
    }
    assert type(data[session.VALUE_TYPE]["value"]) is type(plain)


def test_publish_can_say_how_a_value_is_shown(outputs):
    reviewpress.publish("kappa", 0.8444, display="0.84")

    assert outputs[0][session.VALUE_TYPE]["display"] == "0.84"
    assert outputs[0]["text/plain"] == "kappa = 0.84"


@pytest.mark.parametrize("name", ["", "N", "a-b", "1a", "a..b", ".a", "a.", "a b", "a\n", 3])
def test_publish_refuses_names_of_another_form(name: object):
    with pytest.raises(ValueError, match="cannot be the name of a value"):
        reviewpress.publish(name, 1)


@pytest.mark.parametrize("value", [None, True, [1], {"a": 1}, np.bool_(1), 1 + 2j])
def test_publish_refuses_what_prose_cannot_show(value: object):
    with pytest.raises(TypeError, match="publish a number or a text"):
        reviewpress.publish("a", value)


@pytest.mark.parametrize("value", [float("nan"), float("inf"), np.float64("nan")])
def test_publish_refuses_numbers_that_are_none(value: float):
    with pytest.raises(ValueError, match="no number that prose can show"):
        reviewpress.publish("a", value)


def test_publish_outside_a_notebook_only_checks():
    assert reviewpress.publish("a", 1) is None


def _cell(*bundles: dict[str, object]) -> dict[str, object]:
    outputs = [{"output_type": "display_data", "data": data, "metadata": {}} for data in bundles]
    return {"cell_type": "code", "source": "", "metadata": {}, "outputs": outputs}


def test_matrix_runs_prefix_their_values(tmp_path: Path):
    value = {session.VALUE_TYPE: {"name": "n", "value": 3, "display": "three"}}
    read = {session.READ_TYPE: {"table": "studies"}}
    shown = {"text/plain": "shown"}
    run = Run(
        name="themes-drivers",
        notebook=tmp_path,
        parameters={},
        where=None,
        family="themes",
        levels=("drivers",),
    )
    notebook = {"cells": [_cell(value, shown, read)], "metadata": {}}

    clean, taken = record.take_out(notebook, run)

    assert taken.values == {"themes.drivers.n": PublishedValue(3, "three")}
    assert taken.tables == ("studies",)
    assert clean["cells"] == [_cell(shown)]
    plain = dataclasses.replace(run, levels=())
    assert record.take_out(notebook, plain)[1].values == {"n": PublishedValue(3, "three")}
