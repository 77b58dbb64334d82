"""Bulletins to look at: in notebooks and terminals, as a page beside its record, and a whole archive as a report."""
