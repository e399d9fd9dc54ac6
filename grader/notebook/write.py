"""An exercise as a notebook: a cell that finds the kit, its own cells, a check for each task."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping

from grader.messages import LANGUAGES, Messages
from grader.reference import Reference
from grader.submission import beginning

FIND_THE_KIT = """\
import os
import sys

if "google.colab" in sys.modules and not os.path.isdir("/content/{kit}"):
    import zipfile
    from google.colab import files

    zipfile.ZipFile(next(iter(files.upload()))).extractall("/content")
    !pip install -q -r /content/{kit}/requirements.txt

kit = os.path.dirname(globals().get("__vsc_ipynb_file__", "")) or os.getcwd()
if "google.colab" in sys.modules:
    kit = "/content/{kit}"
while not os.path.isdir(os.path.join(kit, "grader")) and kit != os.path.dirname(kit):
    kit = os.path.dirname(kit)
if kit not in sys.path:
    sys.path.insert(0, kit)
try:
    from grader import check, hint
except ModuleNotFoundError:
    print({not_found})"""
METADATA = {
    "kernelspec": {"display_name": "Python 3", "language": "python", "name": "python3"},
    "language_info": {"name": "python"},
}
Cell = tuple[str, str]
"""`"markdown"` or `"code"`, and what stands in it."""


def notebook(text: str, reference: Reference, kit: str) -> bytes:
    """Return an exercise's file in percent format as a notebook without outputs.

    The same text gives the same bytes. `kit` names the folder that the student kit's zip unpacks
    to. Needs the package jupytext.
    """
    import jupytext  # type: ignore[import-untyped]

    own = [(cell.cell_type, cell.source) for cell in jupytext.reads(text, fmt="py:percent").cells]
    title = 1 if own and own[0][0] == "markdown" else 0
    cells = [*own[:title], ("code", _first(kit)), *_with_checks(own[title:], reference)]
    slug = reference.slug
    written = {
        "cells": [_cell(kind, text, f"{slug}-{n:02}") for n, (kind, text) in enumerate(cells)],
        "metadata": METADATA,
        "nbformat": 4,
        "nbformat_minor": 5,
    }
    return (json.dumps(written, ensure_ascii=False, indent=1) + "\n").encode()


def _first(kit: str) -> str:
    told = [f"# {line}" for line in _in_all_languages("get", {"archive": f"{kit}.zip"})]
    not_found = json.dumps("\n".join(_in_all_languages("not_found")), ensure_ascii=False)
    code = FIND_THE_KIT.replace("{kit}", kit).replace("{not_found}", not_found)
    return "\n".join([*told, code])


def _in_all_languages(key: str, data: Mapping[str, str] | None = None) -> list[str]:
    return [Messages(language).text("notebook", key, data) for language in LANGUAGES]


def _with_checks(cells: list[Cell], reference: Reference) -> Iterator[Cell]:
    """Yield the cells, behind each that holds a task's function or constant its check."""
    names = {task.name: task.id for task in reference.tasks}
    for kind, text in cells:
        yield kind, text
        for name, number in names.items():
            if kind == "code" and beginning(name).search(text):
                yield "code", f'check("{number}")'
    yield "markdown", "\n\n".join(_in_all_languages("check"))
    yield "code", f'check("{reference.id}")'


def _cell(kind: str, text: str, name: str) -> dict[str, object]:
    code: dict[str, object] = {"execution_count": None, "outputs": []} if kind == "code" else {}
    lines = text.splitlines(keepends=True)
    return {"cell_type": kind, "id": name[:64], "metadata": {}, "source": lines, **code}
