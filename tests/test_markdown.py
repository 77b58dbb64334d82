"""Markdown that is written: no script becomes a link, and another series' words read back by its own template."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from pathlib import Path

import pytest

from bulletin_parse import main, parse_text
from bulletin_parse.outputs.markdown import said
from bulletins import WHOLE
from conftest import ROOT

WEEKLY = (ROOT / "src" / "bulletin_parse" / "parsing" / "templates" / "weekly.toml").read_text(encoding="utf-8")
LINK = "<http://www.people.com.cn/n1/2026/0311/c1-1.html>"
# What a Markdown reader makes a link of without being asked: <scheme:…>.
AUTOLINK = re.compile(r"(?<!\\)<([A-Za-z][A-Za-z0-9+.-]{1,31}):[^<>\s]*>")


NO_WEB = [
    "javascript:alert(1)",
    "JavaScript:alert(1)//a.cn",
    "data:text/html,x",
    "vbscript:x",
    "file:///etc/passwd",
    "ftp://a.cn/x",
    "www.a.cn/x_y_z",
    "微信公众号",
]


@pytest.mark.parametrize("link", NO_WEB)
@pytest.mark.parametrize("printed", ["{}", "<{}>"])
def test_only_addresses_of_the_web_are_links(link, printed):
    bulletin = parse_text(WHOLE.replace(LINK, printed.format(link)))
    text = bulletin.to_markdown()
    assert {scheme.lower() for scheme in AUTOLINK.findall(text)} <= {"http", "https"}
    assert said(parse_text(text)) == said(bulletin)


@pytest.mark.parametrize(
    "link", ["http://a.cn/x_(1)_*2*.html", "http://a.cn/__x__", "https://a.cn/?a=1&amp;b=2", "HTTPS://A.CN/x?a=1&b=2", "http://a.cn/x|y~z"]
)
def test_addresses_of_the_web_read_back(link):
    bulletin = parse_text(WHOLE).model_copy()
    item = bulletin.items[0].model_copy(update={"link": link})
    bulletin = bulletin.model_copy(update={"items": (item, *bulletin.items[1:])})
    text = bulletin.to_markdown()
    assert (f"<{link}>" in text) == (re.search(r"\*|__|&amp;", link) is None)
    assert parse_text(text).items[0].link == link


def test_an_entity_that_is_printed_stays_one():
    bulletin = parse_text(WHOLE.replace("群众少跑腿", r"代码 \&lt;b\&gt; 与 AT&T"))
    assert "&lt;b&gt; 与 AT&T" in bulletin.items[0].body
    assert said(parse_text(bulletin.to_markdown())) == said(bulletin)


WORDS = {
    'name = "全国卫生信息化舆情监测周报"': 'name = "各地月报"',
    'lead = ["本期导语"': 'lead = ["卷首"',
    'index = ["信息目录"': 'index = ["篇目"',
    'content = ["具体内容", "信息内容"': 'content = ["文章"',
    'source = ["来源"': 'source = ["供稿"',
    'link = ["链接"': 'link = ["所在"',
    'content = ["主要内容"': 'content = ["文字"',
}
PRINTED = {"本期导语": "卷首", "信息目录": "篇目", "具体内容": "文章", "\n来源：": "\n供稿：", "链接：": "所在：", "主要内容": "文字"}


@pytest.fixture
def series(tmp_path):
    """A template of another series, and a bulletin that none but it reads whole."""
    template, text = WEEKLY, WHOLE
    for word, other in WORDS.items():
        assert word in template
        template = template.replace(word, other)
    for word, other in PRINTED.items():
        text = text.replace(word, other)
    (tmp_path / "own.toml").write_text(template, encoding="utf-8")
    (tmp_path / "1.md").write_text(text, encoding="utf-8")
    return tmp_path


def test_the_words_of_another_series_read_back_by_its_template(series):
    bulletin = parse_text((series / "1.md").read_text(encoding="utf-8"), template=series / "own.toml")
    assert bulletin.source.template == "各地月报"
    text = bulletin.to_markdown()
    assert [word for word in PRINTED.values() if word.strip() not in text] == []
    again = parse_text(text, template=series / "own.toml")
    assert said(again) == said(bulletin)
    assert [item.source for item in again.items] == ["人民网", "央广网"]


def test_a_process_that_has_not_read_the_template_is_told_of_it(series):
    """A record that was stored and read again."""
    record = parse_text((series / "1.md").read_text(encoding="utf-8"), template=series / "own.toml").to_json()
    (series / "record.json").write_text(record, encoding="utf-8")
    code = """
import bulletin_parse
bulletin = bulletin_parse.Bulletin.model_validate_json(open("record.json", encoding="utf-8").read())
print("供稿：" in bulletin.to_markdown(template="own.toml"))
"""
    out = subprocess.run([sys.executable, "-c", code], cwd=series, capture_output=True, text=True, check=True)
    assert out.stdout == "True\n"


def test_the_command_writes_what_it_reads(series, capsys):
    template = ["--template", str(series / "own.toml")]
    assert main(["parse", str(series / "1.md"), *template, "--format", "markdown", "-o", str(series / "2.md")]) == 0
    records = []
    for name in ("1.md", "2.md"):
        assert main(["parse", str(series / name), *template]) == 0
        records.append(json.loads(capsys.readouterr().out) | {"source": None, "places": None})
    assert [item["title"] for item in records[0]["items"]] == [item["title"] for item in records[1]["items"]]
    assert records[0]["items"][0]["link"] == records[1]["items"][0]["link"]
    assert records[1]["lead"] == records[0]["lead"]


def test_what_made_the_text_is_no_part_of_what_it_says(tmp_path):
    (tmp_path / "1.md").write_text(WHOLE, encoding="utf-8")
    assert main(["parse", str(tmp_path / "1.md"), "--format", "markdown", "-o", str(tmp_path / "2.md")]) == 0
    text = Path(tmp_path / "2.md").read_text(encoding="utf-8")
    assert text.endswith("\n\n<!-- bulletin-parse -->\n")
    bulletin = parse_text(text)
    assert said(bulletin) == said(parse_text(WHOLE))
    assert (bulletin.hidden, bulletin.residue) == ((), ())
