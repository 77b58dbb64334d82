"""The review as a web application: a page without data, and the desk's answers as JSON."""

from __future__ import annotations

import json
from collections.abc import Callable
from importlib.resources import files
from typing import Any

from pydantic import Field, ValidationError
from starlette.applications import Starlette
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request  # noqa: TC002 - with the rest of Starlette
from starlette.responses import Response
from starlette.routing import Route

from bulletin_parse.errors import (
    ArchiveError,
    BulletinError,
    ChildUnavailable,
    CorrectionConflict,
    CorrectionError,
    LimitExceeded,
    NotInArchive,
    UnreadableSource,
)
from bulletin_parse.records import Record
from bulletin_parse.review.acts import Said
from bulletin_parse.review.desk import Desk
from bulletin_parse.review.security import App, Doorkeeper
from bulletin_parse.review.words import language_of, shown_in, words_of
from bulletin_parse.text.language import said
from bulletin_parse.views.languages import LANGUAGES
from bulletin_parse.views.templating import asset

TEXTS = ("text/plain", "text/markdown")  # other files without pages have paragraphs
_STATIC = {".js": "text/javascript; charset=utf-8", ".css": "text/css; charset=utf-8", ".html": "text/html; charset=utf-8"}
_STATUS: tuple[tuple[type[BulletinError], int], ...] = (
    (NotInArchive, 404),
    (CorrectionConflict, 409),
    (CorrectionError, 422),
    (LimitExceeded, 422),
    (UnreadableSource, 404),
    (ChildUnavailable, 503),
    (ArchiveError, 503),
)


class TakenBack(Record):
    """Corrections that somebody takes back."""

    ids: tuple[str, ...] = Field(min_length=1, max_length=1_000)


class ReboundHere(Record):
    """Corrections of another file of a bulletin that somebody makes its own."""

    ids: tuple[str, ...] = Field(min_length=1, max_length=1_000)


class LookedAt(Record):
    """Somebody is done with a bulletin, or not yet."""

    by: str = Field(min_length=1, max_length=200)
    done: bool


def application(desk: Desk, *, token: str, port: int, by: str = "") -> App:
    """The review of an archive as an ASGI application.

    Args:
        desk: the archive.
        token: what the printed address holds.
        port: the port that it will be served on, on this machine's loopback address.
        by: who reviews, until the page says otherwise.
    """
    routes = [
        Route("/", _shell),
        Route("/bulletin/{key}", _shell),
        Route("/static/{name}", _static),
        Route("/api/words", _words),
        Route("/api/settings", _answered(lambda _: {"by": by, "languages": list(LANGUAGES)})),
        Route("/api/queue", _answered(lambda _: _queue(desk))),
        Route("/api/bulletins/{key}", _answered(lambda request: desk.sheet(_key(request)))),
        Route("/api/bulletins/{key}/state", _answered(lambda request: _state(desk, _key(request)))),
        Route("/api/bulletins/{key}/choices", _answered(lambda request: _choices(desk, request))),
        Route("/api/bulletins/{key}/pages", _answered(lambda request: _pages(desk, _key(request)))),
        Route("/api/bulletins/{key}/pages/{page:int}", _drawn(desk)),
        Route("/api/bulletins/{key}/corrections", _written(Said, lambda key, sent: _said(desk, key, sent)), methods=["POST"]),
        Route("/api/bulletins/{key}/taken-back", _written(TakenBack, lambda key, sent: desk.take_back(key, sent.ids)), methods=["POST"]),
        Route("/api/bulletins/{key}/rebound", _written(ReboundHere, lambda key, sent: desk.rebind(key, sent.ids)), methods=["POST"]),
        Route("/api/bulletins/{key}/looked", _written(LookedAt, lambda key, sent: _looked(desk, key, sent)), methods=["POST"]),
    ]
    return Doorkeeper(Starlette(routes=routes), token=token, port=port)


def _answered(answer: Callable[[Request], Any]) -> Callable[[Request], Any]:
    """An endpoint that answers with a value as JSON, or with an error of this package."""

    async def endpoint(request: Request) -> Response:
        return await run_in_threadpool(_json_or_error, lambda: answer(request), _language(request))

    return endpoint


def _written(form: type[Record], answer: Callable[[str, Any], Any]) -> Callable[[Request], Any]:
    """An endpoint that takes a value of a form, and answers with another."""

    async def endpoint(request: Request) -> Response:
        body = await request.body()
        try:
            given = form.model_validate_json(body)
        except ValidationError as error:
            first = error.errors(include_url=False, include_input=False)[0]
            return _problem(422, f"{'.'.join([str(step) for step in first['loc']]) or 'the request'}: {first['msg']}", _language(request))
        return await run_in_threadpool(_json_or_error, lambda: answer(request.path_params["key"], given), _language(request))

    return endpoint


def _language(request: Request) -> str:
    return language_of(request.headers.get("accept-language", ""))


def _json_or_error(answer: Callable[[], Any], language: str) -> Response:
    try:
        return _json(shown_in(answer(), language))
    except BulletinError as error:
        status = next((code for kind, code in _STATUS if isinstance(error, kind)), 422)
        return _problem(status, error.reason, language, remedy=error.remedy, place=error.place)
    except ValueError as error:  # an address that is none
        return _problem(422, str(error), language)


def _json(value: Any, status: int = 200) -> Response:
    # A lone surrogate, which UTF-8 cannot say, becomes an escape.
    text = json.dumps(value, ensure_ascii=False, separators=(",", ":"))
    try:
        body = text.encode()
    except UnicodeEncodeError:
        body = json.dumps(value, separators=(",", ":")).encode()
    return Response(body, status, media_type="application/json")


def _problem(status: int, reason: str, language: str, *, remedy: str = "", place: str | None = None) -> Response:
    return _json({"error": said(reason, language), "remedy": said(remedy, language), "place": place}, status)


def _key(request: Request) -> str:
    return str(request.path_params["key"])


async def _shell(_: Request) -> Response:
    return _file("index.html")


async def _static(request: Request) -> Response:
    return _file(str(request.path_params["name"]))


def _file(name: str) -> Response:
    """One of the page's own files; nothing else has a name here."""
    if name in ("page.css", "theme.js"):
        return Response(asset(name), media_type=_STATIC[name[name.rindex(".") :]])
    known = {each.name: each for each in files(__package__).joinpath("static").iterdir()}
    if name not in known or not (media_type := _STATIC.get(name[name.rfind(".") :])):
        return Response("there is no such file\n", 404, media_type="text/plain")
    return Response(known[name].read_bytes(), media_type=media_type)


async def _words(request: Request) -> Response:
    asked = request.query_params.get("lang", "")
    language = asked if asked in LANGUAGES else _language(request)
    return _json({"language": language, **words_of(language)})


def _queue(desk: Desk) -> dict[str, Any]:
    queue = desk.queue()
    return {"bulletins": [each._asdict() for each in queue.bulletins], "sources": queue.sources}


def _state(desk: Desk, key: str) -> dict[str, Any]:
    across = desk.across
    return {"revision": desk.revision(key), "across": {"due": across.is_due, "runs": across.runs, "failure": across.failure}}


def _choices(desk: Desk, request: Request) -> list[dict[str, Any]]:
    return [choice._asdict() for choice in desk.choices(_key(request), request.query_params.get("field", ""))]


def _pages(desk: Desk, key: str) -> dict[str, Any]:
    file = desk.file(key)
    if file.source.pages is None:
        of = "line" if file.source.media_type in TEXTS else "paragraph"
        return {"form": "lines", "of": of, "lines": desk.paper.lines(file)}
    return {"form": "pages", "pages": [page._asdict() for page in desk.paper.pages(file)]}


def _drawn(desk: Desk) -> Callable[[Request], Any]:
    async def endpoint(request: Request) -> Response:
        def drawn() -> Response:
            try:
                picture = desk.paper.picture(desk.file(_key(request)), int(request.path_params["page"]))
            except BulletinError as error:
                return _problem(404, error.reason, _language(request), remedy=error.remedy)
            return Response(picture.data, media_type="image/webp")

        return await run_in_threadpool(drawn)

    return endpoint


def _said(desk: Desk, key: str, sent: Said) -> dict[str, Any]:
    sheet, outcomes = desk.say(key, sent)
    return {**sheet, "made": [{"id": each.correction.id, "state": each.state} for each in outcomes]}


def _looked(desk: Desk, key: str, sent: LookedAt) -> dict[str, Any]:
    desk.look(key, sent.by, done=sent.done)
    return {"by": sent.by if sent.done else None}
