# PYTHON_ARGCOMPLETE_OK
"""``python -m bulletin_parse`` is the command ``bulletin-parse``."""

import sys

from bulletin_parse.cli.main import main

sys.exit(main())
