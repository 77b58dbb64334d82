"""Records to other forms: Markdown, JSON, JSON Lines, CSV."""
