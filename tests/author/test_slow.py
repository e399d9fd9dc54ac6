"""The slow proof, with what a network reaches read off it in place of a training."""

from __future__ import annotations

import pytest

from grader.author import calibrate, slow
from grader.author.slow import Runs, prove_slowly, runs_of
from grader.kit import Kit
from grader.network import walk
from grader.train.accuracy import Run

KIT = Kit()
SLUG = "09_why_not_an_mlp"


@pytest.fixture
def trained(monkeypatch):
    """Networks that end in a global pooling reach much, others little; each seed a little more."""
    asked = []

    def train(network, recipe, seed, memory, progress=None, extras=None, trainers=None):
        kinds = {layer.kind for layer in network.layers}
        asked.append((seed, sum(facts.parameters for facts in walk(network))))
        right = "GlobalMaxPooling2D" in kinds
        return Run(seed, (0.97 if right else 0.1) + seed / 1000, ())

    monkeypatch.setattr(calibrate, "train", train)
    monkeypatch.setattr(slow, "train", train)
    return asked


def test_room_is_the_distance_of_the_nearest_run():
    right = Runs("9.2", "global", "the solution", (0.9, 0.8, 0.95), 0.6, True)
    wrong = Runs("9.2", "global", "flatten", (0.1, 0.3), 0.6, False)
    lost = Runs("9.2", "global", "lost", (0.7,), 0.6, False)
    assert [one.room for one in (right, wrong, lost)] == pytest.approx([0.2, 0.3, -0.1])


def test_the_solution_its_twin_and_the_wrong_answers(trained, launcher):
    runs = list(runs_of(KIT, SLUG, launcher))
    named = {one.name: one for one in runs}
    expected = {
        path.name
        for path in (KIT.solutions / SLUG / "wrong").glob("*.py")
        if path.read_text("utf-8").startswith("# expect: 9.2 accuracy")
    }
    assert expected
    assert set(named) == {"the solution", "flatten", *expected}
    assert named["the solution"].accuracies == pytest.approx([0.97 + s / 1000 for s in range(8)])
    assert named["the solution"].right
    assert all(len(named[name].accuracies) == 5 for name in expected)
    assert {one.bar for one in runs} == {named["flatten"].bar}


def test_the_table_shows_where_room_is_missing(trained, capsys):
    """To this `train` the two wrong answers with a global maximum look right."""
    assert prove_slowly(KIT, [(SLUG, None)]) == 1
    printed = [line.split() for line in capsys.readouterr().out.splitlines()]
    marked = {" ".join(words[2:-6]) for words in printed if words[-1] == "!"}
    assert marked == {"wrong: jumps_too_far.py", "wrong: twin_of_one_pixel.py"}
    assert ["9.2", "global", "wrong:", "flatten", "8", "0.100", "0.107"] in [w[:7] for w in printed]
