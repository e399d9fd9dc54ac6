"""The words of argparse, which knows English only, in the reader's language."""

from __future__ import annotations

import argparse
from collections.abc import Mapping

from grader.messages import catalogue


def teach_argparse(language: str) -> None:
    """Have every parser that is made from now on speak a language.

    argparse looks its sentences up under these two names, which are those of gettext; what the
    catalogue does not have stays English.
    """
    words = catalogue(language)["argparse"]

    def one(text: str) -> str:
        return _in(words, text)

    def one_or_many(single: str, several: str, count: int) -> str:
        return _in(words, single if count == 1 else several)

    setattr(argparse, "_", one)  # noqa: B010
    setattr(argparse, "ngettext", one_or_many)  # noqa: B010


def _in(words: Mapping[str, str], text: str) -> str:
    """Return a sentence in other words, between the same spaces and line ends."""
    bare = text.strip()
    return text.replace(bare, words.get(bare, bare)) if bare else text
