"""Holds each truth against what was printed, by pdftotext and without any parser: what a truth says must stand in the file, its links as annotations too."""

from __future__ import annotations

import json
import subprocess
import unicodedata
from pathlib import Path
from typing import Any

import pymupdf


def bare(text: str) -> str:
    """A text without white space and without differences of width."""
    return "".join(unicodedata.normalize("NFKC", text).split())


def printed_text(path: Path) -> str:
    """All that a file shows, without white space: a PDF's lines as they were drawn, and as they stand."""
    if path.suffix != ".pdf":
        return bare(path.read_text(encoding="utf-8").replace("\\", ""))
    orders = (subprocess.run(["pdftotext", *order, str(path), "-"], capture_output=True, text=True, check=True).stdout for order in (["-raw"], []))
    return "\0".join(map(bare, orders))


def stands(text: str, wanted: str) -> bool:
    """True if the text holds what is wanted, whole or (over a page's end) as two parts."""
    wanted = bare(wanted)
    if wanted in text:
        return True
    return any(wanted[:at] in text and wanted[at:] in text for at in range(1, len(wanted)))


def missing(truth: dict[str, Any], text: str) -> list[str]:
    """What a truth says and the text does not."""
    told = [truth["lead"].replace("\n", ""), truth["publisher"] or "", truth["issue_label"], truth["meta"]["tail"]]
    told += [entry["title"] for entry in truth["index"]]
    for item in truth["items"]:
        told += [item["title"], item["source"] or "", *item.get("further_links", ()), *(item.get("labels") or {}).values()]
        told += [one for block in item["blocks"] if block["kind"] != "table" for one in [block["text"]]]
        told += [cell for block in item["blocks"] if block["kind"] == "table" for row in block["rows"] for cell in row]
    return [one for one in told if one and not stands(text, one)]


def annotated(path: Path) -> set[str]:
    """The addresses of a PDF's link annotations."""
    with pymupdf.open(path) as document:
        return {one["uri"] for page in document for one in page.get_links() if one["kind"] == pymupdf.LINK_URI}


def missing_links(truth: dict[str, Any], text: str, carried: set[str]) -> list[str]:
    """The links of a truth that the file neither prints nor carries, and those that its words should carry and do not."""
    meta = truth["meta"]
    if "item_links" in meta["skip"]:
        return []
    links = [link for item in truth["items"] for link in (item["link"], *item.get("further_links", ())) if link]
    return [link for link in links if link not in carried and (meta.get("annotated") or not stands(text, link))]


def lacks(truth: dict[str, Any], source: Path) -> list[str]:
    """What a file lacks of its truth, and of the truths of the further bulletins in it."""
    text = printed_text(source)
    made: list[str] = []
    for one in (truth, *truth["meta"].get("others", ())):
        made += missing(one, text)
        made += missing_links(one, text, annotated(source)) if source.suffix == ".pdf" else missing_links(without_annotations(one), text, set())
    return made


def without_annotations(truth: dict[str, Any]) -> dict[str, Any]:
    """A truth of a text, which has no annotations."""
    return {**truth, "meta": {**truth["meta"], "annotated": False}}


def main(folder: Path) -> int:
    """Prints what is missing in a folder's files; returns how many files lack something."""
    bad = 0
    for file in sorted(folder.glob("*.json")):
        source = next((p for p in (file.with_suffix(x) for x in (".pdf", ".md", ".txt")) if p.exists()), None)
        truth = json.loads(file.read_text(encoding="utf-8"))
        if truth["meta"].get("pictured"):
            continue  # a page that is a picture says nothing to pdftotext
        lacking = lacks(truth, source) if source else ["no file"]
        if lacking:
            bad += 1
            print(f"{file.stem}: {len(lacking)} not in the file: {lacking[0][:60]}")
    return bad


if __name__ == "__main__":
    import sys

    raise SystemExit(1 if main(Path(sys.argv[1])) else 0)
