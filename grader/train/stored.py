"""Results that took long to make, one small JSON file each."""

from __future__ import annotations

import json
import os
import tempfile
from collections.abc import Mapping
from pathlib import Path
from typing import Any


def recall(path: Path) -> Any:
    """Return what a file holds; None where there is none, or it is damaged."""
    try:
        return json.loads(path.read_text("utf-8"))
    except (OSError, ValueError):
        return None


def remember(path: Path, data: Mapping[str, Any]) -> None:
    """Write a file at once or not at all. A folder that cannot be written costs the memory only."""
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with tempfile.NamedTemporaryFile(
            "w", dir=path.parent, delete=False, encoding="utf-8"
        ) as file:
            json.dump(data, file)
        os.replace(file.name, path)
    except OSError:
        pass
