"""How the names of Chinese authorities and of their departments end: 国家卫生健康委员会, 规划发展与信息化司."""

from __future__ import annotations

from bulletin_parse.text.folding import fold
from bulletin_parse.text.lazy import lazy_pattern

_AUTHORITY = lazy_pattern(r"(?:委员会|健康委|卫健委|局|厅|部|政府|院)(?:官网|官方网站|门户网站|政务网|网站)?\Z")
_DEPARTMENT = lazy_pattern(r"(?:司|处|科|办公厅|办公室|信息中心)\Z")
_DEPARTMENT_OR_AUTHORITY = lazy_pattern(r"(?:司|局|处|科|厅|室|委|部|院|会|中心|办|站)\Z")


def is_authority(name: str) -> bool:
    """Whether a name ends as an authority's does, or as that of its website.

    >>> is_authority("国家卫生健康委官网"), is_authority("人民网")
    (True, False)
    """
    return bool(_AUTHORITY.search(fold(name)))


def is_department(name: str, *, on_own_site: bool) -> bool:
    """Whether a name ends as a department's does; on an authority's own site that may be the name of an authority too.

    >>> is_department("规划司", on_own_site=False), is_department("疾控局", on_own_site=False), is_department("疾控局", on_own_site=True)
    (True, False, True)
    """
    return bool((_DEPARTMENT_OR_AUTHORITY if on_own_site else _DEPARTMENT).search(name))
