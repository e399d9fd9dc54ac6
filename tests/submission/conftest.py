from __future__ import annotations

import pytest

from grader.submission import read_submission

from .building import NAMES, STUB


@pytest.fixture
def read(tmp_path):
    """Read a submission of the given files, bytes by name."""

    def read(**files):
        for name, data in files.items():
            (tmp_path / name.replace("_", ".")).write_bytes(data)
        return read_submission(tmp_path, "mine.py", NAMES, STUB)

    return read
