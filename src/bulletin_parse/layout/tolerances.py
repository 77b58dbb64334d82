"""Every threshold of the layout, as a share of the font size or of the line pitch, in one place.

Measured on Word, LibreOffice, WPS, Chromium, WeasyPrint, Typst and ReportLab output; none belongs to one of them.
"""

from __future__ import annotations

# Rows: two runs on one row differ by less than this share of the size in baseline.
SAME_BASELINE = 0.35
# Points by which an engine's places differ though they were meant to be one.
ROUNDING = 0.5
# Runs of one row are set apart by a space when the gap between them is wider than this share of the size.
RUN_GAP = 0.5

# Frame: rows narrower than this share of the widest row say nothing of the right edge.
LONG_ROW = 0.6
# A width is one of the text's if others, at least one row in so many, have this much of it.
SHARED_WIDTH, OUTLIERS = 0.9, 20
# The edge of a narrow text is one if this share of its rows end there.
STEADY_SHARE = 0.4
# The right edge stands at this quantile of the long rows' ends: above ragged ends, below hanging punctuation.
RIGHT_EDGE_QUANTILE = 0.9
# The left edge is one that this share of the long rows have.
LEFT_EDGE_SHARE = 0.15
# Where this share of the full rows at an edge, and at least so many, have a row below that begins an indent further left, they are first rows.
FIRST_ROWS_SHARE, FIRST_ROWS_LEAST = 0.5, 3
# A page needs this many rows to have edges of its own; others take the document's.
ROWS_FOR_OWN_FRAME = 8

# Indents, in font sizes. First lines are indented two characters; less than one half is noise.
INDENT_FROM, INDENT_TO = 0.6, 5.0
FIRST_INDENT = 2.0
SAME_EDGE = 0.4
# An opening mark, whose left half is empty, hangs out of the text by less than this.
OPENING_MARK = 0.6
# A first line is indented less than this; what begins further right is centred or set apart.
PARAGRAPH_INDENT = 2.8

# Centring: both margins are equal within this many sizes, and each wider than the second figure.
CENTRE_SLACK, CENTRE_MARGIN = 0.75, 0.8

# A row is full when what is left of it could not hold the next row's first word: its width plus this slack, in sizes.
FULL_SLACK = 0.9
# The slack where nothing but the room at a sentence's end can tell.
LEAST_SLACK = 0.15
# … and where indents show that a flush row begins no paragraph.
LOOSE_SLACK = 2.0
# Half a character: what a justified row leaves at the right edge at most.
HALF = 0.5
LATIN_WIDTH = 0.55  # of the size, an average Latin letter or digit
# The longest word that cannot be broken, in em: what the next row begins with is measured no further.
LONGEST_WORD = 100.0

# Gaps between rows, in line pitches: one above the usual by WIDER may separate paragraphs, by APART must.
WIDER, APART = 1.055, 1.45
# … and so much at most is an uneven baseline where indents show the paragraphs.
UNEVEN = 1.15

# Paragraphs are told by the space between them if it was seen so many times; at least this share of it is one.
SPACED_TIMES, SAME_SPACING = 3, 0.95

# A line pitch is common if it occurs at least once for so many times that the most frequent one does, and of several pages if one in so many has it.
COMMON = 4
# A page without a paragraph's first row has so many rows below full ones if it lacks indents; the spaces on a page have so many votes at most.
LEAST_FLUSH, MOST_VOTES = 4, 3

# Two sizes are the same type size when they differ by less than this share.
SAME_SIZE = 0.06
# A jump of size above this share is another kind of text, whatever else the rows have in common.
OTHER_SIZE = 0.12

# Furniture: at most this many rows at either end of a page, repeated at one height within this share of the size.
FURNITURE_ROWS = 3
SAME_HEIGHT = 0.6
# Other text may stand at a header's height on this share as many pages as the header does; what is on nearly all pages is no text.
ODD_SHARE, NEARLY_ALL = 0.5, 0.8
# What repeats in the text's own type next to a heading is set apart from it by this many usual line steps.
HEADING_STEP = 2.2
# This share of the pages may have text higher or lower than the others.
ODD_PAGES = 0.1
# A page number is apart from the text by this many sizes, or stands in this outer share of the page.
FURNITURE_GAP, OUTER_SHARE = 1.2, 0.1
# A header that stands on one page only is set in type smaller than this share of the text's.
SMALL_TYPE = 0.92
# … and this many usual line steps away from the text.
FURNITURE_STEP = 1.4

# A caption stands this close to its figure, in sizes, and has so many rows at most.
CAPTION_REACH, LONGEST_CAPTION = 3.0, 3
# Pictures smaller than this many sizes of the body type are ornaments; strips that touch within one point are one picture.
SMALLEST_FIGURE, STRIP_GAP = 1.5, 1.0
# Text around a picture in its middle comes as near to it, in sizes, on both sides in so many rows.
AROUND, LEAST_AROUND = 2.5, 3
# Rows of text fill a picture that is no more than so many times as high as they are together: it is their background.
FILLED = 2.5
# What stands at one place on one page in so many is an ornament.
ORNAMENT_PAGES = 4

# Notes in the margin stand beyond this share of the page's width.
MARGIN_FROM = 0.75
# In the margin: lines of so many characters outside of lines of text, which have so many; characters of a label are at most so many sizes apart.
LONGEST_MARGIN, SHORTEST_TEXT, STACKED = 3, 10, 2.0

# Zones: fragments are side by side when their baselines differ by less than this share of the size …
BESIDE = 0.7
# … or than this where they lie beside one another: letters are as high, and rows of one column are further apart.
LEVEL = 0.9
# … and more than this, in sizes, lies between them: an engine's lines end there (NO_SPACE). Cells of one row may stand closer than that.
GUTTER, CELL_GAP = 0.8, 0.6
# A zone ends where nothing follows within this many sizes, or where this many rows have nothing beside them.
ZONE_STEP, LONE_ROWS = 3.5, 60
# … but rows of a table with something in several columns may be so many sizes apart.
TALL_ROWS = 8.0
# Neighbours of a fragment that are looked at, so that a row of a thousand fragments costs no more than it must.
GAPS_TRIED = 8
# Running text beside other text: at least this many rows of this many characters, this share of which fill all but that share of the width.
PROSE_ROWS, COLUMN_WIDTH, PROSE_SHARE, COLUMN_FILL = 3, 8.0, 0.5, 0.15
# A table's first row that a page's end leaves alone has at least so many cells: a masthead's and a label's row have two.
HEADS_ALONE = 3
# A column of as many rows as a frame needs that holds little but a masthead and an index has at least so many full ones: a sentence that wraps.
WRAPPED_ROWS = 2
# The second row of a title that wraps at a column's head stands at most so many sizes below its first.
WRAPPED_STEP = 2.0
# Columns of a page are at most so many; each begins as far from the one before, within this many sizes, and this share of their full rows has clauses in it.
MOST_COLUMNS, COLUMN_PITCH, CLAUSES = 5, 1.0, 0.3
# … and the first begins at one of so many edges at the left: some rows may hang out of it.
LEFTMOST = 2
# A row fills a column if it ends so many sizes before the next one: a gutter of three characters, and one that the row leaves.
FULL_COLUMN = 4.0
# A row that begins so many sizes behind its column's edge is set at the right: the source of an entry above the columns.
SET_RIGHT = 5.0
# A word beside the text that is so many times as large as that is a stamp's.
STAMP = 1.4
# Text beside the text is set smaller or larger than it by this factor; its rows are off the text's baselines by more than this share.
ASIDE_SIZE, ALIGNED = 0.9, 0.12
# Steps from line to line in a cell differ by less than this factor; what is more leads to the next row of a table.
WRAP_PITCH = 1.05
# A table goes on over the page within this many fragments from its top: a running header may stand above.
ROWS_ABOVE = 6
# A row alone at a page's end heads the next page's table if it has so many cells.
LEAST_HEADS = 3
# The first or the last row of a table is no further from the others than this many of their greatest steps.
ROW_STEP = 1.35
# A cell in which a line may wrap, where nothing else tells, is this many characters wide.
WRAPPED_CELL = 6.0
# A cell is full when the next column begins within this many characters; a label's colon stands within so many.
CELL_ROOM, LABEL = 2.0, 6
# The lines of cells that wrap side by side are no further apart than this many sizes, and no more than so many.
CELL_STEP, CELL_LEVELS = 2.2, 6
# … and the cells of a full line may touch one another, by so many sizes.
TOUCHING = 0.1

# Two words of a line may stand as far apart, in characters, as two spaces of full width set them.
SPACES = 2.5

# Insets: rows end at one edge within this share of the size; a boxed one ends this many sizes before the text does and has this many rows.
SAME_END, INSET_RIGHT, LEAST_INSET = 0.6, 1.5, 3
# A ragged inset's row is at least this share of the text's width.
INSET_WIDTH = 0.7

# Footnotes are set smaller than the text by SMALL_TYPE and their first row this many sizes below it.
NOTE_STEP = 1.2

# Doubt: this many rows of running text in a row that are a block each; a row this many sizes high; this share of a table's cells empty.
ROWS_APART, TALL_ROW, EMPTY_CELLS = 3, 2.6, 0.5
# Doubt: more than this share of the rows that are no paragraph's last stop half a character before the right edge.
RAGGED = 0.2
# Doubt: the left of two parts of a row has this many characters, and the next row is this many sizes below at most.
LEAST_PIECE, NEXT_ROW = 10, 3.0

# A raised mark of so many characters is smaller than its line by this factor.
LONGEST_RAISED, RAISED_SIZE = 3, 0.75
# A number in a badge is larger than the title behind it; their middles lie so close, and so much is between them at most, in the title's sizes.
SAME_MIDDLE, BADGE_GAP = 0.2, 3.0

# Rules that stand within so many points are one; a page with so many of them, or with so many lines that they make, is a drawing.
RULE_SLIP, MOST_RULES, MOST_LINES = 2.0, 3000, 200
# Upright rules that go on for so many points beyond those across bound a row that a page's end cut.
OPEN_ROW = 6.0
# Rulings of so many upright lines make a table even where only one cell of each row has text.
SURE_COLUMNS = 4
# Between the words of two cells that an engine read as one line there are so many sizes at least, and usually; letters are no narrower than this share of
# the size, and the ruling stands no further from the room between the words.
CELL_PADDING, USUAL_PADDING, NARROW_LETTERS, CUT_SLIP = 0.25, 0.6, 0.35, 0.5
# The last of the characters that are half as wide as they are high.
LAST_NARROW = "\u2e7f"
