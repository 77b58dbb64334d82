"""When two texts are one: how alike they must be, each threshold with the question that it answers.

All are asked of folded texts. A likeness is rapidfuzz's ratio: of all characters of both, the share that the two have in common and in
the same order, of 100.
"""

from __future__ import annotations

# Is a line of the body the title of an entry? Twins (…, …（二）) are above it too: the most alike is taken.
SAME_TITLE = 88.0
# Is an entry that has no equal the slip of an item's title? Also between neighbours that pair, or where the sources are equal, less is enough.
SAME_WITH_SLIPS, SAME_AT_ITS_PLACE = 85, 60
# So few characters that differ pair two titles whatever else they say, if the titles have so many characters for each.
MAX_SLIPS, LETTERS_A_SLIP = 2, 3
# Is a text a copy of another that stands elsewhere: a headline of its title, a header of the masthead, a recognised title of its entry?
SAME_COPY = 75.0
# Are two files of one bulletin: what share of their titles, or of their stories, is in both?
SHARED_TITLES = 0.5
