"""Finding items in an archive: the query, the hits, and the snippets that show them."""
