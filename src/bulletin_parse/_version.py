"""The version of this program, which records, archives and reports name."""

__version__ = "0.1.0"
