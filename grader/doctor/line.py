"""What every examination yields."""

from __future__ import annotations

from dataclasses import dataclass, field

GOOD, NOTE, BAD = "good", "note", "bad"


@dataclass(frozen=True)
class Line:
    """One thing that was looked at. `key` names its sentence; one that is BAD has a remedy, too."""

    key: str
    verdict: str = GOOD
    """GOOD, NOTE (worth knowing, keeps nobody from working) or BAD."""
    data: dict[str, object] = field(default_factory=dict)
