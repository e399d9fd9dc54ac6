"""`python -m grader notebook 07`: an exercise as a notebook beside its `.py`."""

from __future__ import annotations

import argparse
from pathlib import Path

from grader.commands import free_name, put_back
from grader.kit import Kit, UsageError
from grader.messages import Messages
from grader.notebook.write import notebook
from grader.report.formats import cannot_write
from grader.submission import decode_text

ARCHIVE = "course_kit"
"""What the kit's zip unpacks to: `author pack` gives it this name."""


def write_notebook(options: argparse.Namespace, kit: Kit, messages: Messages) -> int:
    """Write the notebook; the `.py` becomes the stub again, since where both are filled in it is
    the `.py` that counts.

    Raises UsageError where there is a notebook already, and no leave to replace it.
    """
    slug, _ = kit.select([options.exercise])[0]
    reference = kit.load(slug, answers=False)
    path = kit.exercises / slug / reference.file
    target = path.with_suffix(".ipynb")
    if target.exists() and not options.force:
        raise UsageError("usage.notebook_there", file=target.name, source=path.name)
    text = _text(path) if path.is_file() else reference.stub
    content = notebook(text, reference, ARCHIVE)
    try:
        replaced = _set_aside(target)
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(content)
        backup = put_back(path, reference.stub)
    except OSError as error:
        raise cannot_write(target, error) from error
    told = {"file": target.name, "backup": replaced.name if replaced else ""}
    empty = text.strip() == reference.stub.strip()
    print(messages.text("notebook", "written_stub" if empty else "written", told))
    if replaced is not None:
        print(messages.text("notebook", "replaced", told))
    if backup is not None:
        data = {"file": path.name, "backup": backup.name}
        print(messages.text("notebook", "put_back", data))
    return 0


def _text(path: Path) -> str:
    text, _ = decode_text(path.read_bytes(), path.name)
    if text is None:
        raise UsageError("usage.notebook_encoding", file=path.name)
    return text.replace("\r\n", "\n").replace("\r", "\n")


def _set_aside(target: Path) -> Path | None:
    if not target.exists():
        return None
    backup = free_name(target, target.name)
    target.rename(backup)
    return backup
