"""What a student wrote, made harmless for where it is shown.

Everything that comes from a submission may be an attempt to write more than text: markup, a link,
somebody's name that is to be notified, a command for the program that reads a log.
"""

from __future__ import annotations

import re

from grader.run.evidence import harmless

LENGTH = 4_000
"""No single text is longer, in characters."""
JOINT = "\u200b"
"""Takes no room, and keeps apart what a platform would read as one: `@name`, `#12`."""
_CODE = re.compile(r"`([^`\n]+)`")
_SPECIAL = re.compile(r"[\\`*\[\]~$|]|(?<![^\W_])_|_(?![^\W_])|(?<=:)//|(?<=\b[wW]{3})\.")
_OPENS_BLOCK = re.compile(r"^(?:(\d+)(?=[.)](?:\s|$))|(?=[-+=#]))")
_PUNCTUATION = re.compile(r"[&<>|\\`*_\[\]~$:@]|(?<=\b[wW]{3})\.")
_REFERENCE = re.compile(r"([@#])(?=\w)|\b(GH)(?=-\d)")


def plain(text: str, length: int = LENGTH) -> str:
    """Return a text without control characters, lone surrogates or hidden directions, cut."""
    return harmless(text, length)


def inline(text: str) -> str:
    """Return Markdown that reads as the text: one paragraph, pieces in backticks as code.

    Lines are kept, as breaks of that paragraph. It may stand at the beginning of a line or in an
    item of a list; in a table, use `cell`.
    """
    lines = (line.strip() for line in plain(text).split("\n"))
    return "<br>".join(_line(line) for line in lines if line)


def _line(line: str) -> str:
    pieces = _CODE.split(line)
    made = [code(piece) if i % 2 else _text(piece) for i, piece in enumerate(pieces)]
    return _OPENS_BLOCK.sub(r"\1\\", "".join(made))


def _text(text: str) -> str:
    """Return Markdown for a piece of a line that has no markup of its own."""
    text = _REFERENCE.sub(_apart, text)
    text = text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    return _SPECIAL.sub(r"\\\g<0>", text)


def _apart(found: re.Match[str]) -> str:
    return found[0] + JOINT


def cell(text: str) -> str:
    """Return Markdown for a cell of a table: no character of it can end the cell."""
    line = _REFERENCE.sub(_apart, " ".join(plain(text).split()))
    return _PUNCTUATION.sub(lambda found: f"&#{ord(found[0])};", line)


def code(text: str) -> str:
    """Return a code span, whatever backticks the text has. Not for a table."""
    line = " ".join(plain(text).split()) or " "
    fence = "`" * (_longest_run(line) + 1)
    pad = " " if "`" in (line[0], line[-1]) else ""
    return f"{fence}{pad}{line}{pad}{fence}"


def block(text: str) -> str:
    """Return a fenced block of code, whatever backticks the text has."""
    shown = plain(text, 1 << 20).strip("\n")
    fence = "`" * max(_longest_run(shown) + 1, 3)
    return f"{fence}text\n{shown}\n{fence}"


def _longest_run(text: str) -> int:
    return max((len(run) for run in re.findall("`+", text)), default=0)
