"""Drawing `figure.py`: once as it stands, and once with the texts of its table `KOREAN`."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import TYPE_CHECKING

from grader.author.exercise import AuthorError, load_module
from grader.pictures.fonts import korean_font

if TYPE_CHECKING:
    from matplotlib.axis import Axis
    from matplotlib.figure import Figure
    from matplotlib.text import Text

PICTURES = {"en": "figure.png", "ko": "figure.ko.png"}
NO_FONT = " in English, because no Korean font is installed (fonts-nanum has one)"


def write_pictures(script: Path, folder: Path, *, check: bool) -> Iterator[tuple[Path, str]]:
    """Draw what is not up to date, or with `check` only tell it: yields pictures with a remark.

    A picture carries the digest of its script. Raises AuthorError for a script that fails, and for
    an entry of its table that it does not draw.
    """
    digest = hashlib.sha256(script.read_bytes()).hexdigest()
    for language, name in PICTURES.items():
        picture = folder / name
        remark = ""
        if _up_to_date(picture, digest, check):
            continue
        if not check:
            figure, drawn_in = _draw(script, language)
            _save(figure, picture, {"Source": digest, "Language": drawn_in})
            remark = "" if drawn_in == language else NO_FONT
        yield picture, remark


def _up_to_date(picture: Path, digest: str, check: bool) -> bool:
    """Whether a picture is of this script, and in its language where that is possible by now."""
    from PIL import Image

    if not picture.is_file():
        return False
    with Image.open(picture) as image:
        info = image.info
    if info.get("Source") != digest:
        return False
    in_english = picture.name == PICTURES["ko"] and info.get("Language") == "en"
    return check or not in_english or korean_font() is None


def _draw(script: Path, language: str) -> tuple[Figure, str]:
    """Draw a figure; returns it with the language that it is in."""
    module = load_module(script)
    figure = module.draw()
    if language == "en":
        return figure, "en"
    korean = getattr(module, "KOREAN", {})
    known = {text.get_text() for text in drawn_texts(figure)}
    for text in korean:
        if text not in known:
            raise AuthorError(script, f"KOREAN has {text!r}, which the figure does not draw")
    font = korean_font() if korean else ""
    if font is None:
        return figure, "en"
    translate(figure, korean, font)
    return figure, "ko"


def drawn_texts(figure: Figure) -> list[Text]:
    """Return every text of a figure that is not empty, those at the ticks included."""
    from matplotlib.axis import Axis
    from matplotlib.text import Text

    for axis in figure.findobj(Axis):
        axis.get_ticklabels()  # which writes them
    return [text for text in figure.findobj(Text) if text.get_text()]


def translate(figure: Figure, korean: Mapping[str, str], font: str) -> None:
    """Exchange texts. Only Korean letters are drawn with the font: numbers look as everywhere."""
    from matplotlib.axis import Axis

    for text in drawn_texts(figure):
        if text.get_text() in korean:
            text.set_fontfamily([*text.get_fontfamily(), font])
            text.set_text(korean[text.get_text()])
    for axis in figure.findobj(Axis):
        _translate_ticks(axis, korean)


def _translate_ticks(axis: Axis, korean: Mapping[str, str]) -> None:
    """Fix an axis's labels: drawing would write them anew, in English."""
    from matplotlib.ticker import FixedLocator

    axis.get_ticklabels()
    labels = [tick.label1.get_text() for tick in axis.get_major_ticks()]
    if any(label in korean for label in labels):
        axis.set_major_locator(FixedLocator(list(axis.get_majorticklocs())))
        axis.set_ticklabels([korean.get(label, label) for label in labels])


def _save(figure: Figure, picture: Path, about: Mapping[str, str]) -> None:
    """Write a figure as a small PNG of 128 colours."""
    from PIL import Image, PngImagePlugin

    picture.parent.mkdir(parents=True, exist_ok=True)
    figure.savefig(picture, dpi=120, bbox_inches="tight", facecolor="white")
    with Image.open(picture) as image:
        image.load()
        palette = image.convert("RGB").quantize(128)
    metadata = PngImagePlugin.PngInfo()
    for key, value in about.items():
        metadata.add_text(key, value)
    palette.save(picture, pnginfo=metadata, optimize=True)
