"""What is said where a notebook's Python lacks a package: often it is not the kit's."""

from __future__ import annotations

import sys
from pathlib import Path

from grader.messages import LANGUAGES, Messages, language_of_user


def tell(error: ModuleNotFoundError, language: str | None) -> None:
    """Print what to do about a package that is missing."""
    messages = Messages(language if language in LANGUAGES else language_of_user())
    name = (error.name or str(error)).partition(".")[0]
    path = Path(__file__).resolve().parents[2] / "requirements.txt"
    data = {"name": name, "python": sys.executable, "path": str(path)}
    print(messages.text("notebook", "lacks_here", data))
