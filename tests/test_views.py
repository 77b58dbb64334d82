"""What a bulletin looks like in notebooks, terminals and pictures, and that no text of it is more than text."""

from __future__ import annotations

import io
import os
import pickle
import sys
import tomllib
import types
from html.parser import HTMLParser

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.console import Console

import bulletin_parse
from bulletin_parse import RULES, Account, Archive, BulletinError, Findings, IngestReport, PageRegion, check, main, view
from bulletin_parse.text.language import said
from bulletin_parse.views.alignment import aligned
from bulletin_parse.views.fields import fields_of, spoken
from bulletin_parse.views.labels import labels_of
from bulletin_parse.views.pictures import MAX_PIXELS, sheets
from bulletin_parse.views.templating import policy, web_link
from bulletins import CONTENT, FIRST, HEAD, INDEX, SECOND, WHOLE, bulletins, faulty_bulletins
from conftest import FIXTURES, ROOT

FAULTY = ROOT / "examples" / "664-faulty.md"


class Elements(HTMLParser):
    """The elements and attributes of a page, and its text."""

    def __init__(self, page):
        super().__init__()
        self.names, self.attributes, self.hrefs, self.text = set(), set(), [], []
        self.feed(page)
        self.close()

    def handle_starttag(self, tag, attrs):
        self.names.add(tag)
        self.attributes |= {name for name, _ in attrs}
        self.hrefs += [value for name, value in attrs if name in ("href", "src")]

    def handle_data(self, data):
        self.text.append(data)


def printed(value, width=100):
    out = io.StringIO()
    Console(file=out, width=width, color_system=None).print(value)
    return out.getvalue()


@pytest.fixture
def in_chinese(monkeypatch):
    """As in the environment of a Chinese reader."""
    monkeypatch.setenv("BULLETIN_PARSE_LANG", "zh")


@pytest.mark.parametrize(
    ("environment", "language"),
    [
        ({"BULLETIN_PARSE_LANG": "zh", "LANG": "C"}, "zh"),
        ({"LANG": "zh_CN.UTF-8"}, "zh"),
        ({"BULLETIN_PARSE_LANG": "en", "LANG": "zh_CN.UTF-8"}, "en"),
        ({}, "en"),
    ],
)
def test_a_display_speaks_the_language_of_the_environment(environment, language, monkeypatch):
    for name in ("BULLETIN_PARSE_LANG", "LC_ALL", "LC_MESSAGES", "LANG"):
        monkeypatch.delenv(name, raising=False)
    for name, value in environment.items():
        monkeypatch.setenv(name, value)
    bulletin = bulletin_parse.parse(FAULTY)
    publisher, counted_wrong = {"zh": ("编制单位", "导语声明 3 个条目"), "en": ("Publisher", "the lead declares 3 items")}[language]
    for shown in (bulletin._repr_html_(), printed(bulletin)):
        assert publisher in shown
        assert counted_wrong in shown
    assert ("未发现问题" in Findings()._repr_html_()) == (language == "zh")


def test_a_bulletin_shows_itself_in_a_notebook(in_chinese):
    bulletin = bulletin_parse.parse(FAULTY)
    page = Elements(bulletin._repr_html_())
    text = " ".join(page.text)
    for words in (bulletin.title, bulletin.publisher, bulletin.items[0].title, "BP206", "标题不一致", bulletin.items[1].body):
        assert words in text
    assert {"details", "table", "style"} <= page.names
    assert not {"script", "link", "img", "iframe"} & page.names
    assert not {"id", "style", "onclick"} & page.attributes  # many on one page, and under any policy
    assert bulletin.items[0].body.split("\n\n")[0] in bulletin.items[0]._repr_html_()


def test_findings_are_a_tuple_that_shows_itself():
    bulletin = bulletin_parse.parse(FAULTY)
    assert isinstance(bulletin.findings, Findings)
    assert bulletin.findings == tuple(check(bulletin))
    assert "BP302" in bulletin.findings._repr_html_()
    assert "No findings" in Findings()._repr_html_()
    assert printed(Findings()) == "No findings\n"


def test_an_ingest_shows_its_account():
    report = IngestReport(Account(12, 11, 0, 0, 1), 0, [], 1.25, "finished")
    assert [words for words in Elements(report._repr_html_()).text if words.strip().isdigit()] == ["12", "11", "0", "0", "1", "0"]
    assert "rejected    1" in printed(report)
    assert "finished" in report._repr_html_()


def test_rich_prints_what_people_read():
    bulletin = bulletin_parse.parse(FAULTY)
    text = printed(bulletin)
    assert "664" in text
    assert "title differs" in text
    assert "BP302" in text
    assert "人民网" in printed(bulletin.items[0])


def test_a_narrow_terminal_cuts_nothing_off():
    bulletin = bulletin_parse.parse(FAULTY)
    text = "".join(printed(bulletin, width=60).split())
    link = "".join(printed(bulletin.items[0], width=30).split())
    assert "…" not in text.replace("http://…", "")
    assert bulletin.items[0].link in link


@pytest.mark.parametrize("evil", ["\x1b[31m", "\u202e", "[bold]x[/bold]", "<b>x</b>", "\u200b"])
def test_no_text_moves_the_cursor_or_turns_a_line_round(evil):
    bulletin = bulletin_parse.parse_text(WHOLE)
    item = bulletin.items[0].model_copy(update={"title": f"甲{evil}乙"})
    changed = bulletin.model_copy(update={"items": (item, *bulletin.items[1:]), "title": evil})
    for shown in (printed(changed), printed(item), changed._repr_html_(), item._repr_html_()):
        assert not {"\x1b", "\u202e", "\u200b"} & set(shown)
        assert "<b>x" not in shown or shown == printed(changed) or shown == printed(item)
    assert "b" not in Elements(item._repr_html_()).names
    if evil.startswith("["):
        assert evil in printed(item)


_SIGNS = st.text(st.sampled_from("<>&\"'`=/ {}%#[]()\n\t\u202e甲x;:-!"), max_size=12)


@given(
    st.lists(_SIGNS, min_size=4, max_size=4),
    st.sampled_from(["javascript:alert(1)", "data:text/html,x", "http://a.cn/'><q>", "//x.cn", "vbscript:x", "http://"]),
)
def test_no_text_becomes_markup(signs, link):
    bulletin = bulletin_parse.parse_text(WHOLE)
    title, source, headline, block = signs
    first = bulletin.items[0]
    blocks = (first.blocks[0].model_copy(update={"text": block}),)
    item = first.model_copy(update={"title": title, "source": source, "headline": headline, "link": link, "link_target": f"{link}#", "blocks": blocks})
    changed = bulletin.model_copy(update={"items": (item, bulletin.items[1]), "lead": block, "title": title})
    plain, hostile = (Elements(view(each, WHOLE.encode())) for each in (bulletin, changed))
    assert hostile.names <= plain.names | {"em", "small", "b", "ul"}  # what findings and missing fields look like
    assert hostile.attributes <= plain.attributes
    assert all(href.startswith(("http://", "https://", "#item-", "data:,")) for href in hostile.hrefs)


@pytest.mark.parametrize(
    ("url", "kept"),
    [
        ("https://example.cn/a?b=1#c", True),
        ("HTTP://example.cn", True),
        ("javascript:alert(1)", False),
        (" https://example.cn", False),
        ("https://exa\u202emple.cn", False),
        ("http://", False),
        ("http://[bad", False),
        ("//example.cn", False),
        ("", False),
        (None, False),
    ],
)
def test_only_addresses_of_the_web_become_links(url, kept):
    assert web_link(url) == (url if kept else None)


def test_the_policy_allows_nothing_by_default():
    assert policy() == "default-src 'none'; img-src data:; style-src 'none'; script-src 'none'; base-uri 'none'; form-action 'none'"
    assert "unsafe" not in policy(styles=("page.css",), scripts=("theme.js",), beside=True)


@given(faulty_bulletins())
def test_every_entry_and_item_stands_once_in_the_alignment(bulletin):
    rows = aligned(bulletin)
    assert [row.entry_at for row in rows if row.entry_at is not None] == list(range(len(bulletin.index)))
    assert sorted(row.item_at for row in rows if row.item_at is not None) == list(range(len(bulletin.items)))


def test_an_entry_that_stands_elsewhere_than_its_item_is_said_to():
    bulletin = bulletin_parse.parse_text(WHOLE)
    turned = bulletin.model_copy(update={"index": bulletin.index[::-1]})
    assert sorted(row.state for row in aligned(turned)) == ["agrees", "order_differs"]
    assert "order differs" in printed(turned)
    assert "order differs" in turned._repr_html_()


@given(bulletins())
def test_a_valid_bulletin_agrees_throughout(bulletin):
    assert {row.state for row in aligned(bulletin)} == {"agrees"}


def test_every_region_of_a_record_belongs_to_a_field():
    bulletin = bulletin_parse.parse(FIXTURES / "word.pdf")
    keys = {field.key for field in fields_of(bulletin)}
    assert {"title", "lead", "index[0]", "items[0]", "items[0].link", "items[0].blocks[1]", "furniture[0]"} <= keys
    for key in keys:  # a key is the way to the field in Python
        assert eval(f"bulletin.{key}", {"bulletin": bulletin}) is not None  # noqa: S307


@pytest.mark.parametrize(("language", "words"), [("zh", "条目 1 · 链接"), ("en", "Item 1 · Link")])
def test_a_place_on_the_page_has_a_name_that_readers_know(language, words):
    path = FIXTURES / "word.pdf"
    bulletin = bulletin_parse.parse(path)
    page = view(bulletin, path.read_bytes(), dpi=30, language=language)
    assert f'aria-label="{words}"' in page
    assert 'aria-label="items[' not in page
    fields = list(fields_of(bulletin))
    assert len({spoken(field, bulletin, labels_of(language)) for field in fields if field.kind in ("entry", "item", "link")}) == 3 * len(bulletin.items)


def test_show_gives_the_page_with_its_fields():
    path = FIXTURES / "word.pdf"
    bulletin = bulletin_parse.parse(path)
    image = bulletin.show(2, file=path, dpi=60)
    plain = next(sheets(path.read_bytes(), "word.pdf", dpi=60, only=2)).image
    assert image.size == plain.size
    x0, top, _, _ = bulletin.items[0].blocks[1].where[0].bbox
    at = (round(x0 * 60 / 72), round((top + 10) * 60 / 72))
    assert image.getpixel(at) != plain.getpixel(at)
    assert bulletin.show(2, file=path.read_bytes(), dpi=60).tobytes() == image.tobytes()


def test_show_finds_the_file_wherever_the_working_directory_is(tmp_path, monkeypatch):
    (tmp_path / "there").mkdir()
    (tmp_path / "there" / "word.pdf").write_bytes((FIXTURES / "word.pdf").read_bytes())
    monkeypatch.chdir(tmp_path / "there")
    bulletin = bulletin_parse.parse("word.pdf")
    with Archive.open(tmp_path / "a.db") as archive:
        archive.ingest("word.pdf", jobs=1)
        monkeypatch.chdir(tmp_path)
        for each in (bulletin, pickle.loads(pickle.dumps(bulletin)), archive.bulletin(bulletin.issue_number), archive.show(bulletin.issue_number).bulletin):
            assert each.show(1, dpi=30).width > 200
    with (tmp_path / "there" / "word.pdf").open("rb") as file:
        assert bulletin_parse.parse(file).show(1, dpi=30).width > 200


def test_where_a_file_was_read_is_no_part_of_the_record(tmp_path):
    (tmp_path / "word.pdf").write_bytes((FIXTURES / "word.pdf").read_bytes())
    one, two = bulletin_parse.parse(FIXTURES / "word.pdf"), bulletin_parse.parse(tmp_path / "word.pdf")
    assert (one, hash(one), one.to_json()) == (two, hash(two), two.to_json())
    assert one.source.paths == (str(FIXTURES / "word.pdf"),)
    assert one != two.replace(source=two.source.replace(pages=9))
    assert bulletin_parse.parse((FIXTURES / "word.pdf").read_bytes()).source.paths == ()


def test_pages_of_a_joined_bulletin_are_those_of_its_files(tmp_path):
    import pymupdf

    with pymupdf.open(FIXTURES / "word.pdf") as whole:
        for number in range(len(whole)):
            with pymupdf.open() as part:
                part.insert_pdf(whole, from_page=number, to_page=number)
                part.save(tmp_path / f"{number}.pdf")
    parts = sorted(tmp_path.glob("*.pdf"))
    joined = bulletin_parse.parse_joined(parts)
    assert joined.show(2, dpi=40).tobytes() != joined.show(1, dpi=40).tobytes()
    with pytest.raises(BulletinError, match="no page 9"):
        joined.show(9)
    parts[0].write_bytes(parts[1].read_bytes())
    with pytest.raises(BulletinError, match="not the files"):
        joined.show(1)


def test_show_finds_the_file_in_the_working_directory_or_says_what_it_needs(tmp_path, monkeypatch):
    bulletin = bulletin_parse.Bulletin.from_json(bulletin_parse.parse(FIXTURES / "word.pdf").to_json())
    monkeypatch.chdir(tmp_path)
    with pytest.raises(BulletinError, match="file is not here"):
        bulletin.show()
    (tmp_path / "word.pdf").write_bytes((FIXTURES / "typst.pdf").read_bytes())
    with pytest.raises(BulletinError, match="not the file"):
        bulletin.show()
    (tmp_path / "word.pdf").write_bytes((FIXTURES / "word.pdf").read_bytes())
    assert bulletin.show(dpi=30).width > 200
    for page in (0, 3):
        with pytest.raises(BulletinError, match=f"no page {page}"):
            bulletin.show(page)
    with pytest.raises(BulletinError, match="not read from a PDF"):
        bulletin_parse.parse(FAULTY).show()


def test_a_region_with_its_corners_the_wrong_way_round_is_drawn():
    path = FIXTURES / "word.pdf"
    bulletin = bulletin_parse.parse(path)
    places = {"title": (PageRegion(page=1, bbox=(300.0, 200.0, 100.0, 150.0)),)}
    changed = bulletin.model_copy(update={"places": places})
    assert changed.show(1, file=path, dpi=40).width > 0
    assert 'x="99.0" y="149.0" width="202.0" height="52.0"' in view(changed, path.read_bytes(), dpi=40)


def test_a_giant_page_is_drawn_small():
    import pymupdf

    pdf = pymupdf.open()
    pdf.new_page(width=14400, height=14400)
    image = next(sheets(pdf.tobytes(), "giant.pdf")).image
    assert image.width * image.height <= MAX_PIXELS * 1.01


def test_both_languages_have_every_label():
    zh, en = (vars(labels_of(language)) for language in ("zh", "en"))
    assert set(zh) == set(en)
    assert [rule.code for rule in RULES if said(rule.name, "zh") == rule.name] == []
    assert all(en[name].count("{}") == zh[name].count("{}") for name in en)


def test_view_writes_one_page_or_says_why_not(tmp_path, capsys):
    out = tmp_path / "664.html"
    assert main(["view", str(FAULTY), "-o", str(out), "--lang", "en"]) == 0
    page = Elements(out.read_text(encoding="utf-8"))
    assert "link" in page.names  # the empty icon only
    assert [href for href in page.hrefs if href.startswith("http")] == ["http://www.people.com.cn/n1/2026/0311/c1-1.html"]
    assert main(["view", str(FAULTY), "-o", str(tmp_path / "none" / "x.html")]) == 2
    assert main(["view", str(tmp_path / "none.pdf"), "-o", str(out)]) == 3
    assert "there is no such file" in capsys.readouterr().err
    with pytest.raises(SystemExit):
        main(["view", str(FAULTY), "-o", str(out), "--dpi", "5000"])


def dies(*_):
    os.abort()


@pytest.mark.usefixtures("each_start_method")
def test_view_holds_a_file_to_the_limits_and_tells_what_it_wrote(tmp_path, capsys, monkeypatch):
    out = tmp_path / "a.html"
    assert main(["view", str(FAULTY), "-o", str(out)]) == 0
    assert capsys.readouterr().out == f"{out}: 2 items, 4 findings; open it in a browser\n"
    assert main(["view", str(FIXTURES / "word.pdf"), "-o", str(out), "--limit", "pages=1"]) == 3
    assert "--limit pages=" in capsys.readouterr().err
    assert main(["view", str(tmp_path), "-o", str(out)]) == 3
    assert "Name one file" in capsys.readouterr().err
    monkeypatch.setattr("bulletin_parse.cli.view._viewed", dies)  # as where the engine that draws has a fault
    assert main(["view", str(FIXTURES / "word.pdf"), "-o", str(out)]) == 3
    assert "the process that read it died (SIGABRT)" in capsys.readouterr().err


def test_view_never_writes_over_the_bulletin(tmp_path, capsys):
    path = tmp_path / "664.md"
    path.write_bytes(FAULTY.read_bytes())
    assert main(["view", str(path), "-o", str(tmp_path / "." / "664.md")]) == 2
    assert "it is read by this run" in capsys.readouterr().err
    assert path.read_bytes() == FAULTY.read_bytes()


def test_no_file_name_commands_a_terminal(tmp_path, capsys):
    for command in ("view", "report"):
        assert main([command, str(tmp_path / "a\x1b[31m\u202e"), "-o", str(tmp_path / "out")]) in (3, 5)
    assert not {"\x1b", "\u202e"} & set(capsys.readouterr().err)


def test_the_same_file_gives_the_same_page(tmp_path):
    data = (FIXTURES / "word.pdf").read_bytes()
    one, two = (view(bulletin_parse.parse(data), data, dpi=40) for _ in range(2))
    assert one == two


def test_what_is_packed_is_there():
    from importlib.resources import files

    table = tomllib.loads(files("bulletin_parse.views").joinpath("labels.toml").read_text(encoding="utf-8"))
    assert table["lead"] == "Lead"
    text = HEAD + INDEX + CONTENT + FIRST + SECOND
    assert "导语" in view(bulletin_parse.parse_text(text), text.encode())


def test_the_paragraphs_of_a_word_document_stand_beside_its_record(tmp_path):
    from words import bulletin as word_bulletin
    from words import packed

    path = tmp_path / "664.docx"
    path.write_bytes(packed(word_bulletin(664)))
    read = bulletin_parse.parse(path)
    page = view(read, path.read_bytes())
    assert all(block.text in page for item in read.items for block in item.blocks)
    assert all(f"items[{at}].title" in page for at in range(len(read.items)))


def test_a_bulletin_of_an_archive_is_shown_beside_its_file(tmp_path, capsys):
    from invented import bulletin_text

    file, database, page = tmp_path / "664.md", str(tmp_path / "a.db"), tmp_path / "664.html"
    file.write_text(bulletin_text(664, items=2), encoding="utf-8")
    with Archive.open(database) as archive:
        archive.ingest([file], jobs=1)
    assert main(["view", database, "664", "-o", str(page)]) == 0
    assert "2 items" in capsys.readouterr().out
    assert "第664周的第1个故事" in page.read_text(encoding="utf-8")
    assert main(["view", database, "7", "-o", str(page)]) == 1
    file.write_text(bulletin_text(665, items=2), encoding="utf-8")
    assert main(["view", database, "664", "-o", str(page)]) == 3
    assert "another file than the one that was read. Ingest it again" in capsys.readouterr().err


@pytest.fixture(scope="module")
def archive(tmp_path_factory):
    with Archive.open(tmp_path_factory.mktemp("archive") / "a.db") as opened:
        opened.ingest([FAULTY, ROOT / "examples" / "567-word.pdf", ROOT / "examples" / "truncated.pdf"], jobs=1)
        yield opened


@pytest.fixture(scope="module")
def shown(archive):
    """Every kind of value that shows itself, by its kind's name."""
    bulletin = bulletin_parse.parse(FAULTY)
    hits = archive.search("医")
    report = archive.ingest([ROOT / "examples" / "truncated.pdf"], jobs=1, reparse=True)
    values = [bulletin, bulletin.items, bulletin.items[0], bulletin.index, bulletin.findings, bulletin.findings[0], hits, hits[0]]
    return {type(value).__name__: value for value in (*values, report, archive, archive.frames())}


def test_what_shows_itself_prints_in_a_few_lines(shown):
    for name, value in shown.items():
        assert repr(value).startswith(f"<{name}"), name
        assert len(repr(value).splitlines()) <= 7, name
        assert max(map(len, repr(value).splitlines())) <= 260, name
    assert repr(shown["Bulletin"]) == str(shown["Bulletin"]) == "<Bulletin 664, 2026-03-13: 2 items, from '664-faulty.md'>"


def test_all_of_it_shows_itself_in_notebooks_and_terminals(shown):
    for value in shown.values():
        page = Elements(value._repr_html_())
        assert not {"script", "link", "img", "iframe"} & page.names
        assert not {"id", "style", "onclick"} & page.attributes
        assert all(href.startswith(("http://", "https://")) for href in page.hrefs)
        assert printed(value).strip()


def test_slices_show_themselves_as_the_whole_does(shown):
    for name in ("Items", "Entries", "Findings", "Hits"):
        part = shown[name][:1]
        assert (type(part), list(part)) == (type(shown[name]), [shown[name][0]])
    assert type(shown["Bulletin"].model_copy(update={"items": tuple(shown["Bulletin"].items[::-1])}).items).__name__ == "Items"
    assert type(bulletin_parse.Bulletin.from_json(shown["Bulletin"].to_json()).index).__name__ == "Entries"


def test_a_long_list_is_cut_and_says_so(shown):
    many = Findings(tuple(shown["Findings"]) * 50)
    assert "100 more" in many._repr_html_()
    assert repr(many).endswith("… and 195 more")


def test_a_report_names_the_files_that_were_rejected(shown):
    report = shown["IngestReport"]
    assert "truncated.pdf" in report._repr_html_()
    assert "truncated.pdf" in "".join(printed(report).split())
    assert "truncated.pdf" in repr(report)


def test_what_a_search_found_is_marked(shown):
    assert "<mark>医</mark>" in shown["Hits"]._repr_html_()
    assert "Nothing found" in shown["Hits"][:0]._repr_html_()


def test_an_archive_that_is_not_there_says_so(tmp_path):
    archive = Archive.open(tmp_path / "none.db")
    assert "there is no such archive" in archive._repr_html_()
    assert not (tmp_path / "none.db").exists()


def test_completion_names_what_readers_look_for(shown):
    old = {"dict", "json", "copy", "parse_obj", "parse_raw", "schema", "construct", "validate", "model_dump", "model_construct"}
    for name in ("Bulletin", "Item", "Finding"):
        assert not old & set(dir(shown[name]))
    assert {"to_json", "from_json", "replace", "show", "findings", "items"} <= set(dir(shown["Bulletin"]))


class Handle:
    """What IPython gives for a display that is drawn again."""

    def __init__(self, drawn):
        self.drawn = drawn

    def update(self, bundle, *, raw):
        assert raw
        self.drawn.append(bundle)


@pytest.fixture
def drawn(monkeypatch):
    """What is drawn under the cell of a notebook, one after the other; its ``shell`` has a kernel."""

    def display(bundle, *, raw, display_id):
        assert raw
        assert display_id
        found.append(bundle)
        return Handle(found)

    found = Drawn()
    monkeypatch.setitem(sys.modules, "IPython", types.SimpleNamespace(get_ipython=lambda: found.shell, display=types.SimpleNamespace(display=display)))
    return found


class Drawn(list):
    def __init__(self):
        super().__init__()
        self.shell = types.SimpleNamespace(kernel=object())


READ_AND_NOT = [FAULTY, ROOT / "examples" / "truncated.pdf"]


def test_an_ingest_in_a_notebook_shows_how_far_it_is(tmp_path, drawn):
    with Archive.open(tmp_path / "a.db") as archive:
        archive.ingest(READ_AND_NOT, jobs=1)
        assert drawn[0]["text/plain"] == "0 of 2 files done: none read"
        assert '<progress value="0" max="2">' in drawn[0]["text/html"]
        assert drawn[-1] == {"text/plain": "2 files: 1 read, 1 rejected", "text/html": "<div>2 files: 1 read, 1 rejected</div>"}
        drawn.clear()
        archive.ingest(FAULTY, jobs=1, watcher=bulletin_parse.Watcher())
        del drawn.shell.kernel  # a terminal's shell
        archive.ingest(FAULTY, jobs=1)
    assert drawn == []


@pytest.mark.parametrize("work", [lambda paths: list(bulletin_parse.parse_many(paths, jobs=1)), bulletin_parse.check_files])
def test_so_do_other_runs_over_many_files(work, drawn):
    work(READ_AND_NOT)
    assert [bundle["text/plain"] for bundle in (drawn[0], drawn[-1])] == ["0 of 2 files done: none read", "2 files: 1 read, 1 rejected"]
    drawn.clear()
    work(iter(READ_AND_NOT))  # nobody knows how many there are
    assert drawn[0]["text/html"] == "<div><progress></progress> 0 files: none read</div>"
    drawn.clear()
    del drawn.shell.kernel
    work(READ_AND_NOT)
    assert drawn == []


def test_a_bar_speaks_chinese_to_who_does(in_chinese, drawn):
    list(bulletin_parse.parse_many(READ_AND_NOT, jobs=1))
    assert [bundle["text/plain"] for bundle in (drawn[0], drawn[-1])] == ["已完成 0 个，共 2 个文件：未读取任何文件", "2 个文件：已读 1，未能读取 1"]


def test_a_run_that_is_left_takes_its_bar_away(drawn):
    for _ in bulletin_parse.parse_many(READ_AND_NOT, jobs=1):
        break
    assert "<progress" not in drawn[-1]["text/html"]
