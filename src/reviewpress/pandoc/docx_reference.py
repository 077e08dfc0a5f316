"""The reference document that pandoc takes styles, page and footer from, made at each build."""

from __future__ import annotations

import zipfile
from html import escape
from importlib import resources
from pathlib import Path

from reviewpress.pandoc.program import run_pandoc

_FOOTER_TYPE = (
    '<Override PartName="/word/footer1.xml" ContentType="application/vnd.openxmlformats-'
    'officedocument.wordprocessingml.footer+xml"/></Types>'
)
_FOOTER_LINK = (
    '<Relationship Id="rId90" Target="footer1.xml" Type="http://schemas.openxmlformats.org/'
    'officeDocument/2006/relationships/footer"/></Relationships>'
)
_LINKS = "word/_rels/document.xml.rels"
_TYPES = "[Content_Types].xml"
_EPOCH = (1980, 1, 1, 0, 0, 0)


def write(path: Path, foot: str) -> None:
    """Write the reference document.

    Args:
        path: File to write; pandoc's own stands there for a moment.
        foot: Text at the foot of each page, before its number.
    """
    run_pandoc([f"--output={path}", "--print-default-data-file=reference.docx"])
    with zipfile.ZipFile(path) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    parts["word/styles.xml"] = _template("styles.xml")
    parts["word/document.xml"] = _template("document.xml")
    parts["word/footer1.xml"] = _template("footer.xml").replace(b"@foot@", escape(foot).encode())
    parts[_TYPES] = parts[_TYPES].replace(b"</Types>", _FOOTER_TYPE.encode())
    parts[_LINKS] = parts[_LINKS].replace(b"</Relationships>", _FOOTER_LINK.encode())
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(zipfile.ZipInfo(name, _EPOCH), content)


def _template(name: str) -> bytes:
    return (resources.files("reviewpress") / "templates" / "docx" / name).read_bytes()
