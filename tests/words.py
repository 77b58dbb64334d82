"""Word documents that tests make: python-docx writes them, and what it has no words for is put in as XML."""

from __future__ import annotations

import io
import re
from typing import Any

import docx
from docx.opc.constants import RELATIONSHIP_TYPE
from docx.opc.packuri import PackURI
from docx.opc.part import Part
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls, qn

from invented import bulletin_text

NAMESPACES = nsdecls("w", "r") + (
    ' xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006" xmlns:wps="http://schemas.microsoft.com/office/word/2010/wordprocessingShape"'
    ' xmlns:v="urn:schemas-microsoft-com:vml" xmlns:m="http://schemas.openxmlformats.org/officeDocument/2006/math"'
)


def element(xml: str) -> Any:
    """An element from XML without namespaces declared."""
    name = re.match(r"<[\w:]+", xml)[0]
    return parse_xml(f"{name} {NAMESPACES}{xml[len(name) :]}")


def paragraph(inner: str, properties: str = "") -> Any:
    """A paragraph from what stands in it, as XML."""
    return element(f"<w:p>{f'<w:pPr>{properties}</w:pPr>' if properties else ''}{inner}</w:p>")


def run(text: str, properties: str = "") -> str:
    """A run as XML."""
    return f'<w:r>{f"<w:rPr>{properties}</w:rPr>" if properties else ""}<w:t xml:space="preserve">{text}</w:t></w:r>'


def document(*paragraphs: Any) -> Any:
    """A document of paragraphs: texts, or elements."""
    made = docx.Document()
    for each in paragraphs:
        if isinstance(each, str):
            made.add_paragraph(each)
        else:
            made.element.body.insert(len(made.element.body) - 1, each)
    return made


def packed(made: Any) -> bytes:
    """A document as the bytes of its file."""
    out = io.BytesIO()
    made.save(out)
    return out.getvalue()


def numbered(made: Any, levels: list[tuple[str, str]], *, name: str = "77", starts: dict[int, int] | None = None) -> None:
    """Adds a list: forms and texts of its levels."""
    root = made.part.numbering_part.element
    inner = "".join(
        f'<w:lvl w:ilvl="{at}"><w:start w:val="1"/><w:numFmt w:val="{form}"/><w:lvlText w:val="{text}"/></w:lvl>' for at, (form, text) in enumerate(levels)
    )
    root.insert(0, element(f'<w:abstractNum w:abstractNumId="{name}">{inner}</w:abstractNum>'))
    over = "".join(f'<w:lvlOverride w:ilvl="{at}"><w:startOverride w:val="{start}"/></w:lvlOverride>' for at, start in (starts or {}).items())
    root.append(element(f'<w:num w:numId="{name}"><w:abstractNumId w:val="{name}"/>{over}</w:num>'))


def in_list(text: str, level: int = 0, *, name: str = "77") -> Any:
    """A paragraph of a list."""
    return paragraph(run(text), f'<w:numPr><w:ilvl w:val="{level}"/><w:numId w:val="{name}"/></w:numPr>')


def footnoted(made: Any, texts: list[str]) -> None:
    """Adds a part of footnotes, whose ids count from 1."""
    notes = "".join(f'<w:footnote w:id="{at}"><w:p>{run(text)}</w:p></w:footnote>' for at, text in enumerate(texts, 1))
    xml = f'<w:footnotes {NAMESPACES}><w:footnote w:type="separator" w:id="-1"><w:p>{run("线")}</w:p></w:footnote>{notes}</w:footnotes>'
    kind = "application/vnd.openxmlformats-officedocument.wordprocessingml.footnotes+xml"
    part = Part(PackURI("/word/footnotes.xml"), kind, xml.encode(), made.part.package)
    made.part.relate_to(part, RELATIONSHIP_TYPE.FOOTNOTES)


def linked(made: Any, text: str, target: str) -> Any:
    """A paragraph that is a link."""
    name = made.part.relate_to(target, RELATIONSHIP_TYPE.HYPERLINK, is_external=True)
    return paragraph(f'<w:hyperlink r:id="{name}">{run(text)}</w:hyperlink>')


def bulletin(number: int, items: int = 3) -> Any:
    """An invented bulletin as a Word document, a paragraph a line."""
    lines = [line.strip("# ").replace("<http", "http").replace(">", "") for line in bulletin_text(number, items=items).splitlines() if line.strip()]
    made = document(*lines)
    made.paragraphs[0].alignment = 1
    return made


__all__ = ["bulletin", "document", "element", "footnoted", "in_list", "linked", "numbered", "packed", "paragraph", "qn", "run"]
