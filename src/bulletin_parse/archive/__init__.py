"""An archive of bulletins in one SQLite file: ingest, search, export."""
