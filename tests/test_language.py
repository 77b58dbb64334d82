"""Messages are shown in the language that a command is told, or the environment; what programs read is English in every language."""

from __future__ import annotations

import errno
import json
import os
import re
import sqlite3
import subprocess
import sys
import tomllib
from string import Formatter

import pytest

from bulletin_parse import ArchiveError, LimitExceeded, main
from bulletin_parse.cli.account import tallied
from bulletin_parse.errors import speaking_of_options
from bulletin_parse.review.words import shown_in, words_of
from bulletin_parse.text.catalogue import Catalogue
from bulletin_parse.text.language import chosen_language, said, speaking
from bulletin_parse.views.labels import labels_of
from conftest import ROOT
from test_rules import FAILING

babel = pytest.importorskip("babel")
sys.path.insert(0, str(ROOT))  # the catalogue's tools are no package that is installed

from catalogue.__main__ import LANGUAGES, check, read  # noqa: E402
from catalogue.rules_page import rules_page  # noqa: E402

EXAMPLES = ROOT / "examples"
_ENGLISH = re.compile(r"[A-Za-z][a-z']+ [a-z]{2,} [a-z]{2,}")
_COMMAND = re.compile(r"(?:bulletin-parse|pip|python|soffice) [ -~]*")


def command(*arguments, **environment):
    clean = {name: value for name, value in os.environ.items() if name not in ("LC_ALL", "LC_MESSAGES", "LANG", "BULLETIN_PARSE_LANG")}
    run = [sys.executable, "-P", "-m", "bulletin_parse", *arguments]
    return subprocess.run(run, capture_output=True, text=True, encoding="utf-8", env={**clean, **environment}, cwd=ROOT, check=False)


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_message_of_the_sources_is_translated_and_none_else(language):
    assert check(language) == [], "run make catalogue, translate what is new in locale/, and run it again (CONTRIBUTING.md, A message)"


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_words_of_the_pages_are_messages_like_all_others(language):
    named = {message.context: message for message in read(language) if message.context}
    assert (named["labels.title"].id, named["labels.title"].string) == ("Title", "刊名")
    assert (named["labels.item_title"].id, named["labels.item_title"].string) == ("Title", "标题")
    for name, words in (("labels", vars(labels_of("en"))), ("words", words_of("en"))):
        known = {key for key, text in words.items() if isinstance(text, str)}
        assert {key.partition(".")[2] for key in named if key.startswith(f"{name}.") and key.count(".") == 1} == known
    assert labels_of("zh").item_title == "标题"
    assert words_of("zh")["keys"]["edit"].startswith("Enter 或 e|")


def test_a_word_of_a_page_is_no_message_of_a_command():
    assert said("Previous", "zh") == "Previous"


NUMBERS = ("count", "start", "end")  # the names of values that are numbers or dates


def english_in(text):
    """Three English words in a row, of which no command is made."""
    return _ENGLISH.findall(_COMMAND.sub("", text))


def filled(text, values):
    return text.format_map(values) if "{" in text else text


def without_gaps(text):
    """A text without its spaces, of which the catalogue sets some between a Latin value and Han characters."""
    return text.replace(" ", "")


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_message_is_found_again_with_its_values(language):
    catalogue, wrong = Catalogue.of(language), []
    for message in read(language):
        if not message.id or message.context:
            continue
        source = message.id if isinstance(message.id, str) else message.id[1]
        translation = message.string if isinstance(message.string, str) else message.string[0]
        names = [name for _, name, _, _ in Formatter().parse(source) if name is not None] if "{" in source else []
        values = {name: f"甲{at}" if name.rstrip("23") not in NUMBERS else f"2026{at}" for at, name in enumerate(names)}
        if without_gaps(catalogue.translated(filled(source, values))) != without_gaps(filled(translation, values)):
            wrong.append(source)
    assert wrong == []


@pytest.mark.parametrize(
    ("arguments", "environment", "language"),
    [
        (["--lang", "zh", "check"], {"LANG": "C"}, "zh"),
        (["check", "--lang=en"], {"BULLETIN_PARSE_LANG": "zh"}, "en"),
        ([], {"BULLETIN_PARSE_LANG": "zh", "LC_ALL": "en_US.UTF-8"}, "zh"),
        ([], {"LC_ALL": "zh_CN.UTF-8", "LANG": "C"}, "zh"),
        ([], {"LC_MESSAGES": "C", "LANG": "zh_CN.UTF-8"}, "en"),
        ([], {"LC_ALL": "", "LANG": "zh_TW"}, "zh"),
        ([], {"LANG": "fr_FR.UTF-8"}, "en"),
        ([], {}, "en"),
        (["search", "a.db", "--", "--lang", "zh"], {}, "en"),
    ],
)
def test_an_option_wins_over_the_variable_and_that_over_the_locale(arguments, environment, language):
    assert chosen_language(arguments, environment) == language


def test_a_message_in_a_message_is_translated_too():
    error = "664.pdf, page 3: it cannot be opened (Permission denied). Check its permissions"
    assert said(error, "zh") == "664.pdf，第 3 页：无法打开（没有权限）。请检查权限"


def test_a_remedy_that_was_put_for_the_command_line_is_translated():
    assert said("OCR is off. Let them be recognised: --ocr auto", "zh").endswith("请进行文字识别：--ocr auto")


def test_a_remedy_with_a_value_is_translated_as_the_command_line_says_it():
    with speaking_of_options():
        passed = LimitExceeded("a.pdf", "it passes the limit of 5 seconds", remedy="If the file is a bulletin, raise the limit: limits=Limits(seconds=…)")
        missing = ArchiveError("a.db", "there is no such archive", remedy="Make it with: Archive('a.db').ingest(folder)")
        assert said(str(passed), "zh") == "a.pdf：超过 5 秒的限额。若确是周报，请提高限额：--limit seconds=…"
        assert said(str(missing), "zh") == "a.db：没有这个档案库。请先建立：bulletin-parse ingest FOLDER --archive a.db"


def test_a_latin_value_and_han_characters_are_parted_by_a_space_as_chinese_prints_them():
    assert said("a.ofd: it is an OFD document. Print it to PDF, and read that", "zh") == "a.ofd：这是 OFD 文档。请打印为 PDF，再读取"


def test_a_list_of_names_is_translated_word_by_word():
    message = "a.md differs from a.pdf, which is the same bulletin, in issue_label, publisher, lead, item 2's body and 23 more"
    assert said(message, "zh") == "a.md 与同一期周报的 a.pdf 不一致，差异在于 期号原文、编制单位、导语、条目 2 的正文，另有 23 处"


def test_a_message_with_a_colon_inside_another_is_understood():
    message = "1 file ignored, it is hidden: its name begins with a dot: bad/.h.pdf. Name the file itself to read it"
    assert said(message, "zh") == "1 个文件未读（这是隐藏文件：文件名以点开头）：bad/.h.pdf。要读取请直接给出该文件"


FREQUENT = [  # as errno names them
    "ENOENT",
    "EACCES",
    "EPERM",
    "EISDIR",
    "ENOTDIR",
    "EEXIST",
    "ENAMETOOLONG",
    "ENOSPC",
    "EROFS",
    "EMFILE",
    "ENFILE",
    "ELOOP",
    "EIO",
    "EBUSY",
    "ETXTBSY",
    "EFBIG",
    "ENOTEMPTY",
    "EXDEV",
    "ESTALE",
    "EDQUOT",
    "EINVAL",
    "EBADF",
    "EAGAIN",
    "ENOMEM",
    "EPIPE",
    "EADDRINUSE",
    "EADDRNOTAVAIL",
    "ECONNREFUSED",
    "ECONNRESET",
    "ETIMEDOUT",
    "ENETUNREACH",
    "EHOSTUNREACH",
]


@pytest.mark.skipif(sys.platform != "linux", reason="the words are those of Linux")
@pytest.mark.parametrize("name", FREQUENT)
def test_what_the_system_says_of_files_is_translated(name):
    number = getattr(errno, name)
    words = said(os.strerror(number), "zh")
    assert not re.search("[A-Za-z]{2}", words)
    assert said(f"664.pdf: it cannot be opened ({os.strerror(number)}). Check its permissions", "zh") == f"664.pdf：无法打开（{words}）。请检查权限"
    assert said(str(OSError(number, os.strerror(number), "664.pdf")), "zh") == f"{words}（系统错误 {number}）：“664.pdf”"


@pytest.mark.parametrize("text", ["paths = ", "paths [", "paths = [", "[paths", "paths = 'x", "a = 1 b = 2", "[a]\n[a]", "= 1", "a = '\x01'"])
def test_what_python_says_of_a_configuration_is_translated(text):
    with pytest.raises(tomllib.TOMLDecodeError) as misspelt:
        tomllib.loads(text)
    told = said(f"664.toml: it cannot be read as TOML ({misspelt.value}). Mend the file", "zh")
    assert english_in(told) == []
    assert told.startswith("664.toml：无法按 TOML 读取（")


@pytest.mark.parametrize("text", ["", "{", '{"a" 1}', "[1 2]", "1 2", '"a', '"\n"'])
def test_what_python_says_of_json_is_translated(text):
    with pytest.raises(json.JSONDecodeError) as misspelt:
        json.loads(text)
    assert not re.search("[A-Za-z]{4}", said(str(misspelt.value), "zh"))


def test_a_sentence_before_a_long_list_is_understood():
    listed = ", ".join(f".a{at}" for at in range(30))
    assert said(f"d: there is no bulletin in this directory ({listed}). Check the path", "zh").startswith("d：该文件夹中没有周报（")


@pytest.mark.parametrize("arguments", [("parse", "664.md", "--format", "summary"), ("show", "a.db", "664")])
def test_a_line_of_a_summary_has_chinese_marks_and_keeps_what_the_bulletin_says(tmp_path, monkeypatch, capsys, arguments):
    monkeypatch.chdir(tmp_path)
    text = (EXAMPLES / "664-faulty.md").read_text(encoding="utf-8").replace("甲市医院上线智慧导诊", "no findings, no date")
    (tmp_path / "664.md").write_text(text, encoding="utf-8")
    assert main(["ingest", "664.md", "--archive", "a.db"]) == 0
    capsys.readouterr()
    assert main([*arguments, "--lang", "zh"]) == 0
    head, first, *_ = capsys.readouterr().out.splitlines()
    assert head == "664.md (text)：全国卫生信息化舆情监测周报 第六六四 = 664，2026-03-13，2026-03-07 至 2026-03-13"
    assert re.sub(" +", " ", first) == " 1 no findings, no date 人民网，2026-03-11，2 个内容块"


def test_a_list_of_files_has_chinese_marks(tmp_path, capsys):
    archive, file = str(tmp_path / "a.db"), EXAMPLES / "664-faulty.md"
    main(["ingest", str(file), "--archive", archive])
    capsys.readouterr()
    main(["list", archive, "--lang", "zh"])
    assert capsys.readouterr().out == f"  664  2026-03-13      2 个条目  {file}（4 个错误：BP201 BP202 BP206 BP302）\n"
    with speaking("zh"):
        assert tallied({"made": 2, "does not fit": 1}) == "已执行 2，与读出的内容不符 1"


def test_a_place_behind_a_file_has_a_chinese_comma():
    assert said("664.md, items[0].sorce: there is no such place. Check the path", "zh") == "664.md，items[0].sorce：没有这个位置。请检查路径"


def test_a_correction_is_told_with_chinese_marks(tmp_path, capsys):
    archive = str(tmp_path / "a.db")
    main(["ingest", str(EXAMPLES / "664-faulty.md"), "--archive", archive])
    main(["correct", "add", "--archive", archive, "664", "items[0].source", "新华网", "--why", "原文如此", "--by", "甲"])
    capsys.readouterr()
    main(["correct", "list", "--archive", archive, "--lang", "zh"])
    told = capsys.readouterr().out
    assert re.search(r"\n    甲，20\S+Z：原文如此\n", told)
    assert "已执行" in told


def test_a_quoted_text_is_no_message():
    assert said("entry 2 has no item: “no source”", "zh") == "目录条目 2 没有对应的正文：“no source”"


def test_what_no_catalogue_has_stays_as_it_is():
    assert said("foo bar baz", "zh") == "foo bar baz"
    assert said("甲市医院\n  上线智慧导诊", "zh") == "甲市医院\n  上线智慧导诊"


def test_the_catalogue_is_loaded_in_no_english_run():
    code = "import sys; from bulletin_parse.cli.main import main; main(['rule', 'BP206']); print('bulletin_parse.text.catalogue' in sys.modules)"
    out = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, env={**os.environ, "LC_ALL": "C"})
    assert out.stdout.endswith("False\n")


def test_findings_are_chinese_for_people_and_english_for_programs():
    file = str(EXAMPLES / "664-faulty.md")
    for_people = command("check", file, LANG="zh_CN.UTF-8")
    assert "BP206 标题不同：目录“乙省印发互联互通新方案”" in for_people.stdout
    assert "1 个文件中 1 个有问题，共 4 个问题：4 个错误" in for_people.stdout
    assert english_in(for_people.stdout + for_people.stderr) == []
    chinese, english = (command("check", file, "--format", "json", LANG=language) for language in ("zh_CN.UTF-8", "C"))
    assert chinese.stdout == english.stdout
    assert any(finding["message"].startswith("title differs") for finding in json.loads(chinese.stdout))
    assert chinese.returncode == for_people.returncode == 1


def test_a_baseline_is_the_same_in_every_language(tmp_path):
    for language in ("zh", "en"):
        command("check", str(EXAMPLES / "664-faulty.md"), "--write-baseline", str(tmp_path / language), "--lang", language)
    assert (tmp_path / "zh").read_bytes() == (tmp_path / "en").read_bytes()


def test_a_file_that_cannot_be_read_is_reported_in_chinese():
    read_so = command("check", str(EXAMPLES / "truncated.pdf"), str(EXAMPLES / "none.pdf"), BULLETIN_PARSE_LANG="zh")
    assert "PDF 不完整：缺少结尾" in read_so.stderr
    assert "没有这个文件。请检查路径" in read_so.stderr
    assert english_in(read_so.stdout + read_so.stderr) == []
    assert read_so.returncode == 3


COMMANDS = [
    "parse",
    "check",
    "view",
    "ingest",
    "list",
    "show",
    "history",
    "forget",
    "verify",
    "search",
    "export",
    "report",
    "review",
    "correct",
    "rule",
    "schema",
]


@pytest.mark.parametrize("name", [None, *COMMANDS])
def test_help_is_chinese_to_its_last_word(name, capsys):
    with pytest.raises(SystemExit):
        main([*([name] if name else []), "--help", "--lang", "zh"])
    text = capsys.readouterr().out
    assert "用法：" in text
    assert english_in(text) == []


@pytest.mark.parametrize("arguments", [["chek"], ["check", "--formt", "x"], ["check", "--format", "jsn"], ["view"], ["search", "a.db", "x", "--since", "2026"]])
def test_wrong_usage_is_told_in_chinese(arguments, capsys):
    with pytest.raises(SystemExit) as ended:
        main([*arguments, "--lang", "zh"])
    assert ended.value.code == 2
    told = capsys.readouterr().err
    assert "错误：" in told
    assert english_in(told) == []


def test_the_manual_in_chinese_is_the_rules():
    assert (ROOT / "docs" / "zh" / "rules.md").read_text(encoding="utf-8") == rules_page(), "make it anew: python -m catalogue.rules_page > docs/zh/rules.md"


def test_every_rule_has_its_manual_in_chinese():
    from bulletin_parse import RULES
    from bulletin_parse.rules.manual import manual_page

    with speaking("zh"):
        pages = [manual_page(rule) for rule in RULES]
    for rule, page in zip(RULES, pages, strict=True):
        wanting = [word for word in ("理由：", "合格：", "不合格：", "处理：") if word not in page]
        assert wanting == [], f"translate the manual page of {rule.code} (make catalogue; docs/glossary.md has these words)"
        assert english_in(page) == []


@pytest.mark.parametrize("code", FAILING)
def test_every_finding_is_chinese_but_for_what_it_quotes(code):
    bulletin, _ = FAILING[code]
    for finding in bulletin.findings:
        shown = said(finding.message, "zh")
        for doubt in bulletin.doubts:  # what these say is invented
            shown = shown.replace(doubt.why, "")
        assert english_in(re.sub("“[^”]*”", "", shown)) == [], shown
        assert shown != finding.message


def test_a_page_is_chinese_but_for_what_it_quotes(tmp_path):
    page = tmp_path / "664.html"
    assert main(["view", str(EXAMPLES / "664-faulty.md"), "-o", str(page), "--lang", "zh"]) == 0
    assert "标题不同：目录“乙省印发互联互通新方案”，条目“乙省印发互联互通方案”（相差 1 个字符）" in page.read_text(encoding="utf-8")


def test_an_answer_of_the_review_keeps_the_message_that_is_stored():
    answer = {"findings": [{"code": "BP105", "message": "the masthead names no publisher"}], "doubts": [{"why": "OCR was not sure of these characters"}]}
    shown = shown_in(answer, "zh")
    assert shown["findings"] == [{"code": "BP105", "message": "the masthead names no publisher", "said": "刊头没有编制单位"}]
    assert shown["doubts"] == [{"why": "文字识别对这些字没有把握"}]


def test_an_archive_and_its_records_are_the_same_in_every_language(tmp_path):
    for language in ("zh", "en"):
        assert main(["ingest", str(EXAMPLES / "664-faulty.md"), "--archive", str(tmp_path / f"{language}.db"), "--lang", language]) == 0
    stored = [
        sqlite3.connect(tmp_path / f"{language}.db").execute("SELECT code, name, severity, message FROM findings ORDER BY finding_id").fetchall()
        for language in ("zh", "en")
    ]
    assert stored[0] == stored[1]
    assert len(stored[0]) == 4
    assert main(["report", str(tmp_path / "en.db"), "-o", str(tmp_path / "report"), "--lang", "zh"]) == 0
    pages = [page.read_text(encoding="utf-8") for page in (tmp_path / "report").rglob("*.html")]
    texts = [re.sub("<[^>]*>", " ", re.sub("(?s)<(script|style).*?</\\1>|“[^”]*”", "", page)) for page in pages]
    assert [english_in(text) for text in texts] == [[]] * len(pages)
    records = [command("parse", str(EXAMPLES / "664-faulty.md"), "--lang", language).stdout for language in ("zh", "en")]
    assert records[0] == records[1]


def test_the_language_ends_with_the_command(capsys):
    main(["rule", "BP206", "--lang", "zh"])
    main(["rule", "BP206", "--lang", "en"])
    assert said("no findings") == "no findings"
    assert "Why: a slip in a title" in capsys.readouterr().out
