"""The review: a local page on which people check the bulletins of an archive and correct them.

``Desk`` is all that a reviewer can do, without a network; ``application`` shows it on a page; ``serve`` runs that on this machine alone.
The page needs the extra ``review`` (Starlette and uvicorn).
"""

from __future__ import annotations

from bulletin_parse.review.desk import Desk

__all__ = ["Desk"]
