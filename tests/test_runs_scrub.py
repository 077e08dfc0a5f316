import re
import sys
from pathlib import Path

import nbformat
import pandas as pd
import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from reviewpress.runs.scrub import scrub, write

ROOT = Path("/somewhere/a review")


def notebook(*outputs: dict[str, object], **metadata: object) -> dict[str, object]:
    cell = {
        "cell_type": "code",
        "execution_count": 1,
        "id": "a",
        "metadata": {"papermill": {"duration": 1.2}, "execution": {"x": "2026"}, "tags": []},
        "outputs": list(outputs),
        "source": "a\nb",
    }
    return {"cells": [cell], "metadata": metadata, "nbformat": 4, "nbformat_minor": 5}


def shown(**data: str) -> dict[str, object]:
    bundle = {key.replace("__", "/"): value for key, value in data.items()}
    return {"output_type": "display_data", "data": bundle, "metadata": {}}


def printed(text: str) -> dict[str, object]:
    return {"output_type": "stream", "name": "stderr", "text": text}


def scrubbed(output: dict[str, object]) -> dict[str, object]:
    return scrub(notebook(output), root=ROOT)["cells"][0]["outputs"][0]


def html(text: str) -> str:
    return scrubbed(shown(text__html=text))["data"]["text/html"]


def test_times_paths_and_widgets_go_from_the_metadata():
    clean = scrub(
        notebook(papermill={"input_path": "/x"}, widgets={"a": 1}, kernelspec={"name": "mine"}),
        root=ROOT,
    )

    assert clean["cells"][0]["metadata"] == {}
    assert clean["metadata"] == {
        "kernelspec": {"display_name": "Python 3", "language": "python", "name": "python3"},
        "language_info": {"file_extension": ".py", "mimetype": "text/x-python", "name": "python"},
    }


def test_the_cell_that_papermill_adds_has_a_fixed_id():
    content = notebook()
    content["cells"][0] |= {"id": "8fb3a1", "metadata": {"tags": ["injected-parameters"]}}

    assert scrub(content, root=ROOT)["cells"][0]["id"] == "injected-parameters"


def test_addresses_and_paths_are_replaced():
    text = f"<A at 0x7f00aa12bc>\n{ROOT}/data/studies.csv {ROOT}\n{ROOT}s/x\nWall time: 3 ms\nend"

    assert scrubbed(printed(text))["text"] == (f"<A at 0x0>\ndata/studies.csv .\n{ROOT}s/x\nend")


def test_an_error_that_a_notebook_shows_names_no_path_of_this_machine():
    text = f"no file {ROOT}/data/studies.csv"
    output = {"output_type": "error", "ename": "E", "evalue": text, "traceback": [text]}

    clean = scrubbed(output)

    assert clean["evalue"] == clean["traceback"][0] == "no file data/studies.csv"


def test_warnings_name_neither_environment_nor_temporary_files():
    text = f"/var/x/ipykernel_123/456.py:1: A\n{sys.prefix}/lib/python3/x.py:2: B"

    assert scrubbed(printed(text))["text"] == "[cell]:1: A\n[python]/lib/python3/x.py:2: B"


def test_long_words_come_to_an_end():
    """A pattern that tried every part of a long word would not be done within the day."""
    text = f'<img src="data:image/png;base64,{"A/b+" * 50_000}"> {"w" * 200_000}'

    assert html(text) == text


def test_values_that_look_like_ids_are_left_alone():
    text = '<p id="S001">8c6ff0a1-0000-4000-8000-123456789abc T_abcde 0x1b1b1f #abcdef</p>'

    assert html(text) == text


def test_ids_of_pandas_styler_are_numbered():
    def styled(uuid: str) -> str:
        frame = pd.DataFrame({"a": [12345]}, index=["abcde"])
        return frame.style.set_uuid(uuid).to_html()

    first = html(styled("abcde"))

    assert first == html(styled("12345"))
    assert first == html(first)
    assert 'id="T_00001"' in first
    assert "#T_00001" in html(
        pd.DataFrame({"a": [1]}).style.set_uuid("fffff").highlight_max().to_html()
    )
    assert "abcde</th>" in first
    assert "12345</td>" in first


def test_uuids_in_ids_are_numbered_where_they_are_used():
    def table(uuid: str) -> str:
        return f'<table id="itables_{uuid}"></table><script>f("#itables_{uuid}")</script>'

    uuid = "8c6ff0a1_1234_4123_8123_123456789abc"

    assert html(table(uuid)) == table("00000000_0000_0000_0000_000000000001")


def figure(path_id: str, date: str) -> str:
    return (
        f'<svg><dc:date>{date}</dc:date><defs><path id="{path_id}"/></defs>'
        f'<use xlink:href="#{path_id}"/><g clip-path="url(#{path_id})"/></svg>'
    )


def test_svg_ids_and_dates_do_not_depend_on_the_execution():
    def svg(text: str) -> str:
        return scrubbed(shown(**{"image__svg+xml": text}))["data"]["image/svg+xml"]

    first = svg(figure("m0123456789", "2026-01-01"))
    other = svg(figure("mabcdef0123", "2027-01-01"))

    assert first == other == svg(first)
    assert "dc:date" not in first
    assert len(set(re.findall(r"m[0-9a-f]{10}", first))) == 1
    assert svg(figure("m0123456789", "x").replace("<g ", "<g a='1' ")) != first


HEX = st.text("0123456789abcdef", min_size=10, max_size=10)
PIECES = st.one_of(
    st.text(max_size=8),
    st.sampled_from(
        [
            f"{ROOT}/",
            str(ROOT),
            "<A at 0x7f00aa12bc>",
            "/var/x/ipykernel_1/2.py",
            "Wall time: 3 ms\n",
            '<table id="T_abcde"><td id="T_abcde_row0"></table>',
            '<table id="T_00001"></table>',
            '<i id="x8c6ff0a1-1234-4123-8123-123456789abc">',
            '<i id="00000000-0000-0000-0000-000000000002">',
            "<dc:date>2026</dc:date>",
        ]
    ),
    HEX.map(lambda digits: f'<path id="p{digits}"/><use href="#p{digits}"/>'),
)
TEXTS = st.lists(PIECES, max_size=6).map("".join)


@example(kind="text/plain", text="/somewhere/a review/Wall time: 3 ms\n")
@given(kind=st.sampled_from(["text/html", "text/plain", "image/svg+xml"]), text=TEXTS)
def test_scrubbing_is_idempotent(kind: str, text: str):
    once = scrub(notebook(shown(**{kind: text}), printed(text)), root=ROOT)

    assert scrub(once, root=ROOT) == once


@given(TEXTS)
def test_what_is_written_is_a_valid_notebook(text: str):
    clean = scrub(notebook(shown(text__html=text), printed(text)), root=ROOT)

    read = nbformat.reads(write(clean), as_version=4)

    nbformat.validate(read)
    assert read == clean


@pytest.mark.parametrize("root", [Path("/"), Path("/a")])
def test_short_roots_do_no_harm(root: Path):
    text = "see https://example.org/a/b and c/a"

    clean = scrub(notebook(printed(text)), root=root)

    assert clean["cells"][0]["outputs"][0]["text"] == text
