"""What OCR misread, repaired by what the bulletin says elsewhere: titles, sources, dates, numbers, links.

Each repair is an edit in the record, none is silent: ``undone`` gives back what was read. Only recognised text is touched.
Hosts and path shapes of links are built in for well-known outlets; ``learnt`` takes an archive's own from its bulletins.
"""

from __future__ import annotations

from bulletin_parse.models import Bulletin
from bulletin_parse.press.outlets import Outlets, built_in_outlets
from bulletin_parse.reading.document import Document
from bulletin_parse.repair.copies import repair_brackets, repair_sources, repair_titles
from bulletin_parse.repair.dates import repair_dates
from bulletin_parse.repair.doubts import doubts_of
from bulletin_parse.repair.edits import Editor, undone
from bulletin_parse.repair.evidence import Evidence
from bulletin_parse.repair.links.lexicon import Lexicon, known, learnt
from bulletin_parse.repair.links.repair import repair_links
from bulletin_parse.repair.masthead import repair_masthead
from bulletin_parse.repair.numbers import repair_count, repair_numbers
from bulletin_parse.repair.paragraphs import repair_bodies
from bulletin_parse.repair.toponyms import repair_toponyms

__all__ = ["Lexicon", "learnt", "repaired", "undone"]


def repaired(bulletin: Bulletin, document: Document, lexicon: Lexicon | None = None, outlets: Outlets | None = None) -> Bulletin:
    """The bulletin with its misread characters repaired, its edits and its doubts.

    Args:
        bulletin: as parsed from the document.
        document: with the recognised pages' readings.
        lexicon: an archive's links, beside the built-in ones.
        outlets: the news outlets that are known; None for the built-in table.
    """
    outlets = outlets or built_in_outlets()
    evidence, editor = Evidence(document), Editor(bulletin)
    repair_numbers(editor, evidence)
    undecided = repair_masthead(editor, evidence)
    repair_toponyms(editor, evidence)
    repair_brackets(editor, evidence)
    undecided |= repair_titles(editor, evidence)
    undecided |= repair_sources(editor, evidence, outlets)
    repair_dates(editor, evidence)
    repair_count(editor, evidence)
    repair_bodies(editor, evidence)
    links = repair_links(editor, evidence, known(outlets, lexicon))
    doubts = doubts_of(editor.bulletin, evidence, undecided, links)
    return editor.done().model_copy(update={"doubts": (*bulletin.doubts, *doubts)})
