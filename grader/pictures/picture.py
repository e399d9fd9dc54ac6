"""A picture as it leaves this package, and the ink that all of them are drawn with."""

from __future__ import annotations

import io
import struct
import textwrap
from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Literal

from grader.messages import Messages
from grader.pictures.fonts import korean_font

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure
    from matplotlib.text import Text

DPI = 144
COLOURS = 256
"""In a file: drawings have few, and a page carries all of its pictures."""
CHARACTERS = 10.5
"""Of a heading, in an inch."""
DARK, QUIET, RED, PALE = "#1c1f23", "#5a626c", "#b3261e", "#e4e7eb"
GREEN, YOURS, RIGHT, BESIDE = "#17692f", "#0b57a4", "#b25d00", "#5a626c"
"""Never alone: what is drawn in one of these has a name, a mark or a line of its own besides."""


@dataclass(frozen=True)
class Picture:
    """One picture of a learner's own work."""

    task: str
    """The id: `"7.2"`."""
    name: str
    """For a file: `"7.2-coverage_map"`."""
    title: str
    told: str
    """What is to be seen in it, in words."""
    png: bytes

    @property
    def size(self) -> tuple[int, int]:
        """Width and height in CSS pixels, as it was drawn to be read."""
        width, height = struct.unpack(">II", self.png[16:24])
        return round(width * 96 / DPI), round(height * 96 / DPI)


class Ink:
    """Words for pictures: in the language of the messages where a font has its letters."""

    def __init__(self, messages: Messages) -> None:
        font = korean_font() if messages.language == "ko" else None
        self.family = ["DejaVu Sans", *([font] if font else [])]
        self.messages = messages if font or messages.language == "en" else Messages("en")

    def text(self, key: str, **data: object) -> str:
        """Return a text for a picture."""
        return self.messages.text("picture", key, data)

    def write(self, axes: Axes, x: float, y: float, text: str, **style: Any) -> Text:
        """Write a text as it is: a dollar sign begins no formula."""
        return axes.text(x, y, text, family=self.family, parse_math=False, **style)

    def title(self, axes: Axes, text: str, **style: Any) -> None:
        """Write what stands above a part of a picture."""
        settings: dict[str, Any] = {"fontsize": 9, "color": DARK, **style}
        axes.set_title(text, family=self.family, parse_math=False, **settings)

    def head(self, figure: Figure, text: str) -> None:
        """Write what stands above a whole picture, in two lines at most."""
        most = int(figure.get_figwidth() * CHARACTERS)
        lines = textwrap.wrap(text, most, max_lines=2, placeholder=" …")
        figure.suptitle(
            "\n".join(lines),
            family=self.family,
            parse_math=False,
            fontsize=11,
            color=DARK,
            x=0.02,
            ha="left",
        )

    def labels(self, axes: Axes, x: str, y: str) -> None:
        """Name both axes."""
        axes.set_xlabel(x, family=self.family, fontsize=9)
        axes.set_ylabel(y, family=self.family, fontsize=9)

    def legend(self, axes: Axes, **settings: Any) -> None:
        """Name the lines of a plot."""
        axes.legend(prop={"family": self.family, "size": 8}, frameon=False, **settings)


def new_figure(
    width: float, height: float, layout: Literal["constrained"] | None = "constrained"
) -> Figure:
    """Return an empty figure of so many inches; it belongs to no window."""
    from matplotlib.figure import Figure

    return Figure(figsize=(width, height), layout=layout, facecolor="white")


def to_png(figure: Figure, about: Mapping[str, str] | None = None) -> bytes:
    """Return a figure as the bytes of a small PNG file."""
    from PIL import Image

    drawn, packed = io.BytesIO(), io.BytesIO()
    figure.savefig(drawn, dpi=DPI, facecolor="white", metadata=dict(about or {}))
    with Image.open(drawn) as image:
        image.convert("RGB").quantize(COLOURS).save(packed, "PNG", optimize=True)
    return packed.getvalue()
