"""Bars that nobody typed: what the reference reaches with many seeds, and what wrong networks do.

The rule (curriculum 5.4): the bar lies midway between the worst run of the reference and the best
of the networks designed to be wrong. The two must be at least GAP apart and each at least MARGIN
away from the bar. A right network fails with a probability below 1 in 1,000 where the bar lies
SIGMAS standard deviations below the reference's mean (normal distribution: 3.09).
"""

from __future__ import annotations

import json
import math
import statistics
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from grader.kit import Kit
from grader.spec import Accuracy, Recipe

GAP = 0.2
MARGIN = 0.05
SIGMAS = 3.09


@dataclass(frozen=True)
class Calibration:
    """What was measured for one accuracy check."""

    recipe: Recipe
    reference: str
    """The digest of the reference's network."""
    right: tuple[float, ...]
    """Accuracies of the reference, one for each seed."""
    wrong: Mapping[str, tuple[float, ...]]
    """Accuracies of the networks that are designed to fail, by name."""

    @property
    def bar(self) -> float:
        """The accuracy that a submission must reach, rounded down to two decimals."""
        return self.bar_at(0.5)

    def bar_at(self, share: float) -> float:
        """Return the bar that lies at a share of the way from the best wrong to the worst right."""
        best_wrong = max(max(runs) for runs in self.wrong.values())
        bar = best_wrong + share * (min(self.right) - best_wrong)
        return math.floor(round(bar * 100, 6)) / 100

    def faults(self) -> list[str]:
        """Say why the recipe does not separate right from wrong; empty where it does."""
        best_wrong = max(max(runs) for runs in self.wrong.values())
        worst_right = min(self.right)
        faults = []
        if worst_right - best_wrong < GAP:
            faults.append(
                f"worst right {worst_right:.3f}, best wrong {best_wrong:.3f}: gap < {GAP}"
            )
        if worst_right - self.bar < MARGIN or self.bar - best_wrong < MARGIN:
            faults.append(f"the bar {self.bar} is closer than {MARGIN} to a run")
        spread = max(statistics.stdev(self.right), 0.001)
        if statistics.mean(self.right) - self.bar < SIGMAS * spread:
            faults.append(f"the bar is within {SIGMAS} standard deviations of the mean")
        return faults


def path_of(kit: Kit) -> Path:
    """Return where calibrations are stored."""
    return kit.reference / "calibration.json"


def load(kit: Kit) -> dict[str, Calibration]:
    """Return the stored calibrations by task id; none where there is no file."""
    path = path_of(kit)
    if not path.is_file():
        return {}
    stored = json.loads(path.read_text("utf-8"))
    return {task: _from_json(data) for task, data in stored.items()}


def store(kit: Kit, calibrations: Mapping[str, Calibration]) -> None:
    """Write all calibrations."""
    data = {task: _to_json(one) for task, one in sorted(calibrations.items())}
    path_of(kit).write_text(json.dumps(data, indent=1) + "\n", "utf-8")


def key_of(task: str, check: Accuracy) -> str:
    """Return what names the calibration of one accuracy check; a task may have several."""
    return f"{task} {check.group}"


def bars_of(kit: Kit, task: str, check: Accuracy) -> tuple[float, ...]:
    """Return the bars of a check, lowest tier first.

    Raises LookupError where its recipe has not been calibrated.
    """
    found = load(kit).get(key_of(task, check))
    if found is None or not same_recipe(found.recipe, check.recipe):
        raise LookupError(f"task {task} is not calibrated; run `python -m grader author calibrate`")
    return tuple(found.bar_at(tier) for tier in check.tiers)


def bar_named(kit: Kit, key: str) -> float:
    """Return the bar of the accuracy check with this task and group: `"10.1 plain"`.

    Raises LookupError where there is none.
    """
    found = load(kit).get(key)
    if found is None:
        raise LookupError(f"{key!r} is not calibrated; run `python -m grader author calibrate`")
    return found.bar


def same_recipe(one: Recipe, other: Recipe) -> bool:
    """Whether two recipes say the same; JSON keeps lists where an author wrote tuples."""
    return json.dumps(one.measured()) == json.dumps(other.measured())


def _to_json(calibration: Calibration) -> dict[str, Any]:
    return {
        "recipe": calibration.recipe.measured(),
        "reference": calibration.reference,
        "right": _rounded(calibration.right),
        "wrong": {name: _rounded(runs) for name, runs in calibration.wrong.items()},
        "bar": calibration.bar,
    }


def _rounded(runs: Sequence[float]) -> list[float]:
    return [round(run, 4) for run in runs]


def _from_json(data: Mapping[str, Any]) -> Calibration:
    recipe = Recipe(**data["recipe"])
    wrong = {name: tuple(runs) for name, runs in data["wrong"].items()}
    return Calibration(recipe, data["reference"], tuple(data["right"]), wrong)
