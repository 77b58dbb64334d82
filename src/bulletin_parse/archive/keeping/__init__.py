"""Keeping an archive: what is in it, where it came from, whether it is sound."""
