"""Where things are: the folders of the kit and the exercises that it has."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from grader.reference import Reference, load_reference

ROOT = Path(__file__).resolve().parent.parent
_SLUG = re.compile(r"(\d\d)_([a-z0-9_]+)")


class UsageError(Exception):
    """The command was wrong. `code` is a key of the catalogues, `data` fills its sentence."""

    def __init__(self, code: str, **data: object) -> None:
        super().__init__(code, data)
        self.code = code
        self.data = data


class LackingError(UsageError):
    """The machine lacks what the command was told to insist on."""


@dataclass(frozen=True)
class Kit:
    """One copy of the course: the author's (with `solutions/`) or a student's (without)."""

    root: Path = ROOT
    reference_folder: Path | None = None

    @property
    def exercises(self) -> Path:
        """The folder that students edit."""
        return self.root / "exercises"

    @property
    def solutions(self) -> Path:
        """The folder that authors edit; absent from a student's copy."""
        return self.root / "solutions"

    @property
    def reference(self) -> Path:
        """The folder of frozen answers that `author build` writes."""
        return self.reference_folder or self.root / "grader" / "reference"

    @cached_property
    def slugs(self) -> tuple[str, ...]:
        """Names of the exercises, in their order: `("01_images_are_tensors", ...)`."""
        return tuple(sorted(p.stem for p in self.reference.glob("[0-9][0-9]_*.json")))

    def load(self, slug: str, *, answers: bool = True) -> Reference:
        """Return what the grader knows of one exercise; see `load_reference`."""
        return load_reference(self.reference / f"{slug}.json", answers=answers)

    def select(self, names: Sequence[str]) -> tuple[tuple[str, str | None], ...]:
        """Return (slug, task id or None) for what a person may write: `7`, `07`, `7.2`, a path.

        Raises UsageError for a name that stands for no exercise or no task.
        """
        return tuple(self._select(name) for name in names)

    def _select(self, name: str) -> tuple[str, str | None]:
        if not self.slugs:
            raise UsageError("usage.no_exercises", folder=str(self.reference))
        wanted, task = name, None
        if re.fullmatch(r"\d{1,2}\.\d{1,2}", name):
            wanted, task = name.partition(".")[0], name.lstrip("0")
        if re.fullmatch(r"\d{1,2}", wanted):
            number = f"{int(wanted):02}"
            found = [slug for slug in self.slugs if slug.startswith(number + "_")]
        else:
            parts = set(Path(wanted).parts) | {Path(wanted).stem}
            found = [s for s in self.slugs if s in parts or s.partition("_")[2] in parts]
        if len(found) != 1:
            raise UsageError("usage.no_such_exercise", name=name, known=", ".join(self.slugs))
        if task is not None and all(t.id != task for t in self.load(found[0], answers=False).tasks):
            known = ", ".join(t.id for t in self.load(found[0], answers=False).tasks)
            raise UsageError("usage.no_such_task", name=name, known=known)
        return found[0], task


def module_name(slug: str) -> str:
    """Return the name of an exercise's file without `.py`: `"07_same_or_valid"` has
    `"same_or_valid"`.
    """
    matched = _SLUG.fullmatch(slug)
    if matched is None:
        raise ValueError(f"{slug!r} is no name of an exercise: two digits, '_', small letters")
    return matched[2]
