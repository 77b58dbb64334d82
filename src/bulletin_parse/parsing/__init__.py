"""Blocks to a bulletin: the template's words, the masthead, the lead, the index, and items aligned with it."""
