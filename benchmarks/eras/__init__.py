"""Invented bulletins by eras, conventions and converters, each with its true record."""
