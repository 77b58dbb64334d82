"""A process that reads pictures: shapes and pixels on its stdin, readings as JSON on its stdout."""

from __future__ import annotations

import json
import sys


def main() -> int:
    """Reads pictures until its stdin ends."""
    import numpy as np

    from bulletin_parse.reading.ocr.pages import read_page
    from bulletin_parse.reading.ocr.recogniser import Recogniser
    from bulletin_parse.reading.ocr.workers import receive, send

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


if __name__ == "__main__":
    sys.exit(main())
