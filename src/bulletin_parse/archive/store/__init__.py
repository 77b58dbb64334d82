"""The archive's file: its schema, its tables, and what is written to them."""
