"""The schedule over real workers: processes that die, trainings that many wait for."""

from __future__ import annotations

import collections

import pytest
from distributed.comm.core import CommClosedError

from grader.classroom import cluster
from grader.classroom.schedule import Job, Schedule, WorkerEnded, _result_of, _worker_died
from grader.classroom.work import Item, Settings
from tests.classroom.hands import HANDS


@pytest.fixture(scope="module")
def client():
    with cluster.local(2) as client:
        yield client


@pytest.fixture
def run(client, tmp_path):
    """Runs items, by the names of what they do; returns what was told of each, in any order."""

    def run(*names, trains=False):
        told = {}

        def load(number):
            return Item(names[number], {})

        def tell(number, outcome):
            assert number not in told
            told[number] = outcome

        settings = Settings(str(tmp_path), "", "standard", 0, "none")
        schedule = Schedule(client, settings, load, tell, HANDS)
        schedule.run(Job(number, trains) for number in range(len(names)))
        assert sorted(told) == list(range(len(names)))
        return [told[number] for number in range(len(names))]

    return run


def log(tmp_path):
    return collections.Counter((tmp_path / "log").read_text().splitlines())


def test_each_item_is_graded_once(run):
    told = run(*(f"item {number}" for number in range(50)))
    assert [one.report.slug for one in told] == [f"item {number}" for number in range(50)]


def test_nothing_to_do(run):
    assert run() == []


def test_what_fails_in_the_grader_is_told(run):
    good, bad = run("good", "fails")
    assert good.report.slug == "good"
    assert repr(bad) == "RuntimeError('a fault of the grader')"


def test_an_item_that_ends_its_worker_is_given_up_and_hurts_nobody_else(run):
    names = [*(f"a {n}" for n in range(10)), "kills", *(f"b {n}" for n in range(10)), "kills once"]
    told = run(*names)
    assert isinstance(told[10], WorkerEnded)
    assert str(told[10]) == "it ended its worker 3 times"
    others = [one.report.slug for one in told[:10] + told[11:]]
    assert others == [name for name in names if name != "kills"]


class Future:
    """What a client hands out, of which the result went with its worker."""

    def __init__(self, status):
        self.status = status

    def result(self):
        raise CommClosedError("the worker is gone")


@pytest.mark.parametrize("status", ["lost", "cancelled", "finished"])
def test_a_result_that_is_lost_is_asked_for_again(status):
    result, error = _result_of(Future(status))
    assert (result, str(error)) == (None, f"the scheduler has lost it ({status})")
    assert _worker_died(error)


def test_what_cannot_be_loaded_is_told(client, tmp_path):
    def load(number):
        raise OSError("the gradebook is gone")

    told = []
    settings = Settings(str(tmp_path), "", "none", 0, "none")
    schedule = Schedule(client, settings, load, lambda *one: told.append(one), HANDS)
    schedule.run(iter([Job(0, False)]))
    assert [(number, repr(error)) for number, error in told] == [
        (0, "OSError('the gradebook is gone')")
    ]


def test_each_distinct_training_is_done_once_for_all(run, tmp_path):
    run(*["same"] * 30, *["other"] * 10, trains=True)
    counts = log(tmp_path)
    assert counts["train same"] == counts["train other"] == 1
    assert counts["collect same"] == 30
    ran = '["Run(seed=0, accuracy=0.5, losses=(1.0,), start=None)"]'.replace('"', "'")
    assert counts[f"judge same {ran}"] == 30


def test_a_judge_that_asks_again_gets_more(run, tmp_path):
    run("weak", "weak", trains=True)
    counts = log(tmp_path)
    assert (counts["train weak"], counts["train weak again"], counts["collect weak"]) == (1, 1, 2)


def test_a_training_that_fails_is_told_to_those_who_wait(run, tmp_path):
    run("broken", "broken", trains=True)
    assert log(tmp_path) == {
        "collect broken": 2,
        "train broken": 1,
        "judge broken ['no trainer could be started']": 2,
    }


def test_a_training_that_ends_its_worker_is_given_up(run, tmp_path):
    run("kills", trains=True)
    counts = log(tmp_path)
    assert counts["train kills"] == 3
    [judged] = [line for line in counts if line.startswith("judge")]
    assert "KilledWorker" in judged


def test_a_training_asked_for_by_nobody_is_done_and_kept(client, tmp_path):
    from tests.classroom.hands import Wish

    settings = Settings(str(tmp_path), "", "standard", 0, "none")
    schedule = Schedule(client, settings, lambda number: None, lambda *told: None, HANDS)
    schedule.training(Wish("own", str(tmp_path)))
    schedule.run(iter([]))
    assert schedule.runs["own"].accuracy == 0.5
