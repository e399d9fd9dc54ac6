"""Reading what a class handed in, from folders and zips: bounded, and nothing is followed.

Every file is read once, here; what is digested, kept and run later are these bytes.
"""

from __future__ import annotations

import contextlib
import io
import os
import stat
import unicodedata
import zipfile
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path, PurePosixPath

from grader.classroom.model import Trouble
from grader.run.evidence import harmless
from grader.submission import MAX_BYTES

SUFFIXES = (".py", ".ipynb")
OTHER_ARCHIVES = (".7z", ".rar", ".tar", ".gz", ".tgz", ".xz", ".egg", ".alz")
MAX_ENTRIES = 5_000
"""Files looked at for one student."""
MAX_TOTAL = 50 << 20
"""Bytes read for one student."""
MAX_NAME = 1000
"""Characters of a path in a zip that are looked at."""
MAX_DEPTH = 10
"""Folders in folders."""
MAX_NESTED = 2
"""Zips in zips: a platform's download holds what a student packed."""
IGNORED = frozenset(
    (".git", "__pycache__", "__MACOSX", ".ipynb_checkpoints", ".venv", "venv", "node_modules")
)
UTF_8_NAMES = 0x800
"""Flag of a zip's entry whose name is UTF-8; others are in the code page of who packed it."""
BROKEN = (zipfile.BadZipFile, NotImplementedError, ValueError, OSError, EOFError, RuntimeError)
"""What the zip library raises for zips that are none; RuntimeError where a password is missing."""


@dataclass(frozen=True)
class Entry:
    """One file that was handed in."""

    path: PurePosixPath
    """Where it lay, below the student's own folder or zip."""
    data: bytes
    modified: float | None
    """Seconds since 1970, as the folder or the zip says."""


class Reading:
    """All that can be read of one student's, and what could not."""

    def __init__(self) -> None:
        self.entries: list[Entry] = []
        self.troubles: list[Trouble] = []
        self._seen = 0
        self._left = MAX_TOTAL

    def trouble(self, code: str, path: object, **data: object) -> None:
        """Note what was not read."""
        told = {"path": str(path), **{name: str(value) for name, value in data.items()}}
        self.troubles.append(Trouble(code, told))

    def read(self, path: Path) -> None:
        """Read a file, a zip or a folder."""
        name = PurePosixPath(readable(path.name))
        if path.is_symlink():
            self.trouble("link", name)
        elif path.is_dir():
            self._folder(path, PurePosixPath(), 0)
        else:
            self._file(path, name)

    def unzip(self, archive: zipfile.ZipFile, inside: Iterable[zipfile.ZipInfo], top: int) -> None:
        """Read a part of an open zip; the first `top` parts of its names are not the student's."""
        for info in inside:
            self._zipped(archive, info, PurePosixPath(), top, 0)

    def _room(self, path: PurePosixPath) -> bool:
        self._seen += 1
        if self._seen == MAX_ENTRIES + 1:
            self.trouble("too_many", path.parent, most=f"{MAX_ENTRIES:,}")
        return self._seen <= MAX_ENTRIES and self._left >= 0

    def _folder(self, folder: Path, below: PurePosixPath, depth: int) -> None:
        try:
            with os.scandir(folder) as opened:
                found = sorted(opened, key=lambda entry: entry.name)
        except OSError as error:
            self.trouble("unreadable", below, why=error.strerror)
            return
        for entry in found:
            path = below / readable(entry.name)
            if entry.name in IGNORED or not self._room(path):
                continue
            if entry.is_symlink():
                self.trouble("link", path)
            elif entry.is_dir(follow_symlinks=False):
                if depth < MAX_DEPTH:
                    self._folder(Path(entry.path), path, depth + 1)
            else:
                self._file(Path(entry.path), path)

    def _file(self, file: Path, path: PurePosixPath) -> None:
        suffix = path.suffix.lower()
        if suffix in OTHER_ARCHIVES:
            self.trouble("other_archive", path)
        if suffix not in (*SUFFIXES, ".zip"):
            return
        most = self._most(suffix)
        try:
            data, state = _read_regular(file, most)
        except OSError as error:
            self.trouble("unreadable", path, why=error.strerror or "")
            return
        if data is None:
            self.trouble("not_regular", path)
        elif len(data) > most:
            self.trouble("too_large", path, size=f"{state.st_size:,}", limit=f"{most:,}")
        elif suffix == ".zip":
            self._zip(data, path, 0)
        else:
            self._keep(path, data, state.st_mtime)

    def _most(self, suffix: str) -> int:
        return MAX_TOTAL if suffix == ".zip" else MAX_BYTES

    def _keep(self, path: PurePosixPath, data: bytes, modified: float | None) -> None:
        self._left -= len(data)
        if self._left < 0:
            self.trouble("too_much", path, limit=f"{MAX_TOTAL:,}")
        else:
            self.entries.append(Entry(path, data, modified))

    def _zip(self, data: bytes, path: PurePosixPath, nested: int) -> None:
        """Read a zip's texts. Nothing is unpacked to the disk, so nothing can slip out."""
        try:
            with zipfile.ZipFile(io.BytesIO(data)) as archive:
                for info in archive.infolist():
                    self._zipped(archive, info, path.with_suffix(""), 0, nested)
        except BROKEN as error:
            self.trouble("bad_zip", path, why=error)

    def _zipped(
        self,
        archive: zipfile.ZipFile,
        info: zipfile.ZipInfo,
        outer: PurePosixPath,
        top: int,
        nested: int,
    ) -> None:
        inner = PurePosixPath(name_in_zip(info))
        path = outer.joinpath(*inner.parts[top:])
        suffix = inner.suffix.lower()
        if info.is_dir() or suffix not in (*SUFFIXES, ".zip") or set(inner.parts) & IGNORED:
            return
        if not self._room(path):
            return
        if inner.is_absolute() or ".." in inner.parts or ":" in inner.parts[0]:
            self.trouble("slips", outer, name=inner)
        elif stat.S_ISLNK(info.external_attr >> 16):
            self.trouble("link", path)
        elif info.flag_bits & 1:
            self.trouble("locked", path)
        else:
            self._member(archive, info, path, nested)

    def _member(
        self, archive: zipfile.ZipFile, info: zipfile.ZipInfo, path: PurePosixPath, nested: int
    ) -> None:
        suffix = path.suffix.lower()
        most = self._most(suffix)
        try:
            with archive.open(info) as opened:  # what it says of its size may be a lie
                data = opened.read(most + 1)
        except BROKEN as error:
            self.trouble("bad_zip", path, why=error)
            return
        if len(data) > most:
            self._left -= len(data)  # a zip of such files is not read to its end
            self.trouble("too_large", path, size=f"> {most:,}", limit=f"{most:,}")
        elif suffix != ".zip":
            self._keep(path, data, _time_of(info))
        elif nested + 1 < MAX_NESTED:
            self._zip(data, path, nested + 1)
        else:
            self.trouble("nested", path)


def _read_regular(file: Path, most: int) -> tuple[bytes | None, os.stat_result]:
    """Return at most one byte more than is allowed; None for a pipe or a device."""
    flags = os.O_RDONLY | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_NONBLOCK", 0)
    with open(os.open(file, flags | getattr(os, "O_BINARY", 0)), "rb") as opened:
        state = os.fstat(opened.fileno())
        if not stat.S_ISREG(state.st_mode):
            return None, state
        return opened.read(most + 1), state


def name_in_zip(info: zipfile.ZipInfo) -> str:
    """Return an entry's name; Korean Windows writes it in its own code page."""
    name = info.filename
    if not info.flag_bits & UTF_8_NAMES:
        with contextlib.suppress(UnicodeError):
            name = name.encode("cp437").decode("utf-8")
            return readable(name)
        with contextlib.suppress(UnicodeError):
            name = info.filename.encode("cp437").decode("cp949")
    return readable(name)


def _time_of(info: zipfile.ZipInfo) -> float | None:
    """Return when a zip's entry was last changed, in this machine's time zone: zips have none."""
    if info.date_time[0] <= 1980:  # where nobody said
        return None
    try:
        return datetime(*info.date_time).timestamp()
    except (ValueError, OverflowError):
        return None


def readable(name: str) -> str:
    """Return a file's name as it is typed: macOS takes Korean syllables apart, and what Linux
    holds from Korean Windows is in its code page. What a terminal would obey is taken out.
    """
    try:
        name.encode()
    except UnicodeEncodeError:
        raw = os.fsencode(name)
        try:
            name = raw.decode("cp949")
        except UnicodeDecodeError:
            name = raw.decode("utf-8", "replace")
    return harmless(unicodedata.normalize("NFC", name.replace("\\", "/")), MAX_NAME).translate(
        {ord("\n"): " ", ord("\t"): " "}
    )


def listed(archive: zipfile.ZipFile) -> Iterator[tuple[PurePosixPath, zipfile.ZipInfo]]:
    """Yield what a zip holds, folders and what a system packed along left out."""
    for info in archive.infolist():
        path = PurePosixPath(name_in_zip(info))
        if path.parts and not info.is_dir() and not set(path.parts) & IGNORED:
            yield path, info
