import re
from functools import cache

import pandas as pd
import pytest
from matplotlib.figure import Figure
from matplotlib.text import Text

from reviewpress import plots
from reviewpress.plots import style
from reviewpress.present import image
from reviewpress.synthesis.flow import Flow

COUNTS = pd.DataFrame({"known": [3, 1], "unclear": [0, 2]}, index=["soil-type", "rain"])
FLOW = Flow(
    identified=9,
    duplicates=1,
    screened=8,
    excluded_on_abstract=2,
    sought=6,
    not_retrieved=1,
    assessed=5,
    excluded_after_assessment=2,
    undecided=1,
    reports=2,
    studies=1,
    awaiting=2,
)
TOLD = pd.DataFrame(
    [
        ("one-place", "S1 Oak 2001", "positive", "matched"),
        ("one-place", "S2 Elm 2002", "not-seen", ""),
        ("other", "S3 Ash 2003", "negative", "none"),
    ],
    columns=["group", "label", "direction", "comparison"],
)
SOILS, CROPS = ["clay", "sand"], ["wheat", "rye"]
PAIRS = pd.DataFrame(
    [("clay", "wheat", 12, "strong"), ("clay", "rye", 1, "weak"), ("sand", "rye", 2, "unclear")],
    columns=["soil", "crop", "studies", "strongest"],
)
CELLS = pd.DataFrame(
    [("clay", "wheat", "supports"), ("sand", "rye", "contradicts"), ("clay", "rye", "nothing")],
    columns=["row", "column", "value"],
)
YEARS = pd.DataFrame({"new": [3, 0, 1], "seen": [3, 3, 4]}, index=[2001, 2002, 2003])
IMPLICATIONS = pd.DataFrame(
    [("I1", "growers", ["F1", "F2"], []), ("I2", "readers", ["F2"], ["F1"])],
    columns=["implication_id", "audience", "rests_on", "limited_by"],
)
FINDINGS = pd.DataFrame(
    [("F1", "high", 4, 1, 0), ("F2", "very-low", 0, 0, 12)],
    columns=["finding_id", "confidence", "supports", "qualifies", "contradicts"],
)
FIGURES = [
    "stacked",
    "years",
    "discs",
    "directions",
    "tokens",
    "flow",
    "gapmap",
    "marks",
    "saturation",
    "trace",
]


@cache
def figures():
    yearly = pd.DataFrame({"books": [1, 0, 2], "papers": [0, 0, 1]}, index=[2001, 2002, 2003])
    claims = {"for": {"kept": ["A1", "A2"]}, "against": {"dropped": ["B1"]}}
    return {
        "stacked": plots.stacked(COUNTS, title="Most is known"),
        "years": plots.years(yearly, title="Two good years"),
        "discs": plots.discs(COUNTS, title="Where it is", labels={"rain": "much rain"}),
        "directions": plots.directions(TOLD, title="They differ"),
        "tokens": plots.tokens(claims, ["kept", "dropped"], title="Half is kept"),
        "flow": plots.flow(FLOW, [("Too old", 2)], title="Two of nine", notes={"assessed": "seen"}),
        "gapmap": plots.gapmap(PAIRS, SOILS, CROPS, ["strong", "weak"], title="Much is not known"),
        "marks": plots.marks(CELLS, SOILS, CROPS, title="They differ"),
        "saturation": plots.saturation(YEARS, title="Nothing new since"),
        "trace": plots.trace(IMPLICATIONS, FINDINGS, title="All rest on something"),
    }


AGAIN = figures.__wrapped__()


def texts(figure):
    drawn = [text.get_text() for text in figure.texts]
    for axes in figure.axes:
        drawn += [text.get_text() for text in axes.texts]
        drawn += [label.get_text() for label in axes.get_yticklabels()]
    return drawn


LONG = "a-name-of-many-words-that-goes-on-for-longer-than-anyone-would-read"


@cache
def long_figures():
    counts = COUNTS.rename(index={"rain": LONG})
    told = TOLD.assign(comparison=["none", "unlike groups; adjusted groups", "one"])
    claims = {LONG[:30]: {"kept": ["A1", "A2"] * 9}, "b": {LONG: ["B1"]}}
    heads = {"known": LONG[:40], "unclear": "what could not be told"}
    title = LONG.replace("-", " ") * 3
    return {
        "stacked": plots.stacked(counts, title=title, labels=heads),
        "discs": plots.discs(counts, title=title, labels=heads),
        "directions": plots.directions(told, title=title),
        "tokens": plots.tokens(claims, ["kept", LONG], title=title),
        "flow": plots.flow(FLOW, [(title, 2)], title=title, notes={"assessed": title}),
        "gapmap": plots.gapmap(
            PAIRS, SOILS, CROPS, ["strong", "weak"], title=title, labels={"rye": LONG[:40]}
        ),
        "marks": plots.marks(
            CELLS, SOILS, CROPS, title=title, labels={"rye": LONG[:40], "supports": title[:60]}
        ),
        "saturation": plots.saturation(YEARS, title=title, seen=LONG[:12]),
    }


@pytest.mark.parametrize("name", FIGURES)
def test_a_figure_fits_the_column_and_nothing_is_cut_off(name):
    figure = figures()[name]
    assert isinstance(figure, Figure)
    check_nothing_is_cut_off(figure)


@pytest.mark.parametrize("name", [name for name in FIGURES if name not in {"years", "trace"}])
def test_long_names_are_not_cut_off(name):
    check_nothing_is_cut_off(long_figures()[name])


def check_nothing_is_cut_off(figure):
    assert figure.get_figwidth() == pytest.approx(style.COLUMN_INCHES)
    figure.canvas.draw()
    drawn = figure.findobj(Text)
    shown = [text for text in drawn if text.get_text().strip() and text.get_visible()]
    for text in shown:
        box = text.get_window_extent()
        assert box.x0 >= -2, text.get_text()
        assert box.x1 <= figure.bbox.width + 2, text.get_text()
        assert box.y0 >= -2, text.get_text()
        assert box.y1 <= figure.bbox.height + 2, text.get_text()


DRAWN = {
    "stacked": ["name,known,unclear", "soil-type,3,0"],
    "years": ["year,books,papers", "2001,1,0"],
    "discs": ["name,known,unclear", "soil-type,3,0"],
    "directions": ["group,label,direction,comparison", "one-place,S1 Oak 2001,positive,matched"],
    "tokens": ["row,column,name", "for,kept,A1"],
    "flow": ["step,reason,n", "identified,,9"],
    "gapmap": ["soil,crop,studies,strongest", "clay,wheat,12,strong"],
    "marks": ["row,column,value", "clay,wheat,supports"],
    "saturation": ["year,new,seen", "2001,3,3"],
    "trace": [
        "implication_id,audience,relation,finding_id,confidence,supports,qualifies,contradicts",
        "I1,growers,rests-on,F1,high,4,1,0",
    ],
}


@pytest.mark.parametrize("name", FIGURES)
def test_a_figure_brings_the_numbers_it_was_drawn_from(name):
    assert image(figures()[name]).csv.splitlines()[:2] == DRAWN[name]


def test_the_numbers_of_the_flow_name_the_reasons():
    assert image(figures()["flow"]).csv.splitlines()[-1] == "excluded_after_assessment,Too old,2"


def test_numbers_of_a_figure_hold_no_formula_and_no_list():
    cells = CELLS.assign(row=["=1+1", "+2", "@x"])
    saved = image(plots.marks(cells, ["=1+1", "+2", "@x"], CROPS, title="Text")).csv
    assert [line.split(",")[0] for line in saved.splitlines()] == ["row", "'=1+1", "'+2", "'@x"]
    several = PAIRS.assign(crop=[["wheat", "rye"], ["rye"], []])
    lists = image(figures()["stacked"], data=several).csv
    assert [line.split(",")[1] for line in lists.splitlines()] == ["crop", "wheat; rye", "rye", ""]


@pytest.mark.parametrize("name", FIGURES)
def test_a_figure_has_the_same_bytes_each_time(name):
    first, second = image(figures()[name]), image(AGAIN[name])
    assert first == second
    assert "<text" not in first.svg
    assert not re.search(r"\d{4}-\d\d-\d\dT", first.svg)


def test_letters_are_never_smaller_than_can_be_read():
    for figure in figures().values():
        sizes = [text.get_fontsize() for text in figure.findobj(Text) if text.get_text()]
        assert min(sizes) >= style.SMALL_POINTS


def test_the_title_says_what_it_was_given():
    for figure in figures().values():
        assert figure.texts[0].get_text()


def test_lines_are_broken_by_their_measured_width():
    lines = style.wrap("iiii iiii WWWW WWWW", style.inches("iiii iiii"))
    assert lines == ["iiii iiii", "WWWW", "WWWW"]
    assert style.wrap("", 1) == []


def test_numbers_of_zero_are_not_drawn_and_empty_values_have_no_key():
    drawn = texts(figures()["stacked"])
    assert {"3", "1", "2", "known", "unclear"} <= set(drawn)
    assert "0" not in drawn
    only_known = texts(plots.stacked(COUNTS.assign(unclear=0), title="All is known"))
    assert "unclear" not in only_known


def test_no_row_of_tokens_is_dropped_for_want_of_a_colour():
    rows = {name: {"kept": [f"{name}1"]} for name in "ABCD"}
    drawn = texts(plots.tokens(rows, ["kept", "dropped"], title="Four rows"))
    assert {"A1", "B1", "C1", "D1"} <= set(drawn)


def test_the_flow_names_every_box():
    drawn = " ".join(texts(figures()["flow"]))
    for words in (
        "identified (n = 9)",
        "Duplicates removed (n = 1)",
        "at title or abstract (n = 2)",
        "not retrieved (n = 1)",
        "assessed (n = 5)",
        "after assessment (n = 2)",
        "Too old: 2",
        "Awaiting a decision (n = 1)",
        "Reports included (n = 2)",
        "Studies included (n = 1)",
    ):
        assert words in drawn


@pytest.mark.parametrize("label", ["costs $5$ or $6", "$\\frac{$", "a_{b} ^ x", "\\textbf{y}"])
def test_labels_are_never_read_as_maths(label):
    table = pd.DataFrame({label: [1]}, index=[label])
    for figure in (plots.stacked(table, title=label), plots.discs(table, title=label)):
        assert "</svg>" in image(figure).svg


@pytest.mark.parametrize("name", [*style.FILLS])
def test_numbers_can_be_read_on_their_ground(name):
    fill = style.FILLS[name]
    assert contrast(fill.colour, fill.text) >= 4.5


@pytest.mark.parametrize("fill", style.SEQUENCE)
def test_numbers_can_be_read_on_every_colour_of_the_sequence(fill):
    assert contrast(fill.colour, fill.text) >= 4.5


def contrast(one, other):
    """Contrast ratio of WCAG 2."""
    light, dark = sorted((luminance(one), luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def luminance(colour):
    channels = [int(colour[place : place + 2], 16) / 255 for place in (1, 3, 5)]
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def test_samples_are_shown_where_they_are_known():
    sampled = TOLD.assign(sample=pd.Series([1200, pd.NA, 7], dtype="Int64"))
    drawn = texts(plots.directions(sampled, title="They differ", sample="plots"))
    assert {"compared with (plots)", "matched (1,200)", "none (7)", ""} <= set(drawn)
    bare = texts(plots.directions(TOLD, title="They differ", sample="plots"))
    assert {"compared with", "matched"} <= set(bare)


def test_the_map_shows_pairs_without_a_study_and_names_its_levels():
    figure = figures()["gapmap"]
    drawn = texts(figure)
    assert {"12", "1", "2", "strong", "weak", "unclear", "no study", "clay", "rye"} <= set(drawn)
    # Three marks, one cross, and four in the key.
    assert len(figure.axes[0].collections) == 8
    with pytest.raises(ValueError, match="tells 4 levels of strength apart, not 5"):
        plots.gapmap(PAIRS, SOILS, CROPS, list("abcde"), title="x")


def test_marks_are_told_by_shape():
    for group in (
        ("positive", "null", "mixed", "negative", "not-seen"),
        ("supports", "qualifies", "contradicts", "divided"),
        ("holds", "thin", "ties", "turns", "nothing"),
    ):
        assert len({style.FILLS[name].marker for name in group}) == len(group)


def test_marks_of_a_group_stand_under_its_name_and_only_some_columns_have_heads():
    groups = {"clay": "Heavy soils", "sand": "Light soils"}
    figure = plots.marks(CELLS, SOILS, CROPS, title="x", groups=groups, heads={"rye": "Rye"})
    drawn = texts(figure)
    assert {"Heavy soils", "Light soils", "clay", "Rye", "supports", "nothing"} <= set(drawn)
    assert "wheat" not in drawn


def test_the_trace_draws_a_line_for_each_link_and_bars_for_studies():
    axes = figures()["trace"].axes[0]
    assert len(axes.lines) == 4
    assert {"I1", "F2", "●●●●", "●○○○", "growers", "4", "12"} <= set(texts(figures()["trace"]))
