"""What is of the whole process stays the caller's: other people's modules, import hooks, and files that are edited meanwhile."""

from __future__ import annotations

import subprocess
import sys

import pytest
from pdfminer import pdftypes

from bulletin_parse import TemplateError, load_template, parse, parse_text
from bulletin_parse.reading.pdf import plumber
from bulletins import WHOLE
from conftest import FIXTURES, ROOT

WEEKLY = (ROOT / "src" / "bulletin_parse" / "parsing" / "templates" / "weekly.toml").read_text(encoding="utf-8")


def test_pdfminer_is_its_own_again_when_a_file_was_read(monkeypatch):
    own = pdftypes.decompress_corrupted
    during = []
    monkeypatch.setattr(plumber, "_page", lambda *given, read=plumber._page: during.append(pdftypes.decompress_corrupted) or read(*given))
    parse(FIXTURES / "word.pdf", engine="pdfplumber")
    assert set(during) == {plumber.inflated}
    assert pdftypes.decompress_corrupted is own


def test_pdfminer_is_its_own_again_when_the_last_of_two_threads_is_done():
    own = pdftypes.decompress_corrupted
    with plumber._QUICK_UNPACKING:
        with plumber._QUICK_UNPACKING:
            pass
        assert pdftypes.decompress_corrupted is plumber.inflated
    assert pdftypes.decompress_corrupted is own


@pytest.mark.parametrize("beforehand", ["", "import pygal"])
def test_drawing_leaves_the_import_hooks_as_they_were(beforehand):
    """Who has imported pygal already keeps its hook for plug-ins; who has not gets none."""
    hooks = "[hook for hook in sys.meta_path if type(hook).__module__.startswith('pygal')]"
    code = f"import sys; {beforehand}\nbefore = {hooks}; import bulletin_parse.views.report.write; assert {hooks} == before"
    subprocess.run([sys.executable, "-W", "ignore", "-c", code], check=True)


def test_an_edited_template_is_read_again(tmp_path):
    template = tmp_path / "own.toml"
    text = WHOLE.replace("来源：", "供稿：").replace(" 供稿：", " 来源：")
    template.write_text(WEEKLY, encoding="utf-8")
    assert parse_text(text, template=template).items[0].source is None
    template.write_text(WEEKLY.replace('source = ["来源"', 'source = ["供稿"'), encoding="utf-8")
    assert parse_text(text, template=template).items[0].source == "人民网"
    template.write_text("[labels", encoding="utf-8")
    with pytest.raises(TemplateError, match="cannot be read"):
        parse_text(text, template=template)


def test_a_template_that_has_not_changed_is_made_once(tmp_path):
    template = tmp_path / "own.toml"
    template.write_text(WEEKLY, encoding="utf-8")
    assert load_template(template) is load_template(template)
    assert load_template() is load_template()
