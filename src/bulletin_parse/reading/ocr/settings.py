"""Every setting of the recognition, in one place; each was measured on 641 page pictures of five grades.

A change of any of them, or of how a picture is prepared, needs a new ``SETTINGS_VERSION``: readings that were kept under
another version are not used again.
"""

from __future__ import annotations

SETTINGS_VERSION = "3"

# Detection looks at a picture of this many pixels on its long side; more finds no more lines, less loses small type.
DETECTION_SIDE = 1280
DETECTION_THRESHOLD, BOX_THRESHOLD = 0.2, 0.35

# The recogniser reads lines of this height in pixels, and is never given narrower ones than it was trained on.
LINE_HEIGHT, NARROWEST_LINE = 48, 320
# OpenVINO compiles and keeps kernels for every width: lines are widened with paper to a multiple of so many pixels, and it may
# claim so many bytes beyond the limit of a page (of sixty lines of one width each it claimed 2.3 GB, of multiples of 64 pixels 1.0).
WIDTH_STEPS = {"onnxruntime": 1, "openvino": 64}
FURTHER_MEMORY = {"onnxruntime": 0, "openvino": 1 << 30}
# Lines are cut at this many times their height, so that one broken box cannot exhaust the memory.
LONGEST_LINE = 90.0

# Pictures: rendered at RENDER_DPI, at NOISY_DPI if noisy, faded or of two levels; larger ones are reduced to MOST_DPI.
RENDER_DPI, NOISY_DPI, MOST_DPI = 200, 300, 300
# Pages of more pixels are drawn smaller: an A4 page at 600 dpi has 35 million.
MOST_PIXELS = 40_000_000
# Nor is a side longer, whatever a page box says: that of an A0 sheet at MOST_DPI. Filters need memory by the side, not only by the area.
LONGEST_SIDE = 14_100
# A picture that covers this share of a page is the page.
PAGE_PICTURE = 0.8

# Orientation is told by this many of the longest lines, read both ways.
ORIENTATION_LINES = 6
# A line is upright if its box is wider than this many heights; shorter ones tell nothing of a page's direction.
TELLING_SHAPE = 2.0

# Alternatives kept for each character, and the least probability of one.
ALTERNATIVES, LEAST_ALTERNATIVE = 4, 0.0005
# Lines of which the mean probability is lower are marks, stamps and dirt.
LEAST_LINE = 0.35
