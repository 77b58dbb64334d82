"""Who may speak to the review: the page that it served, in the browser of whoever has the printed address, and nobody else.

The shell of the page and its scripts say nothing of any bulletin and are open to whoever reaches this machine's loopback address; all that
is of the archive wants the token, which the first visit puts into a cookie that no script and no other site can use.
"""

from __future__ import annotations

import hmac
import secrets
from collections.abc import Awaitable, Callable, Mapping, MutableMapping
from http.cookies import CookieError, SimpleCookie
from typing import Any, NamedTuple
from urllib.parse import parse_qs

Scope = MutableMapping[str, Any]
Message = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[Message]]
Send = Callable[[Message], Awaitable[None]]
App = Callable[[Scope, Receive, Send], Awaitable[None]]

TOKEN_BYTES = 32
MAX_BODY = 1 << 20  # bytes; the longest correction that a page can hold has less
READS, WRITES = ("GET", "HEAD"), ("POST",)
PARAMETER = "token"
API = "/api/"
# No script but the page's own files, no style in attributes, no frame, no form, nothing from anywhere else.
POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self'; "
    "base-uri 'none'; form-action 'none'; frame-ancestors 'none'; require-trusted-types-for 'script'; trusted-types 'none'"
)
HEADERS: Mapping[str, str] = {
    "content-security-policy": POLICY,
    "x-content-type-options": "nosniff",
    "referrer-policy": "no-referrer",
    "cross-origin-resource-policy": "same-origin",
    "cross-origin-opener-policy": "same-origin",
    "cache-control": "no-store",
}


class Refusal(NamedTuple):
    """Why a request is not answered: an HTTP status, and words."""

    status: int
    words: str


def new_token() -> str:
    """A token that nobody guesses."""
    return secrets.token_urlsafe(TOKEN_BYTES)


class Doorkeeper:
    """ASGI middleware that lets in the requests of the review's own page only, bounds their size, and puts the headers on every answer.

    Args:
        app: what answers.
        token: what the printed address holds.
        port: the port that the server listens on; a request that names another host or port is not for it.
    """

    def __init__(self, app: App, *, token: str, port: int) -> None:
        self._app = app
        self._token = token
        self._hosts = frozenset({f"127.0.0.1:{port}", f"localhost:{port}"} | ({"127.0.0.1", "localhost"} if port == 80 else set()))
        self._origins = frozenset([f"http://{host}" for host in self._hosts])
        self._cookie = f"bulletin_review_{port}"

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answers a request, or refuses it."""
        if scope["type"] == "lifespan":
            await self._app(scope, receive, send)
            return
        if scope["type"] != "http":
            await send({"type": "websocket.close", "code": 1008})
            return
        headers = {name.decode("latin-1").lower(): value.decode("latin-1") for name, value in scope["headers"]}
        given = parse_qs(scope["query_string"].decode("latin-1")).get(PARAMETER, [])
        if refusal := self._refused(scope, headers, given):
            await _answer(send, refusal)
            return
        body = await _body(receive) if scope["method"] in WRITES else b""
        if body is None:
            await _answer(send, Refusal(413, f"a request has at most {MAX_BODY:,} bytes"))
            return
        await self._app(scope, _replayed(body, receive), self._with_headers(send, sets_cookie=bool(given)))

    def _refused(self, scope: Scope, headers: Mapping[str, str], given: list[str]) -> Refusal | None:
        """Why a request is refused, by its head alone."""
        hosts = [value for name, value in scope["headers"] if name.lower() == b"host"]
        if len(hosts) != 1 or headers["host"] not in self._hosts:
            return Refusal(421, "this server answers to its own address only")
        origin = headers.get("origin")
        if origin is not None and origin not in self._origins:
            return Refusal(403, "the request comes from another site")
        if scope["method"] not in READS + WRITES:
            return Refusal(405, "it is read with GET and written with POST")
        is_api = scope["path"].startswith(API)
        if is_api and headers.get("sec-fetch-site", "same-origin") not in ("same-origin", "none"):
            return Refusal(403, "the request comes from another site")
        if given and not self._is_token(given[0]):
            return Refusal(403, "this is not the token of the address that was printed")
        if is_api and not self._is_token(self._token_in(headers)):
            return Refusal(401, "open the address that bulletin-parse review printed")
        return _refused_writing(scope, headers, origin) if scope["method"] in WRITES else None

    def _token_in(self, headers: Mapping[str, str]) -> str:
        try:
            cookie = SimpleCookie(headers.get("cookie", "")).get(self._cookie)
        except CookieError:
            return ""
        return cookie.value if cookie else ""

    def _is_token(self, given: str) -> bool:
        return hmac.compare_digest(given.encode(), self._token.encode())

    def _with_headers(self, send: Send, *, sets_cookie: bool) -> Send:
        async def sent(message: Message) -> None:
            if message["type"] == "http.response.start":
                kept = [(name, value) for name, value in message.get("headers", []) if name.decode().lower() not in HEADERS]
                added = [(name.encode(), value.encode()) for name, value in HEADERS.items()]
                if sets_cookie:
                    added.append((b"set-cookie", f"{self._cookie}={self._token}; Path=/; HttpOnly; SameSite=Strict".encode()))
                message = {**message, "headers": [*kept, *added]}
            await send(message)

        return sent


def _refused_writing(scope: Scope, headers: Mapping[str, str], origin: str | None) -> Refusal | None:
    if not scope["path"].startswith(API):
        return Refusal(405, "nothing is written here")
    if origin is None:
        return Refusal(403, "the request does not say which page it comes from")
    if headers.get("content-type", "").partition(";")[0].strip().lower() != "application/json":
        return Refusal(415, "what is written is JSON")
    length = headers.get("content-length", "0")
    if not length.isascii() or not length.isdigit() or int(length) > MAX_BODY:
        return Refusal(413, f"a request has at most {MAX_BODY:,} bytes")
    return None


async def _body(receive: Receive) -> bytes | None:
    """The whole body; None if it is too long, or its sender has gone."""
    held = bytearray()
    while True:
        message = await receive()
        if message["type"] != "http.request":
            return None
        held += message.get("body", b"")
        if len(held) > MAX_BODY:
            return None
        if not message.get("more_body"):
            return bytes(held)


def _replayed(body: bytes, receive: Receive) -> Receive:
    """What gives a body that was received to the application, and then what follows."""
    left = [body]

    async def received() -> Message:
        if left:
            return {"type": "http.request", "body": left.pop(), "more_body": False}
        return await receive()

    return received


async def _answer(send: Send, refusal: Refusal) -> None:
    body = f"{refusal.words}\n".encode()
    headers = [*HEADERS.items(), ("content-type", "text/plain; charset=utf-8"), ("content-length", str(len(body))), ("connection", "close")]
    await send({"type": "http.response.start", "status": refusal.status, "headers": [(name.encode(), value.encode()) for name, value in headers]})
    await send({"type": "http.response.body", "body": body})
