"""Which texts are one: an entry and its item, two spellings of a title, the order that most of them keep."""
