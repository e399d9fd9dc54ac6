from __future__ import annotations

import json
import os
import signal
import sys
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from dataclasses import replace

import pytest

from grader.network import read_network
from grader.spec import Recipe
from grader.train import accuracy, processes
from grader.train.accuracy import Memory, Run, TrainingError, TrainingLimit, key_of, train
from grader.train.processes import Trainers
from grader.train.trainer import Extras
from tests.judge.building import conv, layer, model

RECIPE = Recipe("border_dots", 2, 16, 0.01, train_size=96, test_size=90)
SOFTMAX = layer("Dense", units=3, activation="softmax")
SHAPE = (10, 10, 1)
ADAM = {"optimizer": "Adam", "rate": 0.01, "options": {"beta_1": 0.9}}
DROPOUT, DROP_MORE = (layer("Dropout", rate=rate) for rate in (0.5, 0.6))


def network(*layers):
    return read_network(model(*layers, layer("Flatten"), SOFTMAX, shape=SHAPE))


NETWORK = network(conv(2, activation="relu"))
SAME_IN_OTHER_WORDS = network(conv(2), layer("ReLU"))


@pytest.fixture
def memory(tmp_path):
    return Memory(tmp_path / "memory")


@pytest.fixture(scope="module")
def trainers():
    with closing(Trainers()) as started:
        yield started


@pytest.fixture
def trainer(monkeypatch):
    """Replaces the trainer by a program of a few lines."""

    def trainer(*lines):
        monkeypatch.setattr(processes, "BOOT", "import sys, json; " + "; ".join(lines))

    return trainer


# A real training


def test_the_same_network_gives_the_same_bits(tmp_path, trainers):
    """In two processes, at the same time, written in two styles, one forked and one fresh."""
    seen = []

    def run(net, started):
        memory = Memory(tmp_path / str(id(net)))
        return train(net, RECIPE, 5, memory, lambda *epochs: seen.append(epochs), None, started)

    with ThreadPoolExecutor(2) as pool:
        first, second = pool.map(run, (NETWORK, SAME_IN_OTHER_WORDS), (trainers, None))
    assert first == second
    assert (first.seed, len(first.losses)) == (5, 2)
    assert 0.2 < first.accuracy <= 1
    assert sorted(seen) == [(1, 2), (1, 2), (2, 2), (2, 2)]


def test_its_own_optimiser_and_its_own_pixels(tmp_path, trainers):
    """A rate of zero leaves the weights as they are; pixels that are all one tell nothing."""
    memory = Memory(tmp_path)
    still = Extras(optimizer={**ADAM, "rate": 0.0})
    frozen = train(NETWORK, RECIPE, 5, memory, None, still, trainers)
    assert frozen.losses[0] == pytest.approx(frozen.losses[1], rel=1e-4)
    blind = train(NETWORK, RECIPE, 5, memory, None, Extras(pixels=(0.5,) * 256), trainers)
    assert blind.accuracy == pytest.approx(1 / 3, abs=0.01)


def test_one_output_unit_is_trained_with_binary_cross_entropy(tmp_path, trainers):
    """A linear head gives logits, a sigmoid probabilities; both learn the same."""
    recipe = Recipe("xo", 2, 16, 0.01, train_size=64, test_size=60)
    shape = (14, 14, 1)
    sigmoid = layer("Dense", units=1, activation="sigmoid")
    heads = (sigmoid, layer("Dense", units=1))
    nets = [read_network(model(layer("Flatten"), head, shape=shape)) for head in heads]
    memory = Memory(tmp_path)
    first, second = (train(net, recipe, 1, memory, trainers=trainers) for net in nets)
    assert first.losses == pytest.approx(second.losses, rel=1e-3)
    assert 0 <= first.accuracy <= 1


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="forked on Linux only")
def test_where_forking_ends_fresh_processes_go_on(memory, trainer):
    trainer("print(json.dumps({'accuracy': 0.5, 'losses': []}))")
    with closing(Trainers()) as started:
        forked = train(NETWORK, RECIPE, 0, memory, trainers=started)
        assert len(forked.losses) == 2
        os.kill(started._host._process.pid, signal.SIGKILL)
        started._host._process.wait()
        assert train(NETWORK, RECIPE, 1, memory, trainers=started) == Run(1, 0.5, ())


# What names a training


def test_what_a_result_depends_on(monkeypatch):
    key = key_of(NETWORK, RECIPE, 0)
    assert key == key_of(SAME_IN_OTHER_WORDS, replace(RECIPE), 0)
    others = [
        key_of(network(conv(3, activation="relu")), RECIPE, 0),
        key_of(network(conv(2, activation="relu"), DROPOUT), RECIPE, 0),
        key_of(network(conv(2, activation="relu"), DROP_MORE), RECIPE, 0),
        key_of(NETWORK, RECIPE, 1),
        key_of(NETWORK, replace(RECIPE, epochs=3), 0),
        key_of(NETWORK, replace(RECIPE, learning_rate=0.02), 0),
        key_of(NETWORK, replace(RECIPE, test_options={"shift": 4}), 0),
        key_of(NETWORK, RECIPE, 0, Extras(optimizer=ADAM)),
        key_of(NETWORK, RECIPE, 0, Extras(pixels=(0.0, 1.0))),
    ]
    assert key == key_of(NETWORK, RECIPE, 0, Extras())
    monkeypatch.setattr(accuracy, "versions", lambda: {"keras": "4.0"})
    others.append(key_of(NETWORK, RECIPE, 0))
    monkeypatch.setattr(accuracy, "stream_of_tests", lambda: 12)
    others.append(key_of(NETWORK, RECIPE, 0))
    assert len({key, *others}) == 12


def test_it_is_remembered(memory, trainer):
    trainer("print(json.dumps({'accuracy': 0.5, 'losses': [2.0, 1.0]}))")
    run = train(NETWORK, RECIPE, 4, memory)
    assert run == Run(4, 0.5, (2.0, 1.0))
    trainer("sys.exit('trained again')")
    assert train(SAME_IN_OTHER_WORDS, RECIPE, 4, memory) == run
    for net, recipe, seed in (
        (NETWORK, RECIPE, 5),
        (NETWORK, replace(RECIPE, epochs=3), 4),
        (network(conv(2, activation="relu"), DROPOUT), RECIPE, 4),
    ):
        with pytest.raises(TrainingError, match="trained again"):
            train(net, recipe, seed, memory)


def test_what_the_trainer_is_asked(memory, monkeypatch):
    """Dropout is part of a network that is trained, though not of one that is compared."""
    asked = []

    def run_trainer(request, *_):
        asked.append(json.loads(json.dumps(request)))
        return {"accuracy": 0.5, "losses": []}

    monkeypatch.setattr(accuracy, "run_trainer", run_trainer)
    train(network(DROPOUT), replace(RECIPE, seeds=(7,)), 7, memory)
    (request,) = asked
    assert [each["kind"] for each in request["network"]["layers"]] == [
        "Input",
        "Dropout",
        "Flatten",
        "Dense",
        "Activation",
    ]
    assert request["seed"] == 7
    assert Recipe(**request["recipe"]) == RECIPE
    assert request["extras"] == {"optimizer": None, "pixels": None}


# The memory


@pytest.mark.parametrize(
    "text", ["", "[]", "{}", '{"seed": 1, "accuracy": 0.5}', '{"seed": 1, "losses": [1]}']
)
def test_a_damaged_memory_is_none(tmp_path, text):
    memory = Memory(tmp_path)
    memory.put("key", Run(1, 0.5, (1.0,)))
    assert memory.get("key") == Run(1, 0.5, (1.0,))
    (tmp_path / "key.json").write_text(text, "utf-8")
    assert memory.get("key") is None
    assert memory.get("other") is None


def test_a_folder_that_cannot_be_written_costs_the_memory_only(tmp_path, trainer):
    (tmp_path / "file").write_text("in the way", "utf-8")
    trainer("print(json.dumps({'accuracy': 0.5, 'losses': []}))")
    assert train(NETWORK, RECIPE, 0, Memory(tmp_path / "file")) == Run(0, 0.5, ())


# Limits and faults


def test_a_huge_network_is_not_trained(memory, trainer):
    trainer("sys.exit('it was')")
    wide = network(layer("Flatten"), layer("Dense", units=30_000))
    with pytest.raises(TrainingLimit) as caught:
        train(wide, RECIPE, 0, memory)
    assert caught.value.code == "accuracy.too_large"
    assert caught.value.data == {"parameters": "3,120,003", "most": "3,000,000"}


@pytest.mark.parametrize(
    ("layers", "code", "data"),
    [
        (
            [layer("UpSampling2D", size=(160, 160)), layer("GlobalAveragePooling2D")],
            "accuracy.too_wide",
            {"cells": "2,560,107", "most": "2,000,000"},
        ),
        (
            [conv(20, padding="same"), conv(20, padding="same")],
            "accuracy.too_costly",
            {"times": "11.6"},
        ),
    ],
)
def test_a_network_that_computes_too_much_is_refused_by_arithmetic(
    memory, trainer, layers, code, data
):
    """So that the same network has the same fate on every machine."""
    trainer("sys.exit('it was')")
    recipe = replace(RECIPE, train_size=100_000, epochs=100)
    with pytest.raises(TrainingLimit) as caught:
        train(network(*layers), recipe, 0, memory)
    assert (caught.value.code, caught.value.data) == (code, data)


def test_a_training_that_takes_too_long(memory, trainer, monkeypatch):
    monkeypatch.setattr(accuracy, "SECONDS", 0.5)
    trainer("import time", "time.sleep(600)")
    with pytest.raises(TrainingError, match="longer than 0 s on this machine"):
        train(NETWORK, RECIPE, 0, memory)


@pytest.mark.parametrize(
    ("line", "told"),
    [
        ("sys.exit('no room left')", "no room left"),
        ("raise ValueError('no data set')", "ValueError: no data set"),
        ('print(\'{"epoch": 1, "epochs": 2}\')', "the trainer ended without a result"),
        ("import os; os.kill(os.getpid(), 9)", "the trainer ended without a result"),
    ],
)
def test_a_trainer_that_fails(memory, trainer, line, told):
    trainer(line)
    with pytest.raises(TrainingError, match=told):
        train(NETWORK, RECIPE, 0, memory)


def test_a_machine_that_starts_nothing(memory, monkeypatch):
    def start(_):
        raise OSError(12, "Cannot allocate memory")

    monkeypatch.setattr(accuracy, "start_afresh", start)
    with pytest.raises(TrainingError, match=r"no trainer could be started: .*Cannot allocate"):
        train(NETWORK, RECIPE, 0, memory)


def test_words_of_a_library_are_passed_over(memory, trainer):
    trainer(
        "print('Could not find cuda drivers')",
        'print(\'{"epoch": 1, "epochs": 2}\')',
        'print(\'{"accuracy": 0.25, "losses": [3.0]}\')',
    )
    seen = []
    run = train(NETWORK, RECIPE, 0, memory, lambda *epochs: seen.append(epochs))
    assert (run, seen) == (Run(0, 0.25, (3.0,)), [(1, 2)])
