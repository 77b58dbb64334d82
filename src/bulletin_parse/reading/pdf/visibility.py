"""What of a page's text an eye can see, told from how it is drawn; where the colour leaves doubt, the drawn page decides (``ink``)."""

from __future__ import annotations

INVISIBLE, PALE, LAYER = "it is drawn invisibly", "it is drawn in the colour of the paper", "it is in a layer that is switched off"

# Of 255: less opaque text is not seen; what is opaque hides what is under it; text of which every channel is this light may be white on white.
FAINTEST, OPAQUE, LIGHTEST = 13, 255, 232
LIGHT = LIGHTEST << 16  # no colour below this number (red, green, blue in eight bits each) is light


def is_light(colour: int) -> bool:
    """Whether a colour, as one number of 24 bits, may be that of paper."""
    return min(colour >> 16 & 255, colour >> 8 & 255, colour & 255) >= LIGHTEST
