"""Files to documents: one engine a file, every engine behind the same protocol."""
