"""Kinds of the setting: page sizes, insets, things beside the text, columns, notes, tables, line ends that fall badly."""

from __future__ import annotations

from collections.abc import Callable

from ..compose import Composed
from ..content import Issue, Part
from .faces import Face
from .kind import HEAD, Kind, bodies, texts_of_role
from .setting import Float, Form, Layout

Change = Callable[[Issue], Issue]
LANDSCAPE = (841.9, 595.3)
LARGEST = 20  # points of a title
LINE = 595.3 - 2 * 79  # the width of a line of the plain bulletin, in points
QUOTE = "“系统好不好用，要让一线医生和患者来打分。”"
TERM = "名词解释：数据要素，指以电子形式存在、可参与生产经营活动并发挥重要价值的数据资源。"
LONGER = {"items": [3, 3], "paragraphs": [4, 6]}


def titles_that_wrap(composed: Composed) -> Layout:
    """Each title so large that its last character alone stands on a second line, unless it is short."""
    forms = {}
    for title in texts_of_role(composed.flow, "item_title"):
        width = Face("hei").width(title[:-1]) + 0.4 * Face("hei").width(title[-1])
        if LINE / width < LARGEST:
            forms[title] = Form(size=LINE / width)
    return Layout(titles=forms)


def longer_titles(issue: Issue) -> Issue:
    """Titles of some thirty characters."""
    ends = ("：从试点先行到全域推广的实践与思考", "：来自基层一线的一份调查报告", "：问题、经验与下一步的改进方向")
    made = [one._replace(title=one.title + end if len(one.title) < 24 else one.title) for one, end in zip(issue.articles, ends, strict=True)]
    return issue._replace(articles=tuple(made))


def filled_links(count: int) -> Change:
    """Links of so many characters."""

    def change(issue: Issue) -> Issue:
        made = []
        for one in issue.articles:
            link = (one.link or "") + ("&" if "?" in (one.link or "") else "?") + "spm="
            made.append(one._replace(link=(link + "C73544894212.P59511941341.0.0.20261104118" * 2)[:count]))
        return issue._replace(articles=tuple(made))

    return change


def with_part(part: Part, at: int = 1, article: int = 0) -> Change:
    """An article with one more part."""

    def change(issue: Issue) -> Issue:
        articles = list(issue.articles)
        parts = articles[article].parts
        articles[article] = articles[article]._replace(parts=(*parts[:at], part, *parts[at:]))
        return issue._replace(articles=tuple(articles))

    return change


def last_alone(composed: Composed) -> Layout:
    """The bulletin's last paragraph on a page of its own."""
    return Layout(breaks=(len(bodies(composed.flow)) - 1,))


def each(form: Form, count: int = 40, step: int = 1, start: int = 0) -> dict[int, Form]:
    """The same form for paragraphs at equal distances."""
    return dict.fromkeys(range(start, count, step), form)


WIDE_TABLE = Part(
    "table",
    rows=(
        ("县区", "接入机构", "调阅人次", "接入率", "签约团队", "随访人次", "会诊例数"),
        ("石桥县", "41", "3,210", "96.4%", "118", "20,415", "312"),
        ("柳林县", "36", "2,874", "91.2%", "97", "17,206", "268"),
        ("丰谷县", "29", "1,995", "88.7%", "84", "15,933", "197"),
        ("渡口县", "52", "4,128", "97.9%", "140", "26,048", "405"),
        ("梅岭县", "18", "1,067", "79.5%", "61", "9,872", "120"),
    ),
)
CAPTION = Part("caption", "表1 各县区接入情况")
MORE_ROWS = (("古田县", "23", "1,540", "84.1%"), ("望江县", "31", "2,206", "90.8%"))
TALL_TABLE = Part(
    "table", rows=(WIDE_TABLE.rows[0][:4], *(row[:4] for row in WIDE_TABLE.rows[1:]), ("古田县", "23", "1,540", "84.1%"), ("望江县", "31", "2,206", "90.8%"))
)


def tabled(table: Part) -> Change:
    """An article with a table and its caption."""
    return lambda issue: with_part(table, 2)(with_part(CAPTION, 1)(issue))


KINDS = (
    Kind("plain-embedded", "nothing odd: lines drawn one by one, faces embedded"),
    Kind("wide-middle", "the second page is landscape", era=LONGER, layout=Layout(sizes={2: LANDSCAPE})),
    Kind("wide-last", "the third page is landscape", era=LONGER, layout=Layout(sizes={3: LANDSCAPE})),
    Kind("wide-first", "the first page is landscape", layout=Layout(sizes={1: LANDSCAPE})),
    Kind(
        "wide-table",
        "a table on a landscape page of its own between portrait ones",
        layout=Layout(table_page=True),
        change=tabled(WIDE_TABLE),
    ),
    Kind("wide-a3", "the second page is A3", era=LONGER, layout=Layout(sizes={2: (841.9, 1190.6)})),
    Kind("wide-mixed", "A4, Letter and B5 in one file", era=LONGER, layout=Layout(sizes={2: (612, 792), 3: (498.9, 708.7)})),
    Kind("inset-both", "every third paragraph is inset on both sides", layout=Layout(forms=each(Form(left=42, right=42), step=3, start=1))),
    Kind("inset-left", "one article's paragraphs stand further right", layout=Layout(forms=each(Form(left=60), 5))),
    Kind(
        "inset-boxed",
        "two paragraphs in frames",
        layout=Layout(forms={1: Form(left=12, right=12, boxed=True), 5: Form(left=12, right=12, boxed=True)}),
    ),
    Kind("inset-hanging", "all paragraphs hang by two characters", layout=Layout(forms=each(Form(first=-2)))),
    Kind("inset-hanging-one", "one paragraph hangs among indented ones", layout=Layout(forms={2: Form(first=-2), 6: Form(first=-2)})),
    Kind(
        "inset-right",
        "two paragraphs are set ragged left",
        layout=Layout(forms={1: Form(align="right", left=90, first=0), 4: Form(align="right", left=90, first=0)}),
    ),
    Kind(
        "inset-centred",
        "two paragraphs are centred",
        layout=Layout(forms={1: Form(align="center", left=40, right=40, first=0), 4: Form(align="center", left=40, right=40, first=0)}),
    ),
    Kind(
        "inset-quoted-kai",
        "a quotation in another face and a smaller size",
        layout=Layout(forms={2: Form(left=30, right=30, face="kai", size=10.5)}),
    ),
    Kind("inset-spaced", "no indents: paragraphs parted by white space", look={"indent": 0, "gap": 9}),
    Kind("inset-spaced-ragged", "no indents, ragged right, white space between", look={"indent": 0, "gap": 9, "justify": False}),
    Kind(
        "inset-list",
        "lists whose lines hang under their text",
        era={"features": {"list": 1}},
        layout=Layout(roles={"list": Form(left=24, first=-1.5)}),
    ),
    Kind("inset-stretched", "the last lines of paragraphs are justified as well", layout=Layout(forms=each(Form(stretched=True), step=2))),
    Kind("beside-left", "text beside a picture on the left", layout=Layout(floats=(Float(1, "left", 170, 110),))),
    Kind(
        "beside-right",
        "text beside a picture on the right",
        layout=Layout(floats=(Float(1, "right", 150, 96), Float(6, "right", 150, 96))),
    ),
    Kind(
        "beside-both", "pictures on the left and on the right of the same lines", layout=Layout(floats=(Float(2, "left", 110, 80), Float(2, "right", 110, 80)))
    ),
    Kind(
        "beside-box",
        "a framed explanation beside the text",
        layout=Layout(floats=(Float(1, "right", 140, 100, "box", TERM),)),
        beside=(TERM,),
    ),
    Kind(
        "beside-quote",
        "a pulled quotation beside the text",
        layout=Layout(floats=(Float(5, "left", 130, 64, "quote", QUOTE),)),
        beside=(QUOTE,),
    ),
    Kind(
        "beside-margin",
        "a side note in a wide margin",
        look={"margins": [72, 165, 72, 60]},
        layout=Layout(floats=(Float(1, "margin", 130, 90, "text", TERM),)),
        beside=(TERM,),
    ),
    Kind(
        "beside-initial",
        "initials of three lines",
        layout=Layout(floats=(Float(0, "left", 50, 52, "initial"), Float(4, "left", 50, 52, "initial"))),
    ),
    Kind("beside-initial-two", "initials of two lines", layout=Layout(floats=(Float(0, "left", 34, 34, "initial"),))),
    Kind("columns-two", "two columns below the lead", look={"size": 10.5}, layout=Layout(columns=2)),
    Kind("columns-three", "three columns of small type", look={"size": 9, "margins": [60, 50, 60, 50]}, layout=Layout(columns=3)),
    Kind(
        "columns-landscape",
        "two columns on landscape pages",
        look={"size": 10.5},
        layout=Layout(columns=2, sizes=dict.fromkeys(range(1, 9), LANDSCAPE)),
    ),
    Kind(
        "columns-picture",
        "two columns, a picture beside the text of one",
        look={"size": 10.5},
        layout=Layout(columns=2, floats=(Float(2, "left", 80, 60),)),
    ),
    Kind("columns-table", "two columns with a table in one", look={"size": 10.5}, layout=Layout(columns=2), change=tabled(TALL_TABLE)),
    Kind("notes-foot", "footnotes", era={"features": {"note": 1}}),
    Kind(
        "notes-over",
        "footnotes that go on at the next page's end",
        era={"features": {"note": 1}},
        look={"margins": [72, 79, 72, 240]},
        layout=Layout(split_notes=True),
    ),
    Kind(
        "notes-figures",
        "footnotes and figures where paragraphs run over pages",
        era={**LONGER, "features": {"note": 1, "captioned": 0.7}},
    ),
    Kind("table-ruled", "a ruled table", change=tabled(TALL_TABLE)),
    Kind("table-three-rules", "a table with three rules", layout=Layout(ruled="three"), change=tabled(TALL_TABLE)),
    Kind("table-open", "a table without rules", layout=Layout(ruled="none"), change=tabled(TALL_TABLE)),
    Kind("table-over", "a ruled table over a page's end", layout=Layout(before_table=4), change=tabled(TALL_TABLE)),
    Kind(
        "table-over-three-rules",
        "a table with three rules over a page's end",
        layout=Layout(before_table=4, ruled="three"),
        change=tabled(TALL_TABLE),
    ),
    Kind("table-over-one", "one row of a table on the next page", layout=Layout(before_table=7), change=tabled(TALL_TABLE)),
    Kind("wraps-title", "titles whose last character stands on a second line", layout=titles_that_wrap, change=longer_titles),
    Kind("wraps-title-figure", "titles that break before a figure", era={"titles": ["decimal"]}, layout=titles_that_wrap),
    Kind("wraps-link-full", "links that fill their line", change=filled_links(66)),
    Kind("wraps-link-one", "links whose last character stands on a second line", change=filled_links(67)),
    Kind("wraps-link-two", "links that fill two lines", change=filled_links(138)),
    Kind(
        "wraps-link-own",
        "links that fill a line of their own below their label",
        era={"fields": ["来源：{source}", "链接：", "{link}", "主要内容："]},
        change=filled_links(72),
    ),
    Kind("pages-one-line", "a last page of one line", layout=last_alone),
    Kind("pages-widow", "paragraphs whose last line alone begins a page", layout=Layout(forms={1: Form(alone=True), 5: Form(alone=True)})),
    Kind("pages-empty", "an empty second page", layout=Layout(blank=(2,))),
    Kind("pages-head-line", "a line of the body equals the running head", change=with_part(Part("paragraph", HEAD), 2)),
    Kind("fonts-gbk", "faces named SimSun with GBK-EUC-H, not embedded", layout=Layout(faces=dict.fromkeys(range(1, 9), "gbk"))),
    Kind("fonts-ucs2", "faces named STSong with UniGB-UCS2-H, not embedded", layout=Layout(faces=dict.fromkeys(range(1, 9), "ucs2"))),
    Kind("fonts-later", "from the second page on faces are not embedded", layout=Layout(faces=dict.fromkeys(range(2, 9), "gbk"))),
    Kind("fonts-one-page", "one page's faces are not embedded", era=LONGER, layout=Layout(faces={2: "ucs2"})),
)
