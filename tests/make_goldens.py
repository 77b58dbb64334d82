"""Writes the golden record of each fixture anew. Read the difference before you commit it.

usage: python tests/make_goldens.py
"""

from pathlib import Path

import bulletin_parse

FIXTURES = Path(__file__).parent / "fixtures"


def main() -> None:
    for path in sorted(FIXTURES.iterdir()):
        if path.suffix in (".pdf", ".md", ".txt") and path.stem != "README":
            path.with_suffix(".json").write_text(bulletin_parse.parse(path).to_json() + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
