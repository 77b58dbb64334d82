"""Papers in points, and the names of the faces."""

from __future__ import annotations

PAPERS = {"A4": (595.3, 841.9), "Letter": (612, 792), "B5": (498.9, 708.7), "16K": (521.6, 737.1), "A3": (841.9, 1190.6)}
FACES = {"song": "AR PL UMing CN", "kai": "AR PL UKai CN", "hei": "WenQuanYi Zen Hei", "noto": "Noto Serif CJK SC", "notosans": "Noto Sans CJK SC"}
