"""Answers that can be recognised and not read: what a learner is asked to predict.

Numbers that a person works out are few and small, so a program finds each of them by trying, and
whoever can write that program can as well ask Keras. What a seal keeps is the surprise: nobody who
looks into the kit's files reads the answer by the way. The salt makes equal answers look different,
and the slow hash makes trying them a deliberate act.
"""

from __future__ import annotations

import functools
import hashlib
from dataclasses import dataclass
from typing import Any

ROUNDS = 12_000
"""Of PBKDF2: 4 to 8 ms an entry, so that a dict of ten is judged within a tenth of a second."""
SALT = 16
"""Bytes."""
DIGITS = 4
"""A sealed fraction has no more digits that count: with more, two people differ in the last."""
LONGEST = 100
"""Of a text or a sequence that somebody predicts, so many characters or parts are looked at."""

MOST, CRUMB = 1e18, 1e-12
"""No answer is larger, and none differs from another by so small a part."""


@dataclass(frozen=True)
class Seal:
    """One right answer, closed."""

    form: str
    """`"number"`, `"numbers"` (a sequence of them) or `"text"`: what the answer is like."""
    salt: str
    digest: str

    def opens(self, value: Any) -> bool:
        """Whether a value is the right one, however it is written."""
        written = canonical(value)
        return written is not None and _digest(written, self.salt) == self.digest


def sealed(value: Any, *place: str) -> Seal:
    """Return a seal on a right answer; `place` tells its salt from those of other answers.

    The same answer at the same place gives the same seal, so that building twice changes nothing.
    Raises ValueError for what cannot be sealed: a fraction of many digits, a dict, an array.
    """
    written, form = canonical(value), form_of(value)
    if written is None or form is None:
        raise ValueError(f"{value!r} is no number, no text and no sequence of numbers")
    if isinstance(value, float) and written != canonical(float(f"{value:.{DIGITS}g}")):
        raise ValueError(f"{value!r} has more than {DIGITS} digits that count")
    salt = hashlib.sha256("\0".join(place).encode()).digest()[:SALT].hex()
    return Seal(form, salt, _digest(written, salt))


def form_of(value: Any) -> str | None:
    """Return in which form a value answers, `Seal.form`, or None for one that never does."""
    if isinstance(value, str):
        return "text"
    if isinstance(value, (list, tuple)):
        return "numbers" if all(form_of(part) == "number" for part in value) else None
    number = isinstance(value, (int, float)) and not isinstance(value, bool)
    return "number" if number else None


def canonical(value: Any) -> str | None:
    """Return one text for all ways to write a value, or None for what is no answer.

    5.0 is 5, a list is a tuple, and capitals and spaces of a text do not count.
    """
    form = form_of(value)
    if form == "text":
        return "text " + " ".join(value[:LONGEST].split()).casefold()
    if form == "number":
        return _number(value)
    if form == "numbers" and len(value) <= LONGEST:
        parts = [_number(part) for part in value]
        return None if None in parts else f"({', '.join(map(str, parts))})"
    return None


def _number(value: float) -> str | None:
    """Write a number; what floats leave behind, as in 0.1 + 0.2, makes no other number of it.

    Of fractions six digits count, as many as a float32 keeps. A whole number has to be whole.
    """
    if not abs(value) < MOST:  # no NaN, no infinity either
        return None
    whole = round(value)
    if abs(value - whole) <= CRUMB * max(abs(whole), 1):
        return str(whole)
    written = f"{value:.6g}"
    return f"{value:.12g}" if float(written).is_integer() else written


@functools.lru_cache(maxsize=4096)
def _digest(written: str, salt: str) -> str:
    """Hash a canonical text; of a class, most say the same."""
    raw = hashlib.pbkdf2_hmac("sha256", written.encode(), bytes.fromhex(salt), ROUNDS)
    return raw.hex()
