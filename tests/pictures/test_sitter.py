"""Which networks are trained to be looked at: those that were asked, and that can be."""

from __future__ import annotations

import io
from dataclasses import replace

import pytest
from PIL import Image

from grader.messages import Messages
from grader.pictures import mine
from grader.pictures.page import own_work
from grader.train.accuracy import TrainingError, TrainingLimit

from .conftest import drawn, solution, wrong
from .test_training import LEARNED

BORDER = "07_same_or_valid"


@pytest.fixture(autouse=True)
def _unpainted(monkeypatch):
    """Which pictures there are is asked here, not what they look like."""
    dot = io.BytesIO()
    Image.new("L", (1, 1)).save(dot, "PNG")
    monkeypatch.setattr(mine, "to_png", lambda figure: dot.getvalue())


@pytest.fixture
def sat():
    """Portrays any training; what was trained, by its data set."""

    def portrays(training, progress):
        portrays.seen.append((training.recipe.data, training.seed))
        return LEARNED

    portrays.seen = []
    return portrays


def test_one_network_and_the_one_beside(owns, sat):
    pictures, said = drawn(owns(BORDER, solution(BORDER)), "en", "standard", sat)
    assert sat.seen == [("border_dots", 0)] * 2
    names = {"7.4-volumes", "7.4-training", "7.4-confusion", "7.4-shift", "7.4-filters"}
    assert {name for name in pictures if name.startswith("7.4")} == names
    assert [one.partition(" ")[0] for one in said] == ["7.3"]


def test_what_is_asked_under_full_only(owns, sat):
    own = owns("11_lenet5", solution("11_lenet5"))
    assert set(drawn(own, "en", "standard", sat)[0]) == {"11.2-volumes"}
    assert sat.seen == []
    assert len(drawn(own, "en", "full", sat)[0]) == 5
    assert sat.seen == [("glyphs", 0)]


def test_two_trainings_of_one_task(owns, sat):
    slug = "14_one_by_one"
    pictures, _ = drawn(owns(slug, solution(slug)), "en", "standard", sat)
    assert {"14.4-training", "14.4-training-2", "14.4-filters-2"} <= set(pictures)
    assert sat.seen == [("patches", 0)] * 3


def test_what_is_predicted_is_not_shown_before(owns, sat):
    own = owns(BORDER, solution(BORDER))
    task = own.report.tasks[-1]
    held = tuple(
        replace(one, code="blocked.uncommitted") if one.check == "accuracy" else one
        for one in task.findings
    )
    tasks = (*own.report.tasks[:-1], replace(task, findings=held))
    pictures, said = drawn(
        replace(own, report=replace(own.report, tasks=tasks)), "en", "standard", sat
    )
    assert (sat.seen, "7.4-training" in pictures, "7.4-volumes" in pictures) == ([], False, True)
    assert said[-1].startswith(
        "7.4 build_border_model: what it learns is shown when your prediction"
    )


def test_a_network_that_the_pictures_do_not_fit(owns, sat):
    text = wrong(BORDER, "model_counts_classes_wrong")
    pictures, said = drawn(owns(BORDER, text), "en", "standard", sat)
    assert (sat.seen, "7.4-training" in pictures) == ([], False)
    assert said[-1] == (
        "7.4 build_border_model: not trained, since input or output has not the shape that the "
        "pictures need."
    )


@pytest.mark.parametrize(
    ("error", "told"),
    [
        (TrainingLimit("accuracy.too_large"), "not trained, since the network is too large."),
        (TrainingError("Trace\nno memory"), "could not be trained on this machine: no memory"),
    ],
)
def test_a_training_that_fails_costs_its_pictures_only(owns, error, told):
    def fails(training, progress):
        raise error

    pictures, said = drawn(owns(BORDER, solution(BORDER)), "en", "standard", fails)
    assert {"7.1-answers", "7.2-coverage_map", "7.4-volumes"} == set(pictures)
    assert said[-1] == f"7.4 build_border_model: {told}"


def test_a_page_takes_what_was_kept(kit, launcher, tmp_path):
    """Of a whole check: by task, and nothing of an exercise that nobody has begun."""
    from grader.grade import Grader, Options

    folder = tmp_path / "submission"
    border = "import numpy as np\n\n\ndef add_border(picture):\n    return np.pad(picture, 1)\n"
    for slug, text in (("01_double_it", kit.load("01_double_it").stub), ("02_small_net", border)):
        (folder / slug).mkdir(parents=True)
        (folder / slug / f"{slug[3:]}.py").write_text(text, "utf-8")
    grader, kept = Grader(kit, Options("none", seed=7), launcher), []
    selection = [("01_double_it", None), ("02_small_net", None)]
    report = grader.grade(folder, selection, keep=kept.append)
    work = own_work(kit, grader, kept, report, "none", Messages("en"))
    assert {task: [one.name for one in found.pictures] for task, found in work.items()} == {
        "2.2": ["2.2-add_border"]
    }
