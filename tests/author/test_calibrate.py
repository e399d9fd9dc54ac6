"""Calibrating without training: what a network reaches is read off its number of filters."""

from __future__ import annotations

import dataclasses
import json

import pytest

from grader.author import calibrate as calibrating
from grader.author.calibrate import calibrate, network_of, stale_calibrations
from grader.kit import Kit
from grader.messages import Messages
from grader.network import walk
from grader.reference import Reference, to_json
from grader.spec import Accuracy, Recipe, Values
from grader.train.accuracy import Run
from grader.train.calibration import load
from tests.judge.building import answer, asked, conv, layer, model, task

RECIPE = Recipe("border_dots", 2, 8, 0.01, 60, 60)
HINTS = {"en": ("", "", ""), "ko": ("", "", "")}


def write_reference(kit, filters=8, epochs=2):
    """An exercise whose right network has `filters` filters and whose twin has one."""
    recipe = Recipe("border_dots", epochs, 8, 0.01, 60, 60)
    built = {
        group: answer(model(conv(count), layer("Flatten")))
        for group, count in (("right", filters), ("twin", 1))
    }
    one = task(Values(1), Accuracy(2, recipe, "right", beside="twin"))
    cases = tuple(asked(network, None, group).case for group, network in built.items())
    one = dataclasses.replace(one, cases=cases, hints=HINTS)
    reference = Reference("09_net", "net.py", {"en": "Net", "ko": "망"}, 9, "", (one,))
    kit.reference.mkdir(exist_ok=True)
    (kit.reference / "09_net.json").write_text(json.dumps(to_json(reference)), "utf-8")


@pytest.fixture
def kit(tmp_path, monkeypatch):
    def train(network, recipe, seed, memory, progress=None, extras=None, trainers=None):
        filters = next(each.get("filters") for each in network.layers if each.get("filters"))
        return Run(seed, 0.1 * filters + 0.01 * seed, ())

    monkeypatch.setattr(calibrating, "train", train)
    kit = Kit(tmp_path, tmp_path / "reference")
    write_reference(kit)
    return kit


def test_what_is_measured_and_stored(kit, capsys):
    assert calibrate(kit, Messages("en")) == 0
    assert capsys.readouterr().out == (
        "9.1 f (right): bar 0.48\n"
        "  right 0.800 0.810 0.820 0.830 0.840 0.850 0.860 0.870\n"
        "  wrong (twin) 0.100 0.110 0.120 0.130 0.140 0.150 0.160 0.170\n"
    )
    stored = load(kit)["9.1 right"]
    assert (stored.recipe, stored.bar) == (RECIPE, 0.48)
    assert stored.right == (0.8, 0.81, 0.82, 0.83, 0.84, 0.85, 0.86, 0.87)


def test_without_a_twin_it_is_held_against_guessing(kit):
    (one,) = kit.load("09_net").tasks
    (check,) = (c for c in one.checks if isinstance(c, Accuracy))
    alone = dataclasses.replace(check, beside="")
    found = calibrating.measure(kit, "09_net", one, alone)
    (classes,) = {1 / share for share in found.wrong["guess"]}
    assert list(found.wrong) == ["guess"]
    assert classes == walk(network_of(one, "right"))[-1].shape[-1]


def test_a_recipe_that_does_not_separate(kit, capsys):
    write_reference(kit, filters=2)
    assert calibrate(kit, Messages("en")) == 1
    assert capsys.readouterr().err == (
        "9.1: worst right 0.200, best wrong 0.170: gap < 0.2\n"
        "9.1: the bar 0.18 is closer than 0.05 to a run\n"
        "9.1: the bar is within 3.09 standard deviations of the mean\n"
    )


def test_what_is_stale(kit):
    told = ["task 9.1 is not calibrated; run `python -m grader author calibrate`"]
    assert list(stale_calibrations(kit)) == told
    calibrate(kit, Messages("en"))
    assert list(stale_calibrations(kit)) == []
    write_reference(kit, filters=9)
    assert list(stale_calibrations(kit)) == told
    write_reference(kit, epochs=3)
    assert list(stale_calibrations(kit)) == told
    write_reference(kit)
    assert list(stale_calibrations(kit)) == []


def test_the_network_of_a_group(kit):
    (one,) = kit.load("09_net").tasks
    assert [layer.kind for layer in network_of(one, "twin").layers] == [
        "Input",
        "Conv2D",
        "Flatten",
    ]
    with pytest.raises(LookupError, match="has no network in the group 'other'"):
        network_of(one, "other")
