"""Findings as text for people, machines and CI: one module a format, by name in ``plugins.REPORTERS``."""
