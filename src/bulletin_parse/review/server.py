"""Serves the review on this machine's loopback address, and nowhere else."""

from __future__ import annotations

import socket
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from bulletin_parse.errors import ConfigError, ExtraMissing
from bulletin_parse.review.desk import Desk
from bulletin_parse.review.security import PARAMETER, new_token

HOST = "127.0.0.1"
MOST_AT_ONCE = 200  # requests; a page asks for a dozen
LAST_SECONDS = 3  # for answers under way when the server is to end


def serve(
    archive: str,
    *,
    port: int = 0,
    by: str = "",
    corrections: str | None = None,
    ready: Callable[[str], object] | None = None,
) -> None:
    """Serves the review of an archive until it is interrupted (Ctrl-C).

    Args:
        archive: the archive's path.
        port: the port; 0 for one that is free.
        by: who reviews, until the page says otherwise.
        corrections: the file of corrections; None for the one that the archive knows.
        ready: is given the address to open, with its token, when the server listens.

    Raises:
        ArchiveError: it is no archive.
        CorrectionError: the file of corrections cannot be used.
        ConfigError: the port cannot be listened on.
        ExtraMissing: Starlette and uvicorn are not installed.
    """
    try:
        import uvicorn

        from bulletin_parse.review.application import application
    except ImportError as error:
        raise ExtraMissing(archive, f"the review needs packages that are not installed ({error})", remedy="pip install 'bulletin-parse[review]'") from error
    with _listening(port) as listener, Desk(archive, corrections=corrections) as desk:
        bound, token = int(listener.getsockname()[1]), new_token()
        server = uvicorn.Server(
            uvicorn.Config(
                application(desk, token=token, port=bound, by=by),
                log_level="error",
                access_log=False,
                server_header=False,
                proxy_headers=False,
                lifespan="off",
                limit_concurrency=MOST_AT_ONCE,
                timeout_graceful_shutdown=LAST_SECONDS,
                ws="none",
            )
        )
        if ready:
            ready(f"http://{HOST}:{bound}/?{PARAMETER}={token}")
        server.run(sockets=[listener])


@contextmanager
def _listening(port: int) -> Iterator[socket.socket]:
    """A socket that listens on the loopback address.

    Raises:
        ConfigError: it cannot.
    """
    with socket.socket(socket.AF_INET, socket.SOCK_STREAM) as listener:
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            listener.bind((HOST, port))
            listener.listen(MOST_AT_ONCE)
        except OSError as error:
            reason = f"nothing can listen on port {port} ({error.strerror})"
            raise ConfigError(f"{HOST}:{port}", reason, remedy="Choose another port, or none for one that is free") from error
        yield listener
