"""Shortcodes of Quarto whose meaning needs nothing but what they say."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from reviewpress.pandoc import ast
from reviewpress.pandoc.ast import Nodes
from reviewpress.pandoc.shortcodes import Shortcode


def _keys(shortcode: Shortcode) -> Nodes:
    """Build keys to press: `{{< kbd Ctrl-C >}}`; of keys by system, the first."""
    written = next((one for one in shortcode.arguments if "=" not in one), "")
    named = (one.partition("=")[2] for one in shortcode.arguments if "=" in one)
    return [{"t": "Code", "c": [ast.attr("", ["kbd"]), written or next(named, "")]}]


def _video(shortcode: Shortcode) -> Nodes:
    """Build a link to a video: pages ask no other host for anything, and paper cannot play."""
    address = next((one for one in shortcode.arguments if "=" not in one), "")
    title = next((one[6:] for one in shortcode.arguments if one.startswith("title=")), address)
    return [ast.link(address, ast.words(title))]


WRITE: Mapping[str, Callable[[Shortcode], Nodes]] = {"kbd": _keys, "video": _video}
