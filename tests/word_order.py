"""The order in which Word wants what stands in the elements of a document; it refuses others.

The sequences are those of the schema of WordprocessingML (ECMA-376, part 1), as far as pandoc and
our templates write them; an element that is not listed here is a fault, too.
"""

from __future__ import annotations

import zipfile
from pathlib import Path

from lxml import etree

_SPACE = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_SEQUENCES = {
    "pPr": "pStyle keepNext keepLines pageBreakBefore framePr widowControl numPr "
    "suppressLineNumbers pBdr shd tabs suppressAutoHyphens kinsoku wordWrap overflowPunct "
    "topLinePunct autoSpaceDE autoSpaceDN bidi adjustRightInd snapToGrid spacing ind "
    "contextualSpacing mirrorIndents suppressOverlap jc textDirection textAlignment "
    "textboxTightWrap outlineLvl divId cnfStyle rPr sectPr pPrChange",
    "rPr": "rStyle rFonts b bCs i iCs caps smallCaps strike dstrike outline shadow emboss imprint "
    "noProof snapToGrid vanish webHidden color spacing w kern position sz szCs highlight u effect "
    "bdr shd fitText vertAlign rtl cs em lang eastAsianLayout specVanish oMath",
    "tblPr": "tblStyle tblpPr tblOverlap bidiVisual tblStyleRowBandSize tblStyleColBandSize tblW "
    "jc tblCellSpacing tblInd tblBorders shd tblLayout tblCellMar tblLook tblCaption "
    "tblDescription",
    "tcPr": "cnfStyle tcW gridSpan hMerge vMerge tcBorders shd noWrap tcMar textDirection "
    "tcFitText vAlign hideMark",
    "pBdr": "top left bottom right between bar",
    "tblBorders": "top left start bottom right end insideH insideV",
    "style": "name aliases basedOn next link autoRedefine hidden uiPriority semiHidden "
    "unhideWhenUsed qFormat locked personal personalCompose personalReply rsid pPr rPr tblPr trPr "
    "tcPr tblStylePr",
    "sectPr": "headerReference footerReference footnotePr endnotePr type pgSz pgMar paperSrc "
    "pgBorders lnNumType pgNumType cols formProt vAlign noEndnote titlePg textDirection bidi "
    "rtlGutter docGrid",
    "tbl": "tblPr tblGrid bookmarkStart bookmarkEnd tr",
}
_ORDER = {name: words.split() for name, words in _SEQUENCES.items()}


def faults(path: Path) -> tuple[dict[str, int], list[str]]:
    """Count the elements of a DOCX that were looked at, and tell what Word would refuse."""
    seen: dict[str, int] = {}
    found = []
    with zipfile.ZipFile(path) as archive:
        for name in (one for one in archive.namelist() if one.startswith("word/")):
            if not name.endswith(".xml"):
                continue
            for element in etree.fromstring(archive.read(name)).iter(f"{_SPACE}*"):
                kind = element.tag.removeprefix(_SPACE)
                inside = [child.tag.removeprefix(_SPACE) for child in element]
                if kind in _ORDER:
                    seen[kind] = seen.get(kind, 0) + 1
                    if not _is_ordered(inside, _ORDER[kind]):
                        found.append(f"{name}: {kind} holds {' '.join(inside)}")
                if kind == "tbl" and "tblGrid" not in inside:
                    found.append(f"{name}: a table without a grid")
                if kind == "tc" and inside[-1:] != ["p"]:
                    found.append(f"{name}: a cell that does not end with a paragraph")
    return seen, found


def _is_ordered(names: list[str], order: list[str]) -> bool:
    if any(name not in order for name in names):
        return False
    places = [order.index(name) for name in names]
    return places == sorted(places)
