"""A process that reads pictures: shapes and pixels on its stdin, readings as JSON on its stdout."""

from __future__ import annotations

import json
import sys
from contextlib import suppress

# Bytes of the process's own, with its code under 1 GiB (the largest pictures take 0.75), and seconds of a processor, for all its pages.
MEMORY, SECONDS = 896 << 20, 3600


def main() -> int:
    """Reads pictures until its stdin ends."""
    import numpy as np

    from bulletin_parse.reading.ocr.pages import read_page
    from bulletin_parse.reading.ocr.recogniser import Recogniser
    from bulletin_parse.reading.ocr.workers import receive, send

    _own_limits()
    inlet, outlet = sys.stdin.buffer, sys.stdout.buffer
    sys.stdout = sys.stderr  # whatever a library prints must not mix with the answers
    reader = Recogniser(frozenset(sys.argv[1] if len(sys.argv) > 1 else ""))
    while True:
        try:
            shape = json.loads(receive(inlet))
            pixels = np.frombuffer(receive(inlet), dtype="uint8").reshape(shape)
        except EOFError:
            return 0
        try:
            answer = read_page(pixels, reader).to_plain()
        except Exception as error:  # noqa: BLE001 - a page that cannot be read must not end the others
            answer = {"error": f"{type(error).__name__}: {error}"}
        send(outlet, json.dumps(answer).encode())


def _own_limits() -> None:
    """Bounds this process for itself: those that it inherits from a guarded parse are too narrow for the models."""
    if sys.platform == "win32":
        return
    import resource

    for which, value in ((resource.RLIMIT_DATA, MEMORY), (resource.RLIMIT_CPU, SECONDS)):
        _, hard = resource.getrlimit(which)
        with suppress(ValueError, OSError):
            resource.setrlimit(which, (value if hard == resource.RLIM_INFINITY else min(value, hard), hard))


if __name__ == "__main__":
    sys.exit(main())
