"""Settings of `compile`, read from what Keras itself writes."""

from __future__ import annotations

import json

import pytest

from grader.network import NetworkError
from grader.network.compiled import CompileSettings, read_compiled, to_json


def settings(**compiled):
    import keras

    model = keras.Sequential([keras.Input((4,)), keras.layers.Dense(3, name="head")])
    if compiled:
        model.compile(**compiled)
    return read_compiled(json.loads(model.to_json()))


def own_loss(y, z):
    return y - z


def test_not_compiled():
    assert settings() is None
    assert read_compiled([]) is None


def test_words():
    found = settings(optimizer="adam", loss="sparse_categorical_crossentropy", metrics=["accuracy"])
    assert (found.optimizer, found.rate) == ("Adam", pytest.approx(1e-3))
    assert (found.loss, found.from_logits) == ("sparse_categorical_crossentropy", False)
    assert (found.metrics, found.weighted_by_names) == (("accuracy",), False)
    assert found.options["beta_1"] == 0.9
    assert found.options["clipnorm"] is None


def test_objects():
    import keras

    found = settings(
        optimizer=keras.optimizers.SGD(0.1, momentum=0.9, nesterov=True),
        loss=keras.losses.BinaryCrossentropy(from_logits=True),
        metrics=[keras.metrics.SparseCategoricalAccuracy(), ["acc"]],
    )
    assert (found.optimizer, found.rate) == ("SGD", pytest.approx(0.1))
    assert (found.options["momentum"], found.options["nesterov"]) == (0.9, True)
    assert (found.loss, found.from_logits) == ("binary_crossentropy", True)
    assert found.metrics == ("sparse_categorical_accuracy", "acc")


@pytest.mark.parametrize(
    ("loss", "name"),
    [
        ("mse", "mean_squared_error"),
        ("MSE", "mean_squared_error"),
        ("SparseCategoricalCrossentropy", "sparse_categorical_crossentropy"),
        ({"head": "bce"}, "binary_crossentropy"),
        (["hinge"], "hinge"),
        (own_loss, "own_loss"),
        (None, ""),
    ],
)
def test_a_loss_however_it_was_given(loss, name):
    assert settings(optimizer="sgd", loss=loss).loss == name


def test_a_loss_that_is_a_function_of_keras():
    import keras

    found = settings(optimizer="sgd", loss=keras.losses.categorical_crossentropy)
    assert found.loss == "categorical_crossentropy"


def test_metrics_in_the_third_place():
    import keras

    model = keras.Sequential([keras.Input((4,)), keras.layers.Dense(3)])
    model.compile("adam", "mse", ["accuracy"])
    found = read_compiled(json.loads(model.to_json()))
    assert (found.metrics, found.weighted_by_names) == ((), True)


def test_a_schedule_counts_by_its_first_rate():
    import keras

    schedule = keras.optimizers.schedules.ExponentialDecay(0.05, 100, 0.9)
    assert settings(optimizer=keras.optimizers.Adam(schedule), loss="mse").rate == 0.05
    steps = keras.optimizers.schedules.PiecewiseConstantDecay([10], [0.1, 0.01])
    assert settings(optimizer=keras.optimizers.Adam(steps), loss="mse").rate is None


def config(**changes):
    optimizer = {"class_name": "Adam", "config": {"learning_rate": 0.01, **changes}}
    return {"compile_config": {"optimizer": optimizer, "loss": "mse"}}


def test_as_plain_data():
    found = read_compiled(config(beta_1=0.5, gradient_accumulation_steps=4))
    expected = CompileSettings("Adam", 0.01, {"beta_1": 0.5}, "mean_squared_error")
    assert found == expected
    assert json.loads(json.dumps(to_json(found))) == {
        "optimizer": "Adam",
        "rate": 0.01,
        "options": {"beta_1": 0.5},
        "loss": "mean_squared_error",
        "from_logits": False,
        "metrics": [],
    }


@pytest.mark.parametrize(
    "changes", [{"learning_rate": "fast"}, {"learning_rate": 1e300}, {"beta_1": 7}, {"beta_1": []}]
)
def test_what_keras_would_not_write(changes):
    with pytest.raises(NetworkError, match="compile"):
        read_compiled(config(**changes))


def test_a_strangers_names():
    hostile = {"compile_config": {"optimizer": "rm -rf", "loss": {"class_name": "../x"}}}
    assert read_compiled(hostile) == CompileSettings("", None, loss="?")
