"""Files on their way out: a folder or a zip, the same bytes whenever they are written."""

from __future__ import annotations

import os
import stat
import tempfile
import zipfile
from collections.abc import Collection, Mapping
from pathlib import Path

from grader.kit import UsageError

Files = Mapping[str, bytes]
"""By path, with `/` between its parts."""
MOMENT = (1980, 1, 1, 0, 0, 0)
"""The earliest time that a zip can hold: when it was packed is not part of what is packed."""


def write_folder(files: Files, out: Path) -> None:
    """Write files into a new or empty folder. Raises UsageError where there is something else."""
    if out.exists() and not (out.is_dir() and not any(out.iterdir())):
        raise UsageError("usage.pack_exists", path=str(out))
    for name in sorted(files):
        path = out / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(files[name])


def write_zip(files: Files, out: Path, programs: Collection[str] = ()) -> None:
    """Write files as a zip, in the order of their names; `programs` may be executed.

    What stood there is replaced when all of it is written, or not at all.
    """
    out.parent.mkdir(parents=True, exist_ok=True)
    handle, unfinished = tempfile.mkstemp(dir=out.parent, prefix=f".{out.name}.")
    os.close(handle)
    try:
        with zipfile.ZipFile(unfinished, "w", zipfile.ZIP_DEFLATED) as archive:
            for name in sorted(files):
                entry = zipfile.ZipInfo(name, MOMENT)
                entry.create_system = 3  # Unix, on every system: permissions are read as these
                mode = 0o755 if name in programs else 0o644
                entry.external_attr = (stat.S_IFREG | mode) << 16
                archive.writestr(entry, files[name], zipfile.ZIP_DEFLATED)
        Path(unfinished).chmod(0o644)
        os.replace(unfinished, out)
    except BaseException:
        Path(unfinished).unlink(missing_ok=True)
        raise
