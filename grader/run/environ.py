"""The environment of a runner: scrubbed, fixed, at home in its scratch folder."""

from __future__ import annotations

import os
from pathlib import Path

KEPT = ("PATH", "LANG", "LC_ALL", "SYSTEMROOT", "WINDIR", "LD_LIBRARY_PATH", "VIRTUAL_ENV")
FIXED = {
    "KERAS_BACKEND": "tensorflow",
    "TF_CPP_MIN_LOG_LEVEL": "3",
    "TF_ENABLE_ONEDNN_OPTS": "0",
    "CUDA_VISIBLE_DEVICES": "-1",
    "OMP_NUM_THREADS": "1",
    "OPENBLAS_NUM_THREADS": "1",
    "TF_NUM_INTRAOP_THREADS": "1",
    "TF_NUM_INTEROP_THREADS": "1",
    "MALLOC_ARENA_MAX": "2",
    "MPLBACKEND": "Agg",
    "PYTHONHASHSEED": "0",
}
HOMES = ("HOME", "USERPROFILE", "TMPDIR", "TEMP", "TMP")


def environment(scratch: Path) -> dict[str, str]:
    """Return the scrubbed environment of a runner whose only folder to write in is `scratch`."""
    kept = {name: os.environ[name] for name in KEPT if name in os.environ}
    homes = {name: str(scratch) for name in HOMES}
    return {**kept, **FIXED, **homes, "KERAS_HOME": str(scratch / "keras")}


def unshared() -> str:
    """Return the name of a variable that the grader has and no runner gets; "" for none."""
    shared = {*KEPT, *FIXED, *HOMES, "KERAS_HOME", "PWD"}
    return next((name for name in os.environ if name not in shared), "")
