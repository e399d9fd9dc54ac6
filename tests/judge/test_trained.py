"""A training that came back: its History, and what the model predicts now."""

from __future__ import annotations

import numpy as np
import pytest

from grader.judge.trained import judge_trained, taught_otherwise
from grader.report.model import Finding
from grader.run.worker.frames import FrameError
from grader.spec import GivenData, Trained
from grader.train.data import load_test

from .building import asked, built, context, error, layer, model

CHECK = Trained(3, "", test=60, epochs=4, bar_of="9.1 plain")
DATA = GivenData("border_dots", 30, 10)
CONFIG = model(layer("Flatten"), layer("Dense", units=3, activation="softmax"), shape=(10, 10, 1))


def came(weights, epochs=5, moved=True, config=CONFIG):
    """What the runner brings back of a training."""
    return {
        "returned": "History",
        "epochs": epochs,
        "moved": moved,
        "fits": 1,
        "learned": ["training"],
        "watched": ["validation"],
        "model": built(config, {"layer_2": weights}),
    }


def knowing():
    """Weights that look at the two borders only: a bright right one, a bright lower one, none."""
    kernel, bias = np.zeros((10, 10, 3)), np.array([0, 0, 36.0])
    kernel[:, -1, 0] = kernel[-1, :, 1] = 20
    kernel[-1, -1] = 0
    return [kernel.reshape(100, 3), bias]


def judged(found, check=CHECK, bar=0.8):
    return judge_trained(context(check, asked(None, found, data=DATA), seed=3), bar)


def test_hidden_pictures_are_predicted_with_the_weights_that_came():
    finding = judged(came(knowing()), bar=0.5)
    x, y = load_test("border_dots", 60, 3)
    scores = x.reshape(60, 100) @ knowing()[0] + knowing()[1]
    accuracy = float((scores.argmax(axis=1) == y).mean())
    data = {"accuracy": f"{accuracy:.3f}", "bar": "0.50"}
    assert finding == Finding("trained", "pass", "trained.pass", 3, 3, data)


def blind():
    return [np.zeros((100, 3)), np.array([1.0, 0, 0])]


@pytest.mark.parametrize(
    ("found", "code", "mistake", "data"),
    [
        (came(blind()), "trained.low", None, {"accuracy": "0.333", "bar": "0.80"}),
        (
            came(blind(), moved=False),
            "trained.untouched",
            "not_trained",
            {"accuracy": "0.333", "bar": "0.80"},
        ),
        (
            {**came(knowing(), epochs=None), "returned": "NoneType"},
            "trained.no_history",
            "returns_no_history",
            {"found": "NoneType"},
        ),
        (came(knowing(), epochs=3), "trained.short", "too_few_epochs", {"epochs": 3, "least": 4}),
        (
            {**came(knowing(), epochs=1), "fits": 10},
            "trained.short_of_many",
            "too_few_epochs",
            {"epochs": 1, "least": 4, "fits": 10},
        ),
    ],
)
def test_what_did_not_go_well(found, code, mistake, data):
    hint = 2 if mistake else None
    assert judged(found) == Finding("trained", "fail", code, 0.0, 3, data, mistake, hint)


def test_one_unit_is_a_yes_or_no():
    config = model(
        layer("Flatten"), layer("Dense", units=1, activation="sigmoid"), shape=(10, 10, 1)
    )
    lower = [knowing()[0][:, 1:2], np.array([-36.0])]  # is the dot on the lower border?
    x, y = load_test("border_dots", 60, 3)
    said = x.reshape(60, 100) @ lower[0][:, 0] > 36
    finding = judged(came(lower, config=config), bar=0.0)
    assert finding.data["accuracy"] == f"{(said == y).mean():.3f}"


def test_trouble_goes_first():
    assert judged(error("KeyError")).code == "call.raised"


@pytest.mark.parametrize(
    ("learned", "watched", "code"),
    [
        (["training"], ["validation"], None),
        (["other"], ["other"], None),
        (["training"], ["nothing", "validation"], None),
        ([], [], None),
        (["validation"], ["nothing"], "remark.learned_validation"),
        (["both"], ["validation"], "remark.learned_validation"),
        (["training", "validation"], ["validation"], "remark.learned_validation"),
        (["training"], ["training"], "remark.watched_training"),
        (["other"], ["nothing", "part"], "remark.watched_part"),
        (["training"], ["nothing"], "remark.watched_nothing"),
    ],
)
def test_what_fit_was_called_with(learned, watched, code):
    found = {**came(knowing()), "learned": learned, "watched": watched, "fits": len(learned)}
    assert taught_otherwise(found) == code


@pytest.mark.parametrize(
    "found",
    [
        3,
        {"epochs": 5},
        {"epochs": 5, "model": "mine"},
        {**came([]), "learned": ["nothing"]},
        {**came([]), "learned": "training"},
        {**came([]), "watched": [["part"]]},
        {**came([]), "watched": None},
        {**came([]), "fits": True},
        {**came([]), "fits": -1},
        {**came([]), "fits": 0},
        {**came([]), "learned": []},
    ],
)
def test_what_no_runner_sends(found):
    with pytest.raises(FrameError):
        judged(found)
