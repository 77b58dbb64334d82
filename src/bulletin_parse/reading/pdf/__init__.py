"""PDF files: one module an engine, and what the pages print of what an engine finds."""
