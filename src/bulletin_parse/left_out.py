"""Which files of a folder are left out, by their names: why, and what would read them."""

from __future__ import annotations

from pathlib import PurePath
from typing import NamedTuple

PICTURES = (".png", ".jpg", ".jpeg", ".tif", ".tiff", ".bmp")
SUFFIXES = (".pdf", ".md", ".markdown", ".txt", ".docx", ".docm", ".dotx", ".html", ".htm", ".xhtml", *PICTURES)
_OFFICE = "Convert it with LibreOffice, and read the PDF: soffice --headless --convert-to pdf FILE, or --convert FOLDER"
_PRINT = "Print it to PDF in the program that shows it, and read that"
_PACKED = "Unpack it, and read the folder"
_NAME_IT = "Name the file itself to read it"
_RENAME = "If it is a bulletin, name the file itself, or give it the suffix of what it is: .pdf, .docx, .html, .md or .txt"
NOTHING = "Nothing: it holds no bulletin"

# What files of other suffixes are, and what would read them. Suffixes are lower-case.
_KINDS: tuple[tuple[str, str, str], ...] = (
    (".doc .dot", "a Word document of before 2007", _OFFICE),
    (".wps .wpt", "a document of WPS Writer", _OFFICE),
    (".odt .ott .fodt .rtf", "a text document", _OFFICE),
    (".xls .xlsx .xlsm .et .ods", "a workbook", _OFFICE),
    (".ppt .pptx .dps .odp", "a presentation", _OFFICE),
    (".ofd", "an OFD document", "Print it to PDF in an OFD reader (数科阅读器, WPS), and read that"),
    (".caj .kdh .nh", "a document of CAJViewer", "Print it to PDF in CAJViewer, and read that"),
    (".ceb .cebx", "a document of Apabi Reader", "Print it to PDF in Apabi Reader, and read that"),
    (".mht .mhtml .webarchive", "a web archive", "Open it in a browser, save it as .html, and read that"),
    (".epub .xps .oxps .djvu .ps .eps", "a document in another form", _PRINT),
    (".jp2 .gif .webp .heic", "a picture in a form that is not read", "Save it as .png or .jpg; bulletin-parse[ocr] recognises it"),
    (".zip", "a zip file elsewhere", "Fetch it, and read the zip file: its members are read as files of their own"),
    (".rar .7z .tar .gz .tgz .bz2 .xz .iso", "a packed file", _PACKED),
    (".eml .msg", "a message", "Save what is attached to it, and read that"),
    (".db .sqlite .sqlite3", "a database", "An archive of this program is named with --archive, and no other database is read"),
    (".lnk .url .webloc", "a shortcut", "Name the file or address that it leads to"),
    (".crdownload .part .download", "a download that has not ended", "Fetch it again"),
)
_BY_SUFFIX = {suffix: (what, remedy) for suffixes, what, remedy in _KINDS for suffix in suffixes.split()}
# Folders in which version control keeps what it knows of a folder: thousands of files, and no bulletin of anybody's.
VERSION_CONTROL = frozenset({".git", ".hg", ".svn"})
_SYSTEM = frozenset({"thumbs.db", "desktop.ini", "ehthumbs.db", "icon\r"})


def is_left_by_a_program(name: str) -> bool:
    """Whether a name is one that an office program or the operating system gives what it leaves behind."""
    return name.startswith(("~$", ".")) or name.lower() in _SYSTEM


class Ignored(NamedTuple):
    """A file of a folder that is not read.

    Args:
        file: its path or URL.
        reason: why, one clause.
        remedy: what would read it.
    """

    file: str
    reason: str
    remedy: str

    def __str__(self) -> str:
        return f"{self.file}: {self.reason}. {self.remedy}"


def why_ignored(file: str, name: str) -> Ignored | None:
    """Why a file that was found in a folder is not read; None if it may be a bulletin.

    Args:
        file: its path or URL.
        name: its own name.

    >>> why_ignored("2013/3.doc", "3.doc").reason
    'it is a Word document of before 2007'
    """
    suffix = PurePath(name).suffix.lower()
    if name.startswith("~$"):
        return Ignored(file, "it is what Word leaves beside an open document", NOTHING)
    if name.lower() in _SYSTEM or name.startswith("._"):
        return Ignored(file, "it is the operating system's own", NOTHING)
    if name.startswith("."):
        return Ignored(file, "it is hidden: its name begins with a dot", _NAME_IT)
    if PurePath(name).stem.lower() == "readme":
        return Ignored(file, "by its name it describes the folder", _NAME_IT)
    if suffix in SUFFIXES:
        return None
    if suffix in _BY_SUFFIX:
        what, remedy = _BY_SUFFIX[suffix]
        return Ignored(file, f"it is {what}", remedy)
    return Ignored(file, "its name has no suffix" if not suffix else f"files named {suffix} are not read", _RENAME)
