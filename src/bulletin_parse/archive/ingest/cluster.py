"""Running jobs on an existing Dask cluster."""

from __future__ import annotations

from collections.abc import Iterator
from concurrent.futures import Executor
from contextlib import contextmanager
from typing import cast

from bulletin_parse.errors import ArchiveError, ExtraMissing

CONNECT_SECONDS = 30


@contextmanager
def cluster_executor(address: str) -> Iterator[Executor]:
    """An executor that runs jobs on a Dask cluster.

    Its workers need this package in the same version, and the files at the same paths or as URLs. A job of a worker that
    dies is run again on another.

    Args:
        address: the scheduler's, such as ``tcp://host:8786``.

    Raises:
        ExtraMissing: Dask is not installed.
        ArchiveError: no scheduler answers.
    """
    try:
        from distributed import Client
    except ImportError as error:
        raise ExtraMissing(address, "a cluster needs the package distributed", remedy="Install it with: pip install 'bulletin-parse[dask]'") from error
    try:
        client = Client(address, timeout=CONNECT_SECONDS)
    except (OSError, ValueError) as error:
        raise ArchiveError(address, f"no Dask scheduler answers ({error})", remedy="Check the address, and start one with: dask scheduler") from error
    with client:
        yield cast("Executor", client.get_executor(pure=False, retries=2))
