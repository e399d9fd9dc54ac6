"""Reading the rules of a course from a TOML file: each fault is told with its key."""

from __future__ import annotations

import json
import math
import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import date, datetime, time, timedelta
from pathlib import Path
from typing import Any, TypeVar

from grader.classroom.model import ExerciseInfo
from grader.classroom.policy import ATTEMPTS, VISIBILITIES, Allowance, Late, Policy
from grader.kit import UsageError

if sys.version_info >= (3, 11):
    import tomllib
else:
    import tomli as tomllib

Read = TypeVar("Read")


def read_policy(path: Path, exercises: Sequence[ExerciseInfo]) -> Policy:
    """Read the rules of a course. Raises UsageError naming file, key, what was found, expected."""
    try:
        found = tomllib.loads(path.read_text("utf-8-sig"))
    except (OSError, ValueError) as error:
        why = getattr(error, "strerror", None) or str(error)
        raise UsageError("usage.policy_unreadable", path=str(path), why=why) from error
    return _Reading(path, exercises).policy(found)


class _Reading:
    """Reads one file of rules, and says of every key that it does not know where it stands."""

    def __init__(self, path: Path, exercises: Sequence[ExerciseInfo]) -> None:
        self._path = path
        self._by_name = {name: e.id for e in exercises for name in (e.id, e.slug, e.id.lstrip("0"))}
        self._tasks = {task for e in exercises for task, *_ in e.tasks}
        self._ids = sorted(e.id for e in exercises)

    def policy(self, found: Mapping[str, Any]) -> Policy:
        known = ("course", "weights", "due", "late", "students", "visibility")
        tables = {name: self._table(found, name, name) for name in known}
        self._only(found, known, "")
        course, due = tables["course"], dict(tables["due"])
        self._only(course, ("title", "attempt", "exercises"), "course")
        for_all = due.pop("all", None)
        return Policy(
            title=self._text(course, "title", "course"),
            attempt=self._one_of(course.get("attempt", "best"), ATTEMPTS, "course.attempt"),
            counts=self._exercises(course.get("exercises"), "course.exercises"),
            weights=self._each(tables["weights"], "weights", self._exercise, self._number),
            due=self._each(due, "due", self._exercise, self._moment),
            due_for_all=None if for_all is None else self._moment(for_all, "due.all"),
            late=self._late(tables["late"]),
            allowances={
                key: self._allowance(self._table(tables["students"], key, f"students.{key}"), key)
                for key in tables["students"]
            },
            visibility=self._each(
                dict(_undotted(tables["visibility"])), "visibility", self._shown, self._visibility
            ),
        )

    def _each(
        self,
        table: Mapping[str, Any],
        where: str,
        name_of: Callable[[object, str], str],
        read: Callable[[object, str], Read],
    ) -> dict[str, Read]:
        """Read a table by exercises; two names of one exercise are refused."""
        entries: dict[str, Read] = {}
        for name, value in table.items():
            meant = name_of(name, where)
            if meant in entries:
                raise self._wrong(f"{where}.{name}", name, f"{where}.{meant}")
            entries[meant] = read(value, f"{where}.{name}")
        return entries

    def _late(self, found: Mapping[str, Any]) -> Late:
        names = ("grace_minutes", "per_day", "at_most", "closes_after_days")
        self._only(found, names, "late")
        numbers = {name: self._number(value, f"late.{name}") for name, value in found.items()}
        for name in ("per_day", "at_most"):
            if numbers.get(name, 0) > 1:
                raise self._wrong(f"late.{name}", found[name], "0 ... 1")
        return Late(**numbers)

    def _allowance(self, found: Mapping[str, Any], key: str) -> Allowance:
        where = f"students.{key}"
        self._only(found, ("extra_hours", "excused"), where)
        hours = self._number(found.get("extra_hours", 0), f"{where}.extra_hours")
        excused = self._exercises(found.get("excused", []), f"{where}.excused")
        return Allowance(hours, excused or frozenset())

    def _table(self, found: Mapping[str, Any], name: str, where: str) -> Mapping[str, Any]:
        table = found.get(name, {})
        if not isinstance(table, dict):
            raise self._wrong(where, table, f"[{where}]")
        return table

    def _only(self, found: Mapping[str, Any], known: Sequence[str], where: str) -> None:
        for name in found:
            if name not in known:
                shown = f"{where}.{name}" if where else name
                raise self._wrong(shown, name, ", ".join(known))

    def _number(self, value: object, where: str) -> float:
        if isinstance(value, (int, float)) and not isinstance(value, bool):
            try:
                number = float(value)
            except OverflowError:
                number = math.inf
            if 0 <= number < math.inf:
                return number
        raise self._wrong(where, value, "0, 0.5, 1, ...")

    def _text(self, found: Mapping[str, Any], name: str, where: str) -> str:
        value = found.get(name, "")
        if not isinstance(value, str):
            raise self._wrong(f"{where}.{name}", value, '"..."')
        return value

    def _one_of(self, value: object, known: Sequence[str], where: str) -> str:
        if value not in known:
            raise self._wrong(where, value, ", ".join(f'"{one}"' for one in known))
        return str(value)

    def _visibility(self, value: object, where: str) -> str:
        return self._one_of(value, VISIBILITIES, where)

    def _moment(self, value: object, where: str) -> float:
        """Return seconds since 1970. A day alone ends at its midnight; without an offset, a time
        is this machine's.
        """
        try:
            if isinstance(value, datetime):
                return value.timestamp()
            if isinstance(value, date):
                return datetime.combine(value + timedelta(days=1), time()).timestamp()
        except (OverflowError, OSError, ValueError):  # the year 1, or 9999
            pass
        raise self._wrong(where, value, "2026-11-30, 2026-11-30T23:59:00+09:00")

    def _exercises(self, value: object, where: str) -> frozenset[str] | None:
        if value is None:
            return None
        if not isinstance(value, list):
            raise self._wrong(where, value, '["01", "02"]')
        return frozenset(self._exercise(name, where) for name in value)

    def _exercise(self, name: object, where: str) -> str:
        if not isinstance(name, str) or name not in self._by_name:
            raise self._wrong(where, name, ", ".join(f'"{one}"' for one in self._ids))
        return self._by_name[name]

    def _shown(self, found: object, where: str) -> str:
        """Return what a rule of visibility is about: an exercise, a task, or a kind of check."""
        from grader.reference import CHECKS

        name = str(found)
        if name in self._by_name:
            return self._by_name[name]
        task, _, check = name.lstrip("0").partition(" ")
        if task in self._tasks and check in ("", *CHECKS):
            return f"{task} {check}".rstrip()
        if name in CHECKS:
            return name
        raise self._wrong(where, name, '"07", "7.2", "7.2 accuracy", "accuracy"')

    def _wrong(self, where: str, found: object, expected: str) -> UsageError:
        return UsageError(
            "usage.policy", path=str(self._path), key=where, found=_told(found), expected=expected
        )


def _undotted(table: Mapping[str, Any]) -> Iterator[tuple[str, Any]]:
    """Yield a table's entries; TOML takes `7.2 = ` without quotes for a table in a table."""
    for name, value in table.items():
        if isinstance(value, dict):
            yield from ((f"{name}.{inner}", one) for inner, one in value.items())
        else:
            yield name, value


def _told(value: object) -> str:
    """Return a value as it stands in the file."""
    return (
        str(value)
        if isinstance(value, date)
        else json.dumps(value, ensure_ascii=False, default=str)
    )
