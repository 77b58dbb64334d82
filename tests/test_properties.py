"""What holds for every bulletin and every text."""

from hypothesis import example, given
from hypothesis import strategies as st

from bulletin_parse import NotABulletin, PartOfBulletin, SeveralBulletins, parse_text
from bulletin_parse.outputs.markdown import said
from bulletins import CONTENT, FIRST, HEAD, INDEX, SECOND, WHOLE, bare, bulletins, conventional_bulletins, faulty_bulletins, parsed_text

# What a text may be that is no whole bulletin: pieces put together are often a masthead with an index alone, or have two mastheads.
NO_WHOLE_BULLETIN = (NotABulletin, PartOfBulletin, SeveralBulletins)

PIECES = [
    *HEAD.split("\n\n"),
    *INDEX.split("\n\n"),
    *CONTENT.split("\n\n"),
    *FIRST.split("\n\n"),
    *SECOND.split("\n\n"),
    "来源：",
    "链接：",
    "【来源】",
    "主要内容：",
    "二、具体内容",
    "1. ",
    "（二）",
    "![](x.png)",
    "- 1 -",
    "来源：人民网 链接：http://a.cn/b",
    "http://a.cn/",
    "（",
    "．",
    "2026年02月30日",
    "……3",
]
TEXTS = st.lists(st.one_of(st.sampled_from(PIECES), st.text(max_size=60)), max_size=30).flatmap(
    lambda parts: st.sampled_from(["\n", "\n\n", " ", ""]).map(lambda gap: gap.join(parts))
)


@given(bulletins())
def test_markdown_reads_back_to_the_same_bulletin(bulletin):
    assert bare(parse_text(bulletin.to_markdown())) == bare(bulletin)


@given(conventional_bulletins())
def test_every_convention_comes_back_from_markdown(bulletin):
    assert said(parse_text(bulletin.to_markdown())) == said(bulletin)


@given(faulty_bulletins())
def test_a_faulty_bulletin_is_read_as_it_is_printed(bulletin):
    """No fault of an editor hides an item, moves a field, or is mended in silence."""
    assert bare(parse_text(bulletin.to_markdown())) == bare(bulletin)


@given(st.one_of(st.text(), TEXTS))
@example("二、具体内容")
@example(HEAD + INDEX)
@example(WHOLE + "\n\n" + WHOLE)
@example("\ud800一、信息目录\x00\n1. （")
def test_no_text_makes_the_parser_raise_anything_but_that_it_is_no_whole_bulletin(text):
    try:
        bulletin = parse_text(text)
    except NO_WHOLE_BULLETIN:
        return
    last = text.replace("\r\n", "\n").replace("\r", "\n").count("\n") + 1
    regions = [region for part in (*bulletin.index, *bulletin.items, *bulletin.residue, *bulletin.furniture) for region in part.where]
    assert all(1 <= region.line <= region.end_line <= last for region in regions)
    assert bulletin.index or bulletin.items


def unaccounted(rows, entries) -> list[tuple[int, str]]:
    """Characters that no claim or more than one claim covers."""
    wrong = []
    for row in rows:
        cover = [0] * len(row.text)
        for claim in entries:
            if claim.order == row.order:
                for at in range(claim.start, claim.end):
                    cover[at] += 1
        wrong += [(row.order, char) for char, count in zip(row.text, cover, strict=True) if count != 1 and not char.isspace()]
    return wrong


@given(TEXTS)
@example(WHOLE)
@example(HEAD + INDEX)
def test_every_character_is_a_field_a_label_furniture_or_residue(text):
    try:
        parsed = parsed_text(text)
    except NO_WHOLE_BULLETIN:
        return
    wrong = unaccounted(parsed.ledger.rows, parsed.ledger.entries())
    assert wrong == []
