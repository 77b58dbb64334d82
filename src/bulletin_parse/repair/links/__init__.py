"""Links that recognition misread: hosts, shapes of paths, and the words in them."""
