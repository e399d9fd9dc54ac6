from __future__ import annotations

import itertools

import pytest

from grader.report.model import GRAVITY, gravest

from .building import EVERYTHING, NUMBERS


def test_the_gravest_first():
    assert GRAVITY == ("error", "limit", "fail", "blocked", "todo", "pass")


@pytest.mark.parametrize(("graver", "other"), list(itertools.combinations(GRAVITY, 2)))
def test_the_graver_of_two(graver, other):
    assert gravest([graver, other]) == gravest([other, graver, other]) == graver


def test_of_nothing():
    assert gravest([]) == "pass"


def test_sums():
    assert (NUMBERS.points, NUMBERS.max_points, NUMBERS.status) == (1, 7, "fail")
    assert (EVERYTHING.points, EVERYTHING.max_points) == (7.5, 25.5)
