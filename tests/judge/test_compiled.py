"""What a model was compiled with. The settings are as Keras writes them."""

from __future__ import annotations

from dataclasses import replace

import pytest

from grader.judge.compiled import head_of, judge_compiled
from grader.network import read_network
from grader.report.model import Finding
from grader.spec import Compiled

from .building import answer, asked, built, context, error, layer, model

CHECK = Compiled(2, "integers")
BINARY = Compiled(2, "binary")


def net(activation="softmax", units=10, **compiled):
    config = model(layer("Flatten"), layer("Dense", units=units, activation=activation))
    return {**config, "compile_config": compiled} if compiled else config


def adam(rate=0.001):
    return {"class_name": "Adam", "config": {"learning_rate": rate}}


def loss(name, from_logits):
    return {"class_name": name, "config": {"from_logits": from_logits}}


def good(activation="softmax", **changes):
    """A model that is compiled as it should be, but for some changes."""
    compiled = {
        "optimizer": adam(),
        "loss": "sparse_categorical_crossentropy",
        "metrics": ["accuracy"],
        **changes,
    }
    return net(activation, **compiled)


def judged(config, check=CHECK):
    return judge_compiled(context(check, asked(answer(net()), built(config), model=1)))


SPARSE, BCE = "SparseCategoricalCrossentropy", "BinaryCrossentropy"


@pytest.mark.parametrize(
    ("config", "check"),
    [
        (good(), CHECK),
        (good(loss=loss(SPARSE, False)), CHECK),
        (good("linear", loss=loss(SPARSE, True)), CHECK),
        (good(optimizer=adam(0.2000000029)), CHECK),  # 0.2 as float32
        (good(metrics=[{"class_name": "SparseCategoricalAccuracy", "config": {}}]), CHECK),
        (good(metrics=None), Compiled(2, "integers", metric=False)),
        (good("sigmoid", loss="binary_crossentropy"), BINARY),
        (good("linear", loss=loss(BCE, True)), BINARY),
    ],
)
def test_whatever_fits(config, check):
    assert judged(config, check) == Finding("compiled", "pass", "pass", 2, 2)


@pytest.mark.parametrize(
    ("config", "check", "code", "mistake", "data"),
    [
        (net(), CHECK, "compiled.not", None, {}),
        (
            good(loss=None),
            CHECK,
            "compiled.no_loss",
            None,
            {"loss": "", "labels": "integers"},
        ),
        (
            good(loss="categorical_crossentropy"),
            CHECK,
            "compiled.loss",
            "loss_for_other_labels",
            {"loss": "categorical_crossentropy", "labels": "integers"},
        ),
        (
            good(loss="mse"),
            CHECK,
            "compiled.loss",
            "squared_error",
            {"loss": "mean_squared_error", "labels": "integers"},
        ),
        (
            good(loss="hinge"),
            BINARY,
            "compiled.loss",
            None,
            {"loss": "hinge", "labels": "binary"},
        ),
        (
            good(loss=loss(SPARSE, True)),
            CHECK,
            "compiled.head",
            "softmax_twice",
            {"head": "softmax", "from_logits": True},
        ),
        (
            good("linear"),
            CHECK,
            "compiled.head",
            "logits_not_told",
            {"head": "linear", "from_logits": False},
        ),
        (
            good("relu"),
            CHECK,
            "compiled.head",
            "relu_on_output",
            {"head": "relu", "from_logits": False},
        ),
        (
            good("sigmoid"),
            CHECK,
            "compiled.head",
            None,
            {"head": "sigmoid", "from_logits": False},
        ),
        (good(optimizer=adam(3)), CHECK, "compiled.rate", "rate_too_high", {"rate": "3"}),
        (good(optimizer=adam(1e-6)), CHECK, "compiled.rate", "rate_too_low", {"rate": "1e-06"}),
        (good(optimizer={"class_name": "Mine"}), CHECK, "compiled.optimizer", None, {}),
        (
            good(loss="sparse_categorical_crosentropy"),
            CHECK,
            "compiled.unknown_loss",
            None,
            {"loss": "sparse_categorical_crosentropy"},
        ),
        (
            good(loss="binary_focal_crossentropy"),
            CHECK,
            "compiled.loss",
            None,
            {"loss": "binary_focal_crossentropy", "labels": "integers"},
        ),
        (good(metrics=None), CHECK, "compiled.no_metric", None, {}),
        (good(metrics=["mae"]), CHECK, "compiled.no_metric", None, {}),
        (
            good(metrics=["mae", "acuracy"]),
            CHECK,
            "compiled.unknown_metric",
            None,
            {"metric": "acuracy"},
        ),
        (
            good(metrics=["accurracy"]),
            CHECK,
            "compiled.unknown_metric",
            None,
            {"metric": "accurracy"},
        ),
        (
            good("sigmoid", loss="binary_crossentropy", metrics=["categorical_accuracy"]),
            BINARY,
            "compiled.metric",
            "metric_for_other_labels",
            {"metric": "categorical_accuracy"},
        ),
        (
            good(metrics=[{"class_name": "BinaryAccuracy", "config": {}}]),
            CHECK,
            "compiled.metric",
            "metric_for_other_labels",
            {"metric": "binary_accuracy"},
        ),
        (
            good(metrics=None, loss_weights=["accuracy"]),
            CHECK,
            "compiled.no_metric",
            "metric_as_loss_weight",
            {},
        ),
    ],
)
def test_what_does_not(config, check, code, mistake, data):
    hint = 2 if mistake else None
    assert judged(config, check) == Finding("compiled", "fail", code, 0.0, 2, data, mistake, hint)


@pytest.mark.parametrize(
    ("rate", "mistake"), [(10, "rate_too_high"), (0, "rate_too_low"), (-1, "rate_too_low")]
)
def test_a_rate_that_keras_refuses_for_its_type(rate, mistake):
    message = (
        "Argument `learning_rate` should be float, or an instance of LearningRateSchedule, or a"
        " callable (that takes in the current iteration value and returns the corresponding"
        f" learning rate value). Received instead: learning_rate={rate}"
    )
    refused = asked(answer(net()), error("ValueError", message, line=5), model=1)
    assert judge_compiled(context(CHECK, refused)) == Finding(
        "compiled", "fail", "compiled.rate", 0.0, 2, {"rate": str(rate)}, mistake, 2, 5
    )
    other = error("ValueError", message.replace(f"={rate}", "=fast"))
    assert judge_compiled(context(CHECK, asked(answer(net()), other, model=1))).code == (
        "call.raised"
    )


@pytest.mark.parametrize(("given", "code"), [(True, "pass"), (False, "compiled.other_model")])
def test_another_model_than_the_one_that_was_given(given, code):
    model = replace(built(good()), given=given)
    check = Compiled(2, "integers", in_place=True)
    assert judge_compiled(context(check, asked(answer(net()), model, model=1))).code == code


def test_no_model():
    finding = judge_compiled(context(CHECK, asked(answer(net()), 3, model=1)))
    assert finding.code == "network.not_a_model"


def test_a_head_in_a_layer_of_its_own():
    config = model(layer("Flatten"), layer("Dense", units=4), layer("Softmax"))
    assert head_of(read_network(config)) == "softmax"
