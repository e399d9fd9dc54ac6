"""Mutants: single ones made by hand, and those of some real exercises, all of them."""

from __future__ import annotations

from collections import Counter

import pytest
from rich.console import Console

from grader.author.mutants import Mutant, mutants_of
from grader.author.mutation import Mutation, counted, faults_of, mutate, table_of
from grader.kit import Kit
from grader.messages import catalogue
from grader.mistakes.indistinguishable import INDISTINGUISHABLE

KIT = Kit()


def mutant(made: str, told: str = "", *, caught: bool = True, task: str = "9.9") -> Mutant:
    return Mutant(task, frozenset(made.split()), "case 0, place 1", frozenset(told.split()), caught)


@pytest.mark.parametrize(
    ("one", "verdict", "fault"),
    [
        (mutant("a", "a"), "named", ""),
        (mutant("a b", "b a"), "named", ""),
        (mutant("a", "b"), "misnamed", "9.9 a (case 0, place 1): misnamed, told as b"),
        (mutant("a", "a b"), "misnamed", "9.9 a (case 0, place 1): misnamed, told as a and b"),
        (mutant("a"), "unnamed", "9.9 a (case 0, place 1): unnamed"),
        (mutant("a", caught=False), "missed", "9.9 a (case 0, place 1): missed"),
        (mutant("a b"), "unnamed", ""),  # of drawn pairs most must be named, not all
        (mutant("a b", "c"), "otherwise", ""),
        (mutant("a b", caught=False), "missed", "9.9 a and b (case 0, place 1): missed"),
        (mutant("pads_one", task="7.4"), "otherwise", ""),
        (mutant("pads_one", task="7.5"), "unnamed", "7.5 pads_one (case 0, place 1): unnamed"),
    ],
)
def test_what_is_said_of_a_mutant(one, verdict, fault):
    assert (one.verdict, one.fault) == (verdict, fault)


def test_each_fault_is_told_once_and_most_must_be_named():
    few = counted("01_few", [mutant("a", "b"), mutant("a", "b"), mutant("a", "a")])
    many = counted("02_many", [mutant("a", "a")] * 7)
    assert (few.mutants, few.told, many.told) == (3, 1, 7)
    assert faults_of([many]) == []
    assert faults_of([few, many]) == [
        "01_few mutant 9.9 a (case 0, place 1): misnamed, told as b",
        "8 of 10 mutants are named; expected 95%",
    ]


def test_the_table(capsys):
    verdicts = Counter(named=1200, otherwise=2, unnamed=1, missed=1)
    table = table_of([Mutation("01_few", verdicts, ()), Mutation("02_none", Counter(), ())])
    Console(width=80, highlight=False).print(table)
    assert [line.split() for line in capsys.readouterr().out.splitlines()] == [
        ["exercise", "mutants", "caught", "named", "otherwise", "misnamed", "unnamed"],
        ["01_few", "1,204", "1,203", "1,200", "2", "0", "1"],
        ["02_none", "0", "0", "0", "0", "0", "0"],
        ["all", "1,204", "1,203", "1,200", "2", "0", "1"],
    ]


QUICK = ("01", "02", "03", "04", "05", "06", "07", "08", "09", "10", "14", "17")


@pytest.mark.parametrize("slug", [slug for slug in KIT.slugs if slug[:2] in QUICK])
def test_every_mutant_of_an_exercise_is_caught_and_named(slug):
    """`author prove` has the other exercises, too; they take longer."""
    mutants = list(mutants_of(KIT, slug))
    assert [one.fault for one in mutants if one.fault] == []
    assert len(mutants) >= 20


def test_exercises_are_mutated_in_processes_of_their_own():
    (found,) = mutate(KIT, ["03_output_size"], seed=0)
    assert (found.exercise, found.verdicts["named"]) == ("03_output_size", found.mutants)


def test_what_cannot_be_told_apart_are_real_mistakes_in_real_tasks():
    known = catalogue("en")["mistake"]
    tasks = {task.id for slug in KIT.slugs for task in KIT.load(slug, answers=False).tasks}
    for same in INDISTINGUISHABLE:
        assert same.made | same.told <= known.keys()
        assert set(same.tasks) <= tasks
        assert same.why
