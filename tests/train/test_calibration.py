from __future__ import annotations

import json
from dataclasses import replace

import pytest

from grader.kit import Kit
from grader.spec import Accuracy, Recipe
from grader.train.calibration import Calibration, bar_named, bars_of, load, path_of, store

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
    assert "seeds" not in stored["7.2"]["recipe"]  # which are asked is not what was measured


def test_no_file(kit):
    assert load(kit) == {}


def test_the_bar_of_a_task_is_that_of_its_recipe(kit):
    check = Accuracy(2, RECIPE, "same")
    store(kit, {"7.2 same": calibration()})
    assert bars_of(kit, "7.2", check) == (0.65,)
    assert bar_named(kit, "7.2 same") == 0.65
    with pytest.raises(LookupError, match=r"'7\.3 same' is not calibrated"):
        bar_named(kit, "7.3 same")
    other = Accuracy(2, Recipe("border_dots", 13, 32, 0.01, 300, 300), "same")
    elsewhere = Accuracy(2, RECIPE, "colours")
    for task, asked in (("7.2", other), ("7.3", check), ("7.2", elsewhere)):
        with pytest.raises(LookupError, match=rf"task {task} is not calibrated; run `python -m"):
            bars_of(kit, task, asked)


def test_tiers_lie_between_the_best_wrong_and_the_worst_right(kit):
    store(kit, {"7.2 same": calibration((0.9, 0.95), valid=(0.1, 0.05))})
    assert bars_of(kit, "7.2", Accuracy(6, RECIPE, "same", tiers=(0.5, 0.75, 1))) == (0.5, 0.7, 0.9)


def test_lists_and_tuples_of_options_are_one_recipe(kit):
    """JSON knows lists only."""
    recipe = replace(RECIPE, test_options={"faces": ("Sans", "Serif")})
    store(kit, {"7.2 same": replace(calibration(), recipe=recipe)})
    assert bars_of(kit, "7.2", Accuracy(2, recipe, "same")) == (0.65,)
