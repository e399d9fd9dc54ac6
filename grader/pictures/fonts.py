"""Finding a font with Korean letters, also one that matplotlib has not heard of yet."""

from __future__ import annotations

import contextlib
import logging
from pathlib import Path

FONTS = (
    "NanumGothic",
    "Noto Sans CJK KR",
    "Noto Sans KR",
    "Malgun Gothic",
    "AppleGothic",
    "Apple SD Gothic Neo",
    "Noto Sans CJK JP",
)
"""Fonts with Korean letters. The last is the name by which matplotlib knows the one file that holds
the Noto Sans of China, Japan and Korea.
"""
FONT_FILES = (
    "nanumgothic",
    "notosanscjk",
    "notosanskr",
    "malgun",
    "applegothic",
    "applesdgothicneo",
)


def korean_font() -> str | None:
    """Return the name of a Korean font of this machine, ready for use, or None."""
    log = logging.getLogger("matplotlib.font_manager")
    log.setLevel(logging.ERROR)  # it warns that the bold of NanumGothic weighs 600, not 700
    found = _known_font()
    if found is None:
        _read_font_files()
        found = _known_font()
    return found


def _known_font() -> str | None:
    from matplotlib import font_manager

    entries = font_manager.fontManager.ttflist
    known = {e.name for e in entries if e.name in FONTS and Path(e.fname).is_file()}
    return next((name for name in FONTS if name in known), None)


def _read_font_files() -> None:
    """Find fonts that were installed after matplotlib wrote its list; the list stays as it is."""
    from matplotlib import font_manager

    for path in font_manager.findSystemFonts():
        if Path(path).stem.replace("-", "").lower().startswith(FONT_FILES):
            with contextlib.suppress(Exception):  # a font file that cannot be read is no font
                font_manager.fontManager.addfont(path)
