"""Why something of a submission cannot be run."""

from __future__ import annotations

from dataclasses import dataclass, field


@dataclass(frozen=True)
class Problem:
    """Why a file, or one function of it, cannot be run. `code` is a key of the catalogues."""

    code: str
    line: int | None = None
    data: dict[str, str] = field(default_factory=dict)
