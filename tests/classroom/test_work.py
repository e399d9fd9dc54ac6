"""What a worker does with one exercise, in this process, with real runners and trainers."""

from __future__ import annotations

import dataclasses
import json
from dataclasses import replace

import pytest

from grader.classroom import work
from grader.classroom.fingerprint import kit_digest
from grader.classroom.work import Item, KitDiffers, KnownRuns, Settings
from grader.kit import Kit
from grader.messages import Messages
from grader.network import read_network
from grader.report.json_format import to_json
from grader.report.model import Report
from grader.spec import Recipe
from grader.train.accuracy import Run, TrainingError, TrainingLimit, training_of
from tests.judge.building import conv, layer, model

ONE, BORDER = "01_double_it", "07_same_or_valid"
WRONG = b"def double(x):\n    print(x)\n    return x * x\n"
RAISES = b"def double(x):\n    raise ValueError(__file__)\n"
RUN = Run(0, 0.5, (1.0, 0.5))


@pytest.fixture(scope="module")
def settings(kit):
    settings = Settings(str(kit.root), kit_digest(kit), "standard", 7, "confined", True)
    yield settings
    work.close_benches()


# Known runs.

TRAINING = training_of(
    read_network(
        model(
            conv(2, activation="relu"),
            layer("Flatten"),
            layer("Dense", units=3, activation="softmax"),
            shape=(10, 10, 1),
        )
    ),
    Recipe("border_dots", 1, 16, 0.01, train_size=32, test_size=30),
    0,
)


def test_a_run_that_is_not_known_is_noted():
    known = KnownRuns({"another": RUN})
    for _ in range(2):
        with pytest.raises(TrainingError, match="not trained yet"):
            known(TRAINING, None)
    assert known.wanted == {TRAINING.key: TRAINING}


def test_a_run_that_is_known_is_given():
    known = KnownRuns({TRAINING.key: RUN})
    assert known(TRAINING, None) == RUN
    assert known.wanted == {}


def test_a_training_that_failed_is_not_asked_for_again():
    known = KnownRuns({TRAINING.key: "no trainer could be started"})
    with pytest.raises(TrainingError, match="no trainer could be started"):
        known(TRAINING, None)
    assert known.wanted == {}


def test_a_giant_is_refused_before_it_is_asked_for(monkeypatch):
    monkeypatch.setattr("grader.train.accuracy.MAX_PARAMETERS", 10)
    known = KnownRuns({TRAINING.key: RUN})
    with pytest.raises(TrainingLimit):
        known(TRAINING, None)
    assert known.wanted == {}


# Training and what waits for it.


def test_a_training_gives_a_run_and_is_remembered(settings, kit, monkeypatch):
    run = work.train(settings, TRAINING)
    assert (run.seed, len(run.losses), 0 <= run.accuracy <= 1) == (0, 1, True)
    monkeypatch.setattr("grader.train.accuracy.run_trainer", None)
    assert work.train(settings, TRAINING) == run


def test_a_training_that_fails_is_told(settings, monkeypatch):
    def fail(*_):
        raise TrainingError("the trainer was lost")

    monkeypatch.setattr(work, "carry_out", fail)
    assert work.train(settings, TRAINING) == "the trainer was lost"


@pytest.fixture(scope="module")
def waiting():
    """Settings of the whole kit, and its own answer to an exercise whose networks are trained."""
    own = Kit()
    settings = Settings(str(own.root), kit_digest(own), "standard", 7, "confined", True)
    text = (own.solutions / BORDER / "same_or_valid.py").read_bytes()
    return settings, work.collect(settings, Item(BORDER, {"same_or_valid.py": text}))


def test_a_grade_waits_for_its_trainings(waiting):
    settings, collected = waiting
    runs, rounds = {}, 0
    judged = work.judge(settings, collected, runs)
    while judged.wanted:
        assert judged.graded is None
        assert not runs.keys() & {one.key for one in judged.wanted}
        runs |= {one.key: Run(one.seed, 1.0, (0.1,)) for one in judged.wanted}
        judged, rounds = work.judge(settings, collected, runs), rounds + 1
    report = judged.graded.report
    assert rounds >= 1
    assert (report.status, report.points) == ("pass", report.max_points)
    assert report.file == f"{BORDER}/same_or_valid.py"
    assert {one.task for one in judged.graded.networks} <= {task.id for task in report.tasks}
    assert all(one.layers > 1 and one.parameters > 0 for one in judged.graded.networks)


def test_a_training_that_failed_costs_nobody_points(waiting):
    settings, collected = waiting
    wanted = work.judge(settings, collected, {}).wanted
    judged = work.judge(settings, collected, {one.key: "it was lost" for one in wanted})
    report = judged.graded.report
    assert report.status == "error"
    failed = [f for task in report.tasks for f in task.findings if f.status == "error"]
    assert {finding.check for finding in failed} == {"accuracy"}


SHUFFLED = "14_one_by_one"


@pytest.mark.parametrize(
    ("said", "wanted", "told"),
    [
        (
            '{"colour": 0.5, "arrangement": 0.4}',
            3,
            [
                ("pass", "accuracy.said", {"entry": "'colour'", "said": "0.50"}),
                ("pass", "accuracy.said_beside", {"entry": "'arrangement'", "said": "0.40"}),
            ],
        ),
        (
            '{"colour": 0.5, "arrangement": None}',
            0,
            [
                ("blocked", "blocked.uncommitted", {"task": "14.3", "name": "PREDICTION"}),
                ("blocked", "blocked.same_cause", {}),
            ],
        ),
    ],
)
def test_nothing_is_trained_before_a_prediction_is_committed(waiting, said, wanted, told):
    settings, _ = waiting
    text = (Kit().solutions / SHUFFLED / "one_by_one.py").read_text("utf-8")
    text = text.replace('{"colour": 1.0, "arrangement": 1 / 3}', said)
    item = Item(SHUFFLED, {"one_by_one.py": text.encode()})
    collected = work.collect(settings, item)
    asked = work.judge(settings, collected, {}).wanted
    runs = {one.key: Run(one.seed, 1.0, (0.1,)) for one in asked}
    while (judged := work.judge(settings, collected, runs)).graded is None:
        asked = (*asked, *judged.wanted)
        runs |= {one.key: Run(one.seed, 1.0, (0.1,)) for one in judged.wanted}
    found = [f for f in judged.graded.report.tasks[3].findings if f.check == "accuracy"]
    assert len(asked) == wanted
    assert [(f.status, f.code) for f in found] == [(status, code) for status, code, _ in told]
    assert [{**f.data, **data} for f, (*_, data) in zip(found, told)] == [f.data for f in found]


# Running.


@pytest.mark.parametrize("text", [WRONG, RAISES, b"def double(x:\n", b"\xff\xfe\xff"])
def test_no_path_of_this_machine_is_told(settings, kit, text):
    judged = work.grade(settings, Item(ONE, {"double_it.py": text}))
    assert judged.wanted == ()
    graded = judged.graded
    assert graded.report.slug == ONE
    told = json.dumps(dataclasses.asdict(graded), default=str)
    told += to_json(Report("", (graded.report,), {"sandbox": None}, 0.0), Messages("en"))
    for path in ("grader-class-", str(kit.root), "/tmp/"):
        assert path not in told


def test_what_ran_is_told_with_what_held_it(settings):
    ran = work.grade(settings, Item(ONE, {"double_it.py": WRONG})).graded
    unread = work.grade(settings, Item(ONE, {"double_it.py": b"def double(x:\n"})).graded
    assert ran.sandbox == work.prepare(settings)
    assert ran.missing == work.bench_for(settings).grader.protections.missing
    assert unread.networks == ()


# Benches.


def test_a_worker_with_another_kit_refuses(settings):
    with pytest.raises(KitDiffers, match="differ on this worker"):
        work.prepare(replace(settings, kit="another"))


def test_a_worker_without_that_folder_takes_its_own_kit(settings, monkeypatch):
    taken = []
    monkeypatch.setattr(work, "kit_digest", lambda kit: taken.append(kit) or "other")
    with pytest.raises(KitDiffers):
        work.prepare(replace(settings, root="/not/there"))
    assert taken == [Kit()]


def test_a_worker_keeps_one_bench(settings):
    bench = work.bench_for(settings)
    assert work.bench_for(replace(settings)) is bench
    other = work.bench_for(replace(settings, seed=8))
    assert list(work._benches.values()) == [other]
