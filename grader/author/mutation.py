"""The proof by mutation: all mutants of some exercises, counted in a table."""

from __future__ import annotations

import multiprocessing
import os
from collections import Counter
from collections.abc import Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from pathlib import Path

from rich.table import Table

from grader.author.mutants import Mutant, mutants_of
from grader.kit import Kit
from grader.run.environ import FIXED

LEAST_NAMED = 0.95
"""The share of mutants that must be named, over all exercises."""


@dataclass(frozen=True)
class Mutation:
    """What became of the mutants of one exercise."""

    exercise: str
    verdicts: Counter[str]
    faults: tuple[str, ...]

    @property
    def mutants(self) -> int:
        """How many there are."""
        return self.verdicts.total()

    @property
    def told(self) -> int:
        """How many are named as what they are, or as what nobody could tell from it."""
        return self.verdicts["named"] + self.verdicts["otherwise"]


def mutate(kit: Kit, slugs: Sequence[str], seed: int) -> list[Mutation]:
    """Make and judge the mutants of some exercises, two at a time."""
    with ProcessPoolExecutor(2, multiprocessing.get_context("spawn")) as pool:
        waiting = [pool.submit(_mutate, kit.root, slug, seed) for slug in slugs]
        return [future.result() for future in waiting]


def _mutate(root: Path, slug: str, seed: int) -> Mutation:
    os.environ["TF_CPP_MIN_LOG_LEVEL"] = FIXED["TF_CPP_MIN_LOG_LEVEL"]  # solutions import Keras
    return counted(slug, list(mutants_of(Kit(root), slug, seed)))


def counted(slug: str, mutants: Sequence[Mutant]) -> Mutation:
    """Return what became of some mutants."""
    faults = dict.fromkeys(mutant.fault for mutant in mutants if mutant.fault)
    return Mutation(slug, Counter(mutant.verdict for mutant in mutants), tuple(faults))


def faults_of(mutations: Sequence[Mutation]) -> list[str]:
    """Say what does not hold: a mutant that passes, or has a wrong name or none."""
    faults = [f"{each.exercise} mutant {fault}" for each in mutations for fault in each.faults]
    mutants, told = sum(each.mutants for each in mutations), sum(each.told for each in mutations)
    if told < LEAST_NAMED * mutants:
        faults.append(f"{told} of {mutants} mutants are named; expected {LEAST_NAMED:.0%}")
    return faults


def table_of(mutations: Sequence[Mutation]) -> Table:
    """Return the counts, one line an exercise and one for all."""
    table = Table(box=None, pad_edge=False)
    table.add_column("exercise")
    for column in ("mutants", "caught", "named", "otherwise", "misnamed", "unnamed"):
        table.add_column(column, justify="right")
    verdicts = sum((each.verdicts for each in mutations), Counter[str]())
    for each in (*mutations, Mutation("all", verdicts, ())):
        counts = [each.verdicts[name] for name in ("named", "otherwise", "misnamed", "unnamed")]
        caught = each.mutants - each.verdicts["missed"]
        table.add_row(each.exercise, *(f"{n:,}" for n in (each.mutants, caught, *counts)))
    return table
