"""What all pages share: templates that escape, and words in which backticks mean code.

Needs the package jinja2.
"""

from __future__ import annotations

import functools
import re
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup, escape

from grader.report.escape import plain

_CODE = re.compile(r"`([^`\n]+)`")


@functools.cache
def environment(templates: Path) -> Environment:
    """Return what renders the templates of a folder: everything is escaped, nothing left out."""
    made = Environment(
        loader=FileSystemLoader(templates),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    made.filters.update(words=words, plain=plain)
    return made


def words(text: str) -> Markup:
    """Show pieces in backticks as code, everything else as the characters that it is."""
    return Markup(_CODE.sub(r"<code>\1</code>", str(escape(plain(text)))))
