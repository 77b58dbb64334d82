"""Bulletins whose pages differ from a plain one by one odd thing each."""
