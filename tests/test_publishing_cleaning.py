import pytest

from reviewpress.publishing.cleaning import clean_page, clean_style

FOREIGN = [
    '<script src="https://cdn.example/jquery.min.js" crossorigin="anonymous"></script>\n',
    "<script async src='//cdn.example/x.js'></script>",
    "<script type='text/javascript'>define('jquery', [],function() {return jQuery;})</script>\n",
    '<link rel="stylesheet" href="https://fonts.example/css?a=b">',
    '<link href="https://fonts.example" rel="preconnect">',
]
KEPT = [
    '<script src="site_libs/quarto-nav/quarto-nav.js"></script>',
    '<script type="application/json">{"src": "https://example.org"}</script>',
    '<link rel="stylesheet" href="site_libs/bootstrap.css">',
    '<link rel="canonical" href="https://example.org/">',
    '<a href="https://example.org/">out</a>',
    '<p>&lt;script src="https://cdn.example/x.js"&gt;&lt;/script&gt;</p>',
    '<pre>data-notebook="/home/me/x.ipynb"</pre>',
]


@pytest.mark.parametrize("foreign", FOREIGN)
def test_what_would_ask_another_host_is_taken_out(foreign):
    assert clean_page(f"<head>{foreign}</head>") == "<head></head>"


@pytest.mark.parametrize("kept", KEPT)
def test_what_asks_no_other_host_stays(kept):
    assert clean_page(kept) == kept


def test_the_path_of_a_notebook_is_taken_out_of_its_tag():
    page = '<div id="a" data-notebook="/home/me/my review/x.ipynb" class="cell">text</div>'
    assert clean_page(page) == '<div id="a" class="cell">text</div>'


@pytest.mark.parametrize(
    "rule",
    [
        '@import"https://fonts.example/css2?family=A:wght@300;400;700&display=swap";',
        "@import url(https://fonts.example/css2?family=A:wght@300;400);",
        "@import url('//fonts.example/a.css') screen;",
    ],
)
def test_a_style_sheet_loads_nothing_from_another_host(rule):
    assert clean_style(f"{rule}:root{{--a:1}}") == ":root{--a:1}"


def test_other_imports_and_addresses_stay():
    style = '@import "own.css";a{background:url(data:image/png;base64,AA==)}'
    assert clean_style(style) == style


@pytest.mark.parametrize(
    "address",
    [
        "javascript:alert(1)",
        "JaVaScript:x",
        "&#106;avascript:x",
        " java&#9;script:x",
        "vbscript:x",
        "file:///home/ann/x",
    ],
)
def test_a_link_that_runs_a_script_or_leads_into_a_machine_becomes_text(address: str):
    page = f'<p><a class="b" href="{address}" id="c">d</a></p>'

    assert clean_page(page) == '<p><a class="b" id="c">d</a></p>'


@pytest.mark.parametrize(
    "address",
    ["one.html#data:x", "data:text/csv;base64,QQ==", "https://example.org/file:x", "#x", ""],
)
def test_other_links_stay(address: str):
    page = f"<p><a href='{address}'>d</a></p>"

    assert clean_page(page) == page
