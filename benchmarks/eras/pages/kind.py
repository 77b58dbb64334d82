"""One odd thing of a page: what it changes in the bulletin, in the setting, in the drawing or in the finished file."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, NamedTuple

from ..compose import Composed
from ..content import Issue
from ..flow import Element, Para
from .drawing import Drawer, plain
from .setting import Layout, Piece

Finish = Callable[[Any], None]  # changes a document of PyMuPDF
HEAD = "全国卫生信息化舆情监测周报"
LOOK = {"head": HEAD, "foot": "- {page} -"}


def unchanged(issue: Issue) -> Issue:
    """The issue as it is."""
    return issue


def as_set(pieces: tuple[Piece, ...]) -> tuple[Piece, ...]:
    """Lines drawn in the order in which they were set."""
    return pieces


class Kind(NamedTuple):
    """An odd page: `maker` is raw, word or browser; `era` changes the plain bulletin; `beside` are texts that stand beside the articles' text."""

    name: str
    about: str
    maker: str = "raw"
    era: Mapping[str, Any] = {}
    look: Mapping[str, Any] = {}
    layout: Layout | Callable[[Composed], Layout] = Layout()
    drawer: Drawer = plain
    order: Callable[[tuple[Piece, ...]], tuple[Piece, ...]] = as_set
    change: Callable[[Issue], Issue] = unchanged
    finish: Finish | None = None
    office: Callable[[Any], None] | None = None  # changes a document of python-docx
    style: str = ""  # rules for a browser
    web: Callable[[str], str] | None = None  # changes the page for a browser
    beside: tuple[str, ...] = ()
    skip: tuple[str, ...] = ()
    also: tuple[str, ...] = ()
    annotated: bool = True
    pictured: bool = False  # a page is a picture without words

    @property
    def group(self) -> str:
        """What the kind is about."""
        return self.name.split("-")[0]


def bodies(flow: tuple[Element, ...]) -> list[str]:
    """The texts of the body's paragraphs, in the order in which a layout counts them."""
    return [one.text for one in flow if isinstance(one, Para) and one.role == "body"]


def texts_of_role(flow: tuple[Element, ...], role: str) -> list[str]:
    """The texts of a role."""
    return [one.text for one in flow if isinstance(one, Para) and one.role == role]
