"""Credentials in the addresses of files that are read: they are used to fetch, and never stored or shown."""

from __future__ import annotations

import re
from urllib.parse import unquote

from bulletin_parse.text.lazy import lazy_pattern

# What stands before the @ of these is no user: a container of Azure's storage, an owner and a repository.
_ADDRESSED = frozenset({"abfs", "abfss", "wasb", "wasbs", "adl", "github"})
# A path that was made of a URL has lost one of its slashes (http:/user@host). Several addresses may be chained by "::".
_USER = lazy_pattern(r"(?P<scheme>[A-Za-z][A-Za-z0-9+.-]*)(?P<slashes>:/{1,2})[^/?#\s]*@")
_PARAMETERS = lazy_pattern(r"(?P<mark>[?#])(?P<pairs>[^?#\s]*)")
# Names of parameters that grant access, folded: as a whole, by a part, and by a beginning (of the signed URLs of AWS, Google,
# Alibaba and Tencent).
_NAMES = frozenset({"key", "sig", "sign", "sk", "ak", "pw", "pwd", "pass", "jwt", "ticket", "session", "sessionid", "bearer"})
_PARTS = lazy_pattern("token|secret|passw|signature|credential|apikey|accesskey|accessid|keypairid|auth")
_BEGINNINGS = ("xamz", "xgoog", "xoss", "xcos", "qsign", "qak", "qheader", "qkey", "qurl", "qsignature")


def without_credentials(address: str) -> str:
    """An address without user, password, and the parameters that grant access; other text is left as it is.

    >>> without_credentials("https://user:secret@example.cn/664.pdf?id=1&X-Amz-Signature=abc")
    'https://example.cn/664.pdf?id=1'
    """
    if ":/" not in address:
        return address
    address = _USER.sub(lambda match: match[0] if match["scheme"].lower() in _ADDRESSED else match["scheme"] + match["slashes"], address)
    return _PARAMETERS.sub(_public, address)


def _public(match: re.Match[str]) -> str:
    pairs = re.split("([&;])", match["pairs"])
    kept = [(mark, pair) for mark, pair in zip(["", *pairs[1::2]], pairs[::2], strict=True) if not _grants(pair.partition("=")[0])]
    if len(kept) == len(pairs[::2]):
        return match[0]
    return match["mark"] + "".join(mark + pair for mark, pair in kept).lstrip("&;") if kept else ""


def _grants(name: str) -> bool:
    folded = re.sub("[-_.]", "", unquote(name).strip().lower())
    return folded in _NAMES or _PARTS.search(folded) is not None or folded.startswith(_BEGINNINGS)
