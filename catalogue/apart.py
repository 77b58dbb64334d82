"""Messages that no string of prose in the sources is: argparse's own, the operating system's, Python's, and single words that messages name things by."""

from __future__ import annotations

# What argparse says, of Python 3.11 to 3.14.
ARGPARSE = (
    "usage:",
    "positional arguments",
    "options",
    "show this help message and exit",
    "show program's version number and exit",
    "{prog}: error: {message}",
    "argument {argument}: {message}",
    "unrecognized arguments: {arguments}",
    "the following arguments are required: {arguments}",
    "one of the arguments {arguments} is required",
    "not allowed with argument {argument}",
    "ambiguous option: {option} could match {matches}",
    "unexpected option string: {option}",
    "ignored explicit argument {argument}",
    "invalid choice: {value} (choose from {choices})",
    "invalid choice: {value}, maybe you meant {meant}? (choose from {choices})",
    "invalid {type} value: {value}",
    "invalid choice: {value} (choose from {choices}); did you mean {meant}?",
    "unrecognized arguments: {arguments}; did you mean {meant}?",
    "expected one argument",
    "expected at least one argument",
    "expected at most one argument",
    "expected {count} argument",
    "expected {count} arguments",
    "can't open '{file}': {error}",
)

# What the operating system says of files.
SYSTEM = (
    "No such file or directory",
    "Permission denied",
    "Operation not permitted",
    "Is a directory",
    "Not a directory",
    "File exists",
    "File name too long",
    "No space left on device",
    "Read-only file system",
    "Too many open files",
    "Too many levels of symbolic links",
    "Input/output error",
    "Address already in use",
    "Cannot allocate memory",
    "Connection refused",
    "Bad file descriptor",
    "Disk quota exceeded",
    "Invalid argument",
    "Too many open files in system",
    "Resource temporarily unavailable",
    "Device or resource busy",
    "Text file busy",
    "File too large",
    "Directory not empty",
    "Invalid cross-device link",
    "Stale file handle",
    "Broken pipe",
    "Connection timed out",
    "Connection reset by peer",
    "Network is unreachable",
    "No route to host",
    "Cannot assign requested address",
    "Name or service not known",
    "Temporary failure in name resolution",
    # As Python puts it before these.
    "[Errno {errno}] {reason}: '{file}'",
    "[Errno {errno}] {reason}",
    # SQLite's
    "file is not a database",
    "database is locked",
    "database disk image is malformed",
    "unable to open database file",
    "attempt to write a readonly database",
    "database or disk is full",
    "disk I/O error",
)

# What Python's own readers say of a configuration, a template or a record in which something is misspelt, and where.
PYTHON = (
    "{problem} (at line {line}, column {column})",
    "{problem} (at end of document)",
    "Invalid value",
    "Invalid statement",
    "Invalid initial character for a key part",
    "Expected '=' after a key in a key/value pair",
    "Expected newline or end of document after a statement",
    "Expected ']' at the end of a table declaration",
    "Unclosed array",
    "Unterminated string",
    "Illegal character {character}",
    "Found invalid character {character}",
    "Cannot overwrite a value",
    "Cannot declare {table} twice",
    "{problem}: line {line} column {column} (char {at})",
    "Expecting value",
    "Expecting property name enclosed in double quotes",
    "Expecting ',' delimiter",
    "Expecting ':' delimiter",
    "Extra data",
    "Unterminated string starting at",
    "Invalid control character at",
)

# Words that messages name things by, alone or in a list.
WORDS = (
    "error", "warning", "info", "known", "archive", "stored", "superseded", "rejected", "ignored", "unchanged", "sound", "forgotten", "made",
    "changed", "entry", "item", "items", "index", "title", "source", "link", "body", "headline", "byline", "lead", "publisher", "published", "page",
    "line", "paragraph", "masthead", "sections", "labels", "masthead:", "sections:", "labels:", "items:", "begins", "figure", "heading", "caption",
    "table", "note", "category", "number", "furniture", "residue", "hidden", "colophon", "correction", "corrections:", "findings:", "files:",
    "corrected", "findings", "bulletin", "bulletins", "actions", "commands", "unreadable", "examples:", "example:", "date_range", "declared_count",
    "issue_number", "issue_label", "read", "Why", "Passes", "Fails", "Mend",
)  # fmt: skip

# Nouns that are counted where a variable names them.
COUNTED = ("error", "warning", "info", "bulletin", "file", "story", "item", "entry", "finding")
