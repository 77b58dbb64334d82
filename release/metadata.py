"""Hatch's hook for what is known at release only: where the project stands, and a README whose links lead there from an index page.

``BULLETIN_PARSE_URL`` is the address of the repository, such as ``https://example.org/centre/bulletin_parse``; files are looked for below
``/blob/v<version>``, as GitHub, Gitea and GitLab serve them; ``BULLETIN_PARSE_REF`` names another tag, branch or commit where what is built is no
release, as ``action.yml`` does. Without an address the package names none, SARIF's rules lead to no page, and the README's links to files of the
repository become their words: a link that leads nowhere is worse than none.
"""

from __future__ import annotations

import os
import re
from pathlib import Path

from hatchling.metadata.plugin.interface import MetadataHookInterface

VARIABLE, REFERENCE = "BULLETIN_PARSE_URL", "BULLETIN_PARSE_REF"
RELATIVE_LINK = re.compile(r"\[(?P<words>[^\]\n]+)\]\((?!https?:|#)(?P<target>[^)\s]+)\)")  # of Markdown: [words](docs/archive.md)


def readme_for_index(text: str, base: str | None) -> str:
    """The README with links to files of the repository made absolute, or taken off where no address is known.

    Args:
        text: The README, Markdown.
        base: The address of the repository's files at this version, without a slash at its end; None where it has no address.
    """
    return RELATIVE_LINK.sub(rf"[\g<words>]({base}/\g<target>)" if base else r"\g<words>", text)


class ReleaseMetadata(MetadataHookInterface):
    """Fills in the fields that pyproject.toml calls dynamic: the README, and the addresses if there are any."""

    PLUGIN_NAME = "custom"

    def update(self, metadata: dict[str, object]) -> None:
        """Writes both into the project's metadata."""
        url = os.environ.get(VARIABLE, "").rstrip("/")
        reference = os.environ.get(REFERENCE) or f"v{metadata['version']}"
        base = f"{url}/blob/{reference}" if url else None
        text = (Path(self.root) / "README.md").read_text(encoding="utf-8")
        metadata["readme"] = {"content-type": "text/markdown", "text": readme_for_index(text, base)}
        if base:
            metadata["urls"] = {"Source": url, "Documentation": f"{base}/docs/index.md", "Changelog": f"{base}/CHANGELOG.md", "Issues": f"{url}/issues"}
