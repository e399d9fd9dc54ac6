"""A student's files as text, whatever they are: bounded, inside of the submission, decoded."""

from __future__ import annotations

import ast
import codecs
import contextlib
import functools
import itertools
import os
import stat
from collections.abc import Iterator
from pathlib import Path

from grader.submission.definitions import imported
from grader.submission.problem import Problem

MAX_BYTES = 1 << 20
MAX_MODULES = 50
"""So many files beside a student's are read."""
MAX_BESIDE = 1000
"""So many names in a folder are looked at."""


def read_text(path: Path, root: Path) -> tuple[str, Problem | None, tuple[Problem, ...]]:
    """Return a file's text, or why there is none, and notes on how it was; `root` is resolved."""
    name = {"file": path.name}
    if not os.path.lexists(path):
        return "", Problem("file.missing", data={**name, "folder": path.parent.name}), ()
    try:
        inside = path.resolve()
        if not inside.is_relative_to(root):
            return "", Problem("file.leads_out", data={**name, "target": str(inside)}), ()
        raw = _read_regular(inside)
    except (OSError, RuntimeError) as error:  # RuntimeError: links in a circle, before Python 3.13
        why = getattr(error, "strerror", None) or str(error)
        return "", Problem("file.unreadable", data={**name, "why": why}), ()
    if raw is None:
        return "", Problem("file.not_regular", data=name), ()
    if len(raw) > MAX_BYTES:
        data = {**name, "size": f"{inside.stat().st_size:,}", "limit": f"{MAX_BYTES:,}"}
        return "", Problem("file.too_large", data=data), ()
    text, notes = decode_text(raw, path.name)
    if text is None:
        return "", Problem("file.encoding", data=name), ()
    if "\0" in text:
        return "", Problem("file.binary", data=name), ()
    return text.replace("\r\n", "\n").replace("\r", "\n"), None, notes


def _read_regular(path: Path) -> bytes | None:
    """Return at most one byte more than is allowed; None for a pipe, a device or a folder.

    Whatever the path has become since it was looked at: nothing is waited for, no link followed.
    """
    if path.is_dir():  # Windows cannot open one
        return None
    flags = os.O_RDONLY | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_NONBLOCK", 0)
    with open(os.open(path, flags | getattr(os, "O_BINARY", 0)), "rb") as file:
        if not stat.S_ISREG(os.fstat(file.fileno()).st_mode):
            return None
        return file.read(MAX_BYTES + 1)


def modules_beside(path: Path, root: Path, tree: ast.Module) -> dict[str, str]:
    """Return the texts of the modules beside a student's file, by name, where it imports one.

    They are read here, so that what runs the file needs no folder of the student's.
    """
    folder = path.parent
    if not any(map(functools.partial(is_module, folder), imported(tree))):
        return {}
    texts: dict[str, str] = {}
    room = MAX_BYTES
    for file in itertools.islice(_python_files(folder, 0), MAX_MODULES):
        parts = file.relative_to(folder).with_suffix("").parts
        text, problem, _ = read_text(file, root.resolve())
        room -= len(text)
        if room < 0:
            break
        if problem is None and file != path:
            texts[".".join(parts)] = text
    return texts


def is_module(folder: Path, name: str) -> bool:
    """Whether a folder has a module or a package of that name."""
    try:
        return (folder / f"{name}.py").exists() or (folder / name / "__init__.py").exists()
    except OSError:  # a name longer than a file's may be
        return False


def _python_files(folder: Path, depth: int) -> Iterator[Path]:
    """Yield the modules in a folder and two below it, in order; folders that are links are none."""
    entries: list[os.DirEntry[str]] = []
    with contextlib.suppress(OSError), os.scandir(folder) as found:
        entries = sorted(itertools.islice(found, MAX_BESIDE), key=lambda one: one.name)
    for entry in entries:
        stem, suffix = os.path.splitext(entry.name)
        if suffix == ".py" and stem.isidentifier():
            yield Path(entry.path)
        elif depth < 2 and entry.name.isidentifier() and entry.is_dir(follow_symlinks=False):
            yield from _python_files(Path(entry.path), depth + 1)


def decode_text(raw: bytes, name: str) -> tuple[str | None, tuple[Problem, ...]]:
    """Decode a source file: UTF-8 with or without a mark, UTF-16 with one, else CP949."""
    if raw.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        encoding = "utf-16"
    else:
        try:
            return raw.decode("utf-8-sig"), ()
        except UnicodeDecodeError:
            encoding = "cp949"
    try:
        text = raw.decode(encoding)
    except UnicodeDecodeError:
        return None, ()
    data = {"file": name, "encoding": encoding.upper()}
    return text, (Problem("note.encoding", data=data),)
