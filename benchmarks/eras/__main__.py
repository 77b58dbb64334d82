"""Makes the invented bulletins: `python -m benchmarks.eras --seed 1 --out build/eras/1`."""

from __future__ import annotations

import argparse
from pathlib import Path

from .make import make
from .table import PARTS


def main() -> None:
    """Reads the command line and makes what it asks for."""
    told = argparse.ArgumentParser(description=__doc__)
    told.add_argument("--seed", type=int, required=True)
    told.add_argument("--out", type=Path, required=True)
    told.add_argument("--issues", type=int, default=3, help="issues of each era")
    told.add_argument("--parts", nargs="*", default=list(PARTS), choices=PARTS)
    told.add_argument("--only", default="", help="eras, conventions and pages whose name holds this")
    asked = told.parse_args()
    made = make(asked.seed, asked.out, asked.issues, tuple(asked.parts), asked.only)
    print(f"{made} bulletins in {asked.out}")


if __name__ == "__main__":
    main()
