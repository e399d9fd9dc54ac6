from __future__ import annotations

import json

import pytest

from grader.kit import Kit
from grader.spec import Accuracy, Recipe
from grader.train.calibration import Calibration, bar_of, load, path_of, store

RECIPE = Recipe("border_dots", 12, 32, 0.01, 300, 300)
RIGHT = (0.98, 0.97, 0.99, 0.96)


def calibration(right=RIGHT, **wrong):
    return Calibration(RECIPE, "digest", right, wrong or {"valid": (0.35, 0.33)})


@pytest.fixture
def kit(tmp_path):
    return Kit(tmp_path, tmp_path)


@pytest.mark.parametrize(
    ("right", "wrong", "bar"),
    [
        ((0.98, 0.96), (0.34, 0.30), 0.65),
        ((0.97,), (0.36,), 0.66),  # 0.665, rounded down
        ((1.0, 0.9), (0.5, 0.4), 0.70),
    ],
)
def test_the_bar_lies_midway_between_the_worst_right_and_the_best_wrong(right, wrong, bar):
    assert calibration(right, valid=wrong).bar == bar


def test_the_best_of_all_wrong_networks_counts():
    assert calibration((0.9,), one=(0.1, 0.2), other=(0.5, 0.3)).bar == 0.70


def test_a_recipe_that_separates_has_no_fault():
    assert calibration().faults() == []


@pytest.mark.parametrize(
    ("right", "wrong", "faults"),
    [
        (
            (0.9, 0.9),
            (0.71,),
            ["worst right 0.900, best wrong 0.710: gap < 0.2"],
        ),
        (
            (0.62, 0.62),
            (0.55,),
            [
                "worst right 0.620, best wrong 0.550: gap < 0.2",
                "the bar 0.58 is closer than 0.05 to a run",
            ],
        ),
        (
            (0.99, 0.99, 0.99, 0.70),
            (0.40,),
            ["the bar is within 3.09 standard deviations of the mean"],
        ),
    ],
)
def test_a_recipe_that_does_not(right, wrong, faults):
    assert calibration(right, valid=wrong).faults() == faults


def test_stored_and_read_again(kit):
    store(kit, {"7.2": calibration((0.98765,), valid=(0.12344,)), "10.1": calibration()})
    assert load(kit) == {
        "7.2": calibration((0.9877,), valid=(0.1234,)),
        "10.1": calibration(),
    }
    stored = json.loads(path_of(kit).read_text("utf-8"))
    assert stored["7.2"]["bar"] == 0.55
    assert stored["7.2"]["recipe"]["seeds"] == [0, 1, 2]


def test_no_file(kit):
    assert load(kit) == {}


def test_the_bar_of_a_task_is_that_of_its_recipe(kit):
    check = Accuracy(2, RECIPE, "same")
    store(kit, {"7.2 same": calibration()})
    assert bar_of(kit, "7.2", check) == 0.65
    other = Accuracy(2, Recipe("border_dots", 13, 32, 0.01, 300, 300), "same")
    elsewhere = Accuracy(2, RECIPE, "colours")
    for task, asked in (("7.2", other), ("7.3", check), ("7.2", elsewhere)):
        with pytest.raises(LookupError, match=rf"task {task} is not calibrated; run `python -m"):
            bar_of(kit, task, asked)
