"""What a reading depends on beside the file: checked before a run, and kept in the archive beside each file."""

from __future__ import annotations

import hashlib
import json
from dataclasses import asdict

from bulletin_parse.archive.ingest.jobs import IngestOptions
from bulletin_parse.errors import EngineUnavailable
from bulletin_parse.limits import Limits
from bulletin_parse.reading.ocr import recogniser
from bulletin_parse.reading.ocr.options import MODES, RUNTIMES
from bulletin_parse.reading.protocol import load
from bulletin_parse.reading.read import refuse_unknown_engine


def usable(options: IngestOptions) -> None:
    """Raises what every single file would be rejected for.

    Raises:
        EngineUnavailable: the engine is unknown or not installed.
        TemplateError: the template cannot be used.
    """
    refuse_unknown_engine(options.engine, "--engine")
    if options.ocr not in MODES:
        raise EngineUnavailable("--ocr", f"there is no mode {options.ocr!r} of OCR", remedy=f"Choose one of {', '.join(MODES)}")
    recogniser.refuse_unknown("--ocr-engine", options.ocr_engine)
    if options.engine == "ocr" or options.ocr == "always":
        recogniser.version(options.ocr_engine)
    elif options.engine != "auto":
        load(options.engine).version()
    stored_options(options)


def ocr_version(options: IngestOptions) -> str | None:
    """The version of OCR that may read pages of pictures, None if none may."""
    if options.ocr == "never" or not recogniser.is_installed(options.ocr_engine):
        return None
    return recogniser.version(options.ocr_engine)


def stored_options(options: IngestOptions, *, limits: Limits | None = None, **more: str | None) -> str:
    """What the readings depend on, as the JSON that stands in the archive: the template by its content, not by its path.

    Raises:
        TemplateError: the template cannot be used.
    """
    template = None
    if options.template is not None:
        from bulletin_parse.parsing.template import load_template, source_of

        load_template(options.template)
        template = hashlib.sha256(source_of(options.template)).hexdigest()
    if options.ocr_engine != RUNTIMES[0]:  # archives of before there was a choice say nothing of it
        more["ocr_engine"] = options.ocr_engine
    return json.dumps({"engine": options.engine, "template": template, "ocr": options.ocr, **(asdict(limits) if limits else {}), **more})
