"""The message catalogues: every sentence that a user sees, in English and in Korean."""

from __future__ import annotations

import functools
import locale
import os
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Any

if sys.version_info >= (3, 11):
    import tomllib
else:
    import tomli as tomllib

FOLDER = Path(__file__).resolve().parent
LANGUAGES = ("en", "ko")


class Messages:
    """The sentences of one language."""

    def __init__(self, language: str) -> None:
        self.language = language

    def text(self, section: str, key: str, data: Mapping[str, Any] | None = None) -> str:
        """Return a sentence with its values filled in; the key itself where there is none."""
        template = catalogue(self.language).get(section, {}).get(key)
        if template is None:
            return f"{section}.{key}"
        return template.format_map(_Values(data or {}))

    def has(self, section: str, key: str) -> bool:
        """Whether there is such a sentence."""
        return key in catalogue(self.language).get(section, {})


class _Values(dict[str, Any]):
    """A value that is not there shows as `?`: half a sentence is better than none."""

    def __missing__(self, key: str) -> str:
        return "?"


@functools.cache
def catalogue(language: str) -> dict[str, dict[str, str]]:
    """Return all sections of a language; its files are read in the order of their names.

    Raises ValueError where two files have the same key in the same section.
    """
    sections: dict[str, dict[str, str]] = {}
    for path in sorted((FOLDER / language).glob("*.toml")):
        for section, entries in tomllib.loads(path.read_text("utf-8")).items():
            known = sections.setdefault(section, {})
            twice = known.keys() & entries.keys()
            if twice:
                raise ValueError(f"{path}: {section}.{min(twice)} stands in another file, too")
            known.update(entries)
    return sections


def language_of_user() -> str:
    """Return `"ko"` where the environment asks for Korean, else `"en"`."""
    for name in ("GRADER_LANG", "LC_ALL", "LC_MESSAGES", "LANG"):
        value = os.environ.get(name, "")
        if value:
            return "ko" if value.lower().startswith("ko") else "en"
    found = locale.getlocale()[0] or ""
    return "ko" if found.lower().startswith("ko") else "en"
