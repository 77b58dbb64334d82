"""Documents to blocks: furniture set aside, lines in reading order, lines joined into paragraphs, figures in their place."""
