"""Our named tuples do what the standard library's do: whoever uses one cannot tell them apart."""

from __future__ import annotations

import copy
import inspect
import pickle
import typing
from pathlib import Path

import pytest

from bulletin_parse import Line, Picture
from bulletin_parse.tuples import NamedTuple
from conftest import ROOT

SOURCES = sorted((ROOT / "src" / "bulletin_parse").rglob("*.py"))


class Ours(NamedTuple):
    """Two fields."""

    left: int
    right: str | None = None

    @property
    def both(self) -> str:
        return f"{self.left}{self.right}"


class Theirs(typing.NamedTuple):
    """Two fields."""

    left: int
    right: str | None = None

    @property
    def both(self) -> str:
        return f"{self.left}{self.right}"


class Empty(NamedTuple):
    """None."""


KINDS = pytest.mark.parametrize("kind", [Ours, Theirs])


@KINDS
def test_a_named_tuple_is_what_the_standard_librarys_is(kind):
    made = kind(1, right="b")
    assert (made, made.left, made.right, made.both, made[1], len(made)) == ((1, "b"), 1, "b", "1b", "b", 2)
    assert repr(made) == f"{kind.__name__}(left=1, right='b')"
    assert (kind(1), hash(kind(1))) == ((1, None), hash((1, None)))
    assert (made._replace(left=2), made._asdict(), kind._make("ab")) == ((2, "b"), {"left": 1, "right": "b"}, ("a", "b"))
    assert {type(each) for each in (made, made._replace(left=2), kind._make("ab"))} == {kind}
    assert (kind._fields, kind.__match_args__, kind._field_defaults) == (("left", "right"), ("left", "right"), {"right": None})
    assert typing.get_type_hints(kind) == {"left": int, "right": str | None}
    assert str(inspect.signature(kind).replace(return_annotation=inspect.Signature.empty)).replace(": 'int'", "").startswith("(left")
    assert list(inspect.signature(kind).parameters) == ["left", "right"]
    assert (kind.__doc__, kind.__module__, kind.__qualname__, kind.__slots__) == ("Two fields.", __name__, kind.__name__, ())
    assert [copy.copy(made), copy.deepcopy(made), pickle.loads(pickle.dumps(made))] == [made] * 3
    assert type(pickle.loads(pickle.dumps(made, protocol=2))) is kind
    match made:
        case kind(left, right):
            assert (left, right) == (1, "b")


@KINDS
@pytest.mark.parametrize(
    ("wrong", "error"),
    [
        (lambda kind: kind(), TypeError),
        (lambda kind: kind(1, 2, 3), TypeError),
        (lambda kind: kind(1, middle=2), TypeError),
        (lambda kind: kind._make([1]), TypeError),
        (lambda kind: kind(1)._replace(middle=2), (TypeError, ValueError)),
        (lambda kind: setattr(kind(1), "left", 2), AttributeError),
        (lambda kind: setattr(kind(1), "middle", 2), AttributeError),
    ],
)
def test_what_a_named_tuple_refuses_the_standard_librarys_does(kind, wrong, error):
    with pytest.raises(error):
        wrong(kind)


def test_a_wrong_call_is_told_in_the_same_words():
    def said(kind: type) -> str:
        with pytest.raises(TypeError) as told:
            kind(middle=1)
        return str(told.value).replace(kind.__name__, "")

    assert said(Ours).rpartition("__new__")[2] == said(Theirs).rpartition("__new__")[2]


def test_tuples_may_be_empty_and_may_be_inherited_from():
    class Longer(Ours):
        """A subclass that adds nothing but a method."""

        def third(self) -> int:
            return self.left + 2

    assert Empty() == ()
    assert (Longer(1).third(), Longer(1)._replace(left=3).third(), repr(Longer(1))) == (3, 5, "Longer(left=1, right=None)")


def test_a_default_before_a_field_without_one_is_refused_and_so_is_another_base():
    with pytest.raises(TypeError, match="Wrong"):

        class Wrong(NamedTuple):
            left: int = 1
            right: int

    with pytest.raises(TypeError, match="Two"):

        class Two(NamedTuple, Path):
            left: int


def test_what_is_public_is_a_named_tuple_to_whoever_looks():
    assert issubclass(Line, tuple)
    assert Picture._fields == tuple(typing.get_type_hints(Picture))


@pytest.mark.parametrize("path", SOURCES, ids=lambda path: str(path.relative_to(SOURCES[0].parent)))
def test_modules_take_the_quick_one_and_leave_annotations_as_text(path):
    text = path.read_text(encoding="utf-8")
    if "(NamedTuple" in text and path.name != "tuples.py":
        assert "from bulletin_parse.tuples import NamedTuple\n" in text
        assert "from __future__ import annotations\n" in text
