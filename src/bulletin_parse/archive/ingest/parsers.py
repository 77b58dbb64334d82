"""Which of two versions of the parser is the older."""

from __future__ import annotations

from bulletin_parse.text.lazy import lazy_pattern

_RELEASE = lazy_pattern(r"\d+(?:\.\d+)*")
_BEFORE_IT = lazy_pattern(r"\.?(?:dev|a|b|rc)\d*")


def is_older(version: str, other: str) -> bool:
    """Whether a version came before another; a pre-release comes before its release.

    >>> is_older("1.9", "1.10"), is_older("1.2rc1", "1.2"), is_older("1.2", "1.2.0")
    (True, True, False)
    """
    return _order(version) < _order(other)


def _order(version: str) -> tuple[tuple[int, ...], bool, str]:
    release = _RELEASE.match(version)
    if release is None:
        return (), False, version
    numbers = [int(number) for number in release[0].split(".")]
    while numbers and not numbers[-1]:
        numbers.pop()
    rest = version[release.end() :].partition("+")[0]
    return tuple(numbers), not _BEFORE_IT.match(rest), rest
