"""Words and characters: folding, numerals, dates and links. Nothing here knows of pages or bulletins."""
