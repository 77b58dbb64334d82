"""Zip files: their members are files of their own; names in GBK, bombs, passwords, odd paths and zip files in one another cost a line and no more."""

from __future__ import annotations

import io
import json
import struct
import zipfile

import pytest

from bulletin_parse import Archive, EncryptedSource, Ignored, LimitExceeded, Limits, Settings, UnreadableSource, main, parse
from bulletin_parse.discovery import all_files_of
from bulletin_parse.packed import is_member, member_bytes, members_of, zip_of
from invented import bulletin_text


def packed(members: dict[str, bytes | str], *, compressed: int = zipfile.ZIP_DEFLATED) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", compressed) as made:
        for name, data in members.items():
            made.writestr(name, data)
    return out.getvalue()


@pytest.fixture
def put(tmp_path):
    folder = tmp_path / "2013"
    folder.mkdir()

    def to(members, name="a.zip"):
        (folder / name).write_bytes(members if isinstance(members, bytes) else packed(members))
        return str(folder / name)

    return to


def test_members_are_files_of_their_own(put):
    file = put({"b/665.md": bulletin_text(665), "664.md": bulletin_text(664), "~$x.docx": "x", "notes.rar": "x", "empty/": ""})
    found = list(members_of(file))
    assert [each for each in found if isinstance(each, str)] == [f"{file}!/664.md", f"{file}!/b/665.md"]
    assert [(each.file, each.reason) for each in found if isinstance(each, Ignored)] == [
        (f"{file}!/notes.rar", "it is a packed file"),
        (f"{file}!/~$x.docx", "it is what Word leaves beside an open document"),
    ]
    assert parse(f"{file}!/664.md").issue_number == 664
    assert (is_member(f"{file}!/664.md"), is_member(file), zip_of(f"{file}!/664.md"), zip_of(file)) == (True, False, file, file)


def test_parse_and_check_read_a_zip_file_as_a_folder(put, capsys, tmp_path):
    file = put({"664.md": bulletin_text(664), "665.md": bulletin_text(665), "x.rar": "x"})
    assert main(["parse", str(tmp_path), "--format", "jsonl"]) == 0
    out, err = capsys.readouterr()
    assert [json.loads(line)["source"]["name"] for line in out.splitlines()] == ["664.md", "665.md"]
    assert f"1 file ignored, it is a packed file: {file}!/x.rar" in err
    assert main(["check", file, "--exit-zero"]) == 0
    assert "in 2 files" in capsys.readouterr().out


@pytest.mark.parametrize(("raw", "name"), [("gbk", "舆情周报第六六四期.md"), ("utf-8", "舆情周报第六六四期.md")])
def test_names_in_the_encodings_of_chinese_programs(put, raw, name):
    encoded = name.encode(raw)
    data = packed({"X" * len(encoded): bulletin_text(664)}).replace(b"X" * len(encoded), encoded)
    file = put(data)
    assert list(members_of(file)) == [f"{file}!/{name}"]
    assert parse(f"{file}!/{name}").source.name == name


def test_zip_files_in_a_zip_file(put):
    inner = packed({"664.md": bulletin_text(664)})
    deeper = packed({"b.zip": packed({"c.zip": inner})})
    file = put({"in.zip": inner, "deep.zip": deeper})
    found = list(members_of(file))
    assert [each for each in found if isinstance(each, str)] == [f"{file}!/in.zip!/664.md"]
    assert ["3 deep" in each.reason for each in found if isinstance(each, Ignored)] == [True]
    assert parse(f"{file}!/in.zip!/664.md").issue_number == 664


@pytest.mark.parametrize("name", ["../664.md", "/etc/664.md", "C:\\664.md", "a/../../664.md", "..", "x.zip!/../y.md"])
def test_names_that_lead_out_of_the_zip_file(put, name):
    (found,) = members_of(put({name: "x"}))
    assert isinstance(found, UnreadableSource) or "!/x.zip!/" not in found
    assert "leads out of the zip file" in str(found)


def test_backslashes_are_folders(put):
    file = put({"2013\\664.md": bulletin_text(664)})
    assert list(members_of(file)) == [f"{file}!/2013/664.md"]


def test_two_members_of_one_name(put):
    file = put(packed({"664.md": bulletin_text(664), "665.md": bulletin_text(665)}).replace(b"665.md", b"664.md"))
    found = list(members_of(file))
    assert [each.reason for each in found if isinstance(each, Ignored)] == ["another member has the same name"]
    assert parse(f"{file}!/664.md").issue_number == 664


def test_a_password_is_one_line(put):
    data = bytearray(packed({"664.md": bulletin_text(664)}))
    for signature, offset in ((b"PK\3\4", 6), (b"PK\1\2", 8)):  # the flags, in the member's head and in the directory
        at = data.index(signature) + offset
        struct.pack_into("<H", data, at, 1)
    file = put(bytes(data))
    with pytest.raises(EncryptedSource, match=r"a\.zip!/664\.md: the zip file wants a password. Unpack it"):
        member_bytes(f"{file}!/664.md", Limits())


def test_a_bomb_is_refused_by_what_it_declares(put):
    file = put({"664.md": bytes(32 << 20)})
    with pytest.raises(UnreadableSource, match="would unpack to 33,554,432"):
        member_bytes(f"{file}!/664.md", Limits())
    with pytest.raises(LimitExceeded, match="bytes pass the limit"):
        member_bytes(f"{file}!/664.md", Limits(bytes=1 << 20))


BROKEN = {"noise": b"PK\3\4" + bytes(range(256)), "text": b"no zip file", "cut": packed({"664.md": bulletin_text(664)})[:-30], "none": b""}


@pytest.mark.parametrize("case", BROKEN)
def test_what_is_no_zip_file_is_one_line(put, case):
    (found,) = members_of(put(BROKEN[case]))
    assert isinstance(found, UnreadableSource)
    assert "no zip file that can be read" in str(found)
    assert found.remedy


def test_a_damaged_member_is_one_line(put):
    data = bytearray(packed({"664.md": bulletin_text(664), "665.md": bulletin_text(665)}))
    data[100] ^= 0xFF
    file = put(bytes(data))
    with pytest.raises(UnreadableSource, match=r"664\.md: it cannot be unpacked"):
        parse(f"{file}!/664.md")
    assert parse(f"{file}!/665.md").issue_number == 665


def test_an_empty_zip_file_and_a_member_that_is_not_there(put):
    file = put({})
    assert [each.reason for each in members_of(file)] == ["it is an empty zip file"]
    with pytest.raises(UnreadableSource, match="there is no such file in it"):
        parse(f"{file}!/664.md")


def test_a_file_may_be_called_so(tmp_path):
    odd = tmp_path / "a.zip!"
    odd.mkdir()
    (odd / "664.md").write_text(bulletin_text(664), encoding="utf-8")
    assert parse(odd / "664.md").issue_number == 664


def test_an_archive_takes_members_and_tells_when_they_are_gone(put, tmp_path, capsys):
    file = put({"664.md": bulletin_text(664), "665.md": bulletin_text(665), "copy.md": bulletin_text(664), "x.rar": "x"})
    folder = tmp_path / "2013"
    with Archive.open(tmp_path / "a.db") as archive:
        assert archive.ingest([folder], jobs=1).account == (4, 2, 0, 1, 0, 1)
        assert archive.ingest([folder], jobs=1).account == (4, 0, 3, 0, 0, 1)
        assert [each.file for each in archive.list()] == [f"{file}!/664.md", f"{file}!/665.md"]
        assert archive.verify(files=True) == ()
        put({"664.md": bulletin_text(664)})
        assert {each[0] for each in archive.verify(files=True)} == {f"{file}!/665.md", f"{file}!/copy.md"}
        report = archive.ingest([folder], jobs=1, settings=Settings(prune=True))
        assert sorted(report.pruned) == [f"{file}!/{name}" for name in ("665.md", "copy.md", "x.rar")]
        assert archive.ingest([file], jobs=1).account == (1, 0, 1, 0, 0, 0)
    assert main(["view", str(tmp_path / "a.db"), "664", "-o", str(tmp_path / "664.html")]) == 0
    capsys.readouterr()
    assert main(["parse", file, "-o", file]) == 2  # a zip file that is read is not written over
    assert "read" in capsys.readouterr().err


def test_the_folder_of_a_saved_page_belongs_to_it(tmp_path):
    (tmp_path / "周报.html").write_text("<html></html>", encoding="utf-8")
    (tmp_path / "周报_files").mkdir()
    (tmp_path / "周报_files" / "a.pdf").touch()
    (tmp_path / "other_files").mkdir()
    (tmp_path / "other_files" / "b.md").touch()
    found = list(all_files_of([str(tmp_path)]))
    assert [str(each.relative_to(tmp_path)) for each in found if not isinstance(each, Ignored)] == ["other_files/b.md", "周报.html"]
    assert [each.reason for each in found if isinstance(each, Ignored)] == ["it belongs to the saved page 周报.html"]


def test_the_review_looks_at_the_member_that_a_record_was_read_from(put):
    import hashlib

    from bulletin_parse.review.drawing import data_of, text_lines

    text = bulletin_text(664)
    file = put({"664.md": text})
    sha256 = hashlib.sha256(text.encode()).hexdigest()
    assert data_of(f"{file}!/664.md", sha256) == text.encode()
    assert text_lines(f"{file}!/664.md", sha256, "text/markdown")[0] == "# 全国卫生信息化舆情监测周报"
    with pytest.raises(UnreadableSource, match="changed since it was read"):
        data_of(f"{file}!/664.md", "0" * 64)
