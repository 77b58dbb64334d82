"""``python -m catalogue update | check``: brings the catalogue of each language up to date with the sources and compiles it, or says what it lacks."""

from __future__ import annotations

import sys
from datetime import UTC, datetime
from io import BytesIO
from operator import itemgetter
from pathlib import Path

from babel.messages import Catalog
from babel.messages.extract import extract_from_dir
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po

from bulletin_parse.text.catalogue import DOMAIN, FOLDER
from bulletin_parse.text.wording import plural
from catalogue import apart
from catalogue.faults import faults

PACKAGE = FOLDER.parent
LANGUAGES = ("zh_CN",)
WIDTH = 140
# The same texts give the same bytes on every day.
_NO_DAY = datetime(2020, 1, 1, tzinfo=UTC)
# Of TOML, only the words of pages are messages.
_PAGES = ("views/labels.toml", "review/words.toml")
_METHODS = [("__init__.py", "ignore"), ("**.py", "catalogue.extracting:messages"), *((name, "catalogue.pages:messages") for name in _PAGES)]


def template() -> Catalog:
    """All messages of the sources, and those that stand apart."""
    found = Catalog(project="bulletin-parse", fuzzy=False)
    extracted = extract_from_dir(str(PACKAGE), _METHODS, keywords={"gettext": None, "ngettext": (1, 2), "pgettext": ((1, "c"), 2)})
    for file, line, message, comments, context in sorted(extracted, key=itemgetter(0, 1)):
        del line  # it would change the catalogue with every line of code
        found.add(message, locations=[(file, None)], auto_comments=comments, context=context)
    for text in (*apart.ARGPARSE, *apart.SYSTEM, *apart.PYTHON, *apart.WORDS):
        found.add(text)
    for noun in apart.COUNTED:
        found.add((f"{{count}} {noun}", f"{{count}} {plural(noun)}"))
    return found


def file_of(language: str, suffix: str = "po") -> Path:
    """The catalogue of a language, or the compiled one."""
    return FOLDER / language / "LC_MESSAGES" / f"{DOMAIN}.{suffix}"


def read(language: str) -> Catalog:
    """The catalogue of a language as it is in the sources' folder; an empty one if there is none."""
    if not file_of(language).exists():
        return Catalog(locale=language, domain=DOMAIN, fuzzy=False)
    with file_of(language).open("rb") as file:
        return read_po(file, locale=language, domain=DOMAIN)


def compiled(catalogue: Catalog) -> bytes:
    """The catalogue as gettext reads it."""
    out = BytesIO()
    write_mo(out, catalogue)
    return out.getvalue()


def update(language: str) -> None:
    """Takes in what the sources say by now; what they say no more goes, and what is new waits for its translation."""
    catalogue = read(language)
    catalogue.update(template(), no_fuzzy_matching=True)
    catalogue.obsolete.clear()
    catalogue.creation_date = catalogue.revision_date = _NO_DAY
    file_of(language).parent.mkdir(parents=True, exist_ok=True)
    with file_of(language).open("wb") as file:
        write_po(file, catalogue, width=WIDTH, sort_by_file=True, omit_header=False, include_lineno=False)
    file_of(language, "mo").write_bytes(compiled(read(language)))


def check(language: str) -> list[str]:
    """What is wrong with a catalogue, a line each."""
    catalogue = read(language)
    found = list(faults(catalogue, template()))
    if not file_of(language, "mo").exists() or file_of(language, "mo").read_bytes() != compiled(catalogue):
        found.append("the compiled catalogue is not the one that the texts give; run: make catalogue")
    return [f"{language}: {each}" for each in found]


def main(arguments: list[str]) -> int:
    """Does what is asked for every language; 1 if a catalogue has faults."""
    if arguments == ["update"]:
        for language in LANGUAGES:
            update(language)
    elif arguments != ["check"]:
        print(__doc__, file=sys.stderr)
        return 2
    found = [each for language in LANGUAGES for each in check(language)]
    for each in found:
        print(each, file=sys.stderr)
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
