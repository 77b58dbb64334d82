"""A rule of one's own: ``bulletin-parse check`` runs it as soon as the package is installed."""

from __future__ import annotations

from collections.abc import Iterator

from bulletin_parse import Bulletin, Fault, rule

SHORTEST = 40  # characters


@rule("MY001", "body-short", "info")
def body_short(bulletin: Bulletin) -> Iterator[Fault]:
    """Every item's body has at least 40 characters.

    Why: a shorter one is mostly a caption that was left over.
    Passes: an article of two sentences
    Fails: an item whose body is “图1 会议现场”
    Mend: look whether the article was pasted whole.
    """
    for item in bulletin.items:
        if len(item.body) < SHORTEST:
            yield Fault(f"the body has {len(item.body)} characters", item.number, item.where, item.title)


RULES = (body_short,)
