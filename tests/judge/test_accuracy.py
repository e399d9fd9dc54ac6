"""Verdicts on accuracy. Every training is remembered beforehand, so that nothing is trained."""

from __future__ import annotations

from dataclasses import replace
from types import SimpleNamespace

import numpy as np
import pytest

from grader.judge.accuracy import AccuracyJudge
from grader.judge.weakness import name_of_weakness
from grader.kit import Kit
from grader.messages import Messages
from grader.network import canonical, digest, read_network
from grader.report.model import Finding
from grader.report.words import message, sentence
from grader.spec import Accuracy, Recipe
from grader.train.accuracy import Memory, Run, TrainingError, TrainingLimit, carry_out, key_of
from grader.train.calibration import Calibration, store

from .building import answer, asked, built, context, conv, error, layer, model, pool

RECIPE = Recipe("border_dots", 2, 8, 0.01, 60, 60)
CHECK = Accuracy(4, RECIPE, "same", beside="valid")
SAME, VALID = (model(conv(padding=p), layer("Flatten")) for p in ("same", "valid"))
BAR = {"bar": "0.70"}


@pytest.fixture
def kit(tmp_path):
    kit = Kit(tmp_path, tmp_path / "reference")
    kit.reference.mkdir()
    right = digest(read_network(SAME))
    store(kit, {"9.1 same": Calibration(RECIPE, right, (0.95, 0.9), {"valid": (0.5, 0.4)})})
    return kit


def recalled(kit):
    """Returns runs as the grader does, from the memory of a kit."""
    memory = Memory(kit.root / ".grader" / "accuracy")
    return lambda training, progress: carry_out(training, memory, progress)


@pytest.fixture
def judged(kit, monkeypatch):
    """Judges a network that reaches the given accuracies, one for each seed."""
    memory = Memory(kit.root / ".grader" / "accuracy")

    def remember(config, *accuracies):
        network = canonical(read_network(config))
        for seed, accuracy in enumerate(accuracies):
            memory.put(key_of(network, RECIPE, seed), Run(seed, accuracy, (1.0, 0.5)))

    def judged(*accuracies, full=False, beside=VALID, found=None, check=CHECK, others=None):
        remember(SAME, *accuracies)
        remember(VALID, 0.45)
        judge = AccuracyJudge(kit, SimpleNamespace(), trains=recalled(kit), full=full)
        cases = [asked(answer(SAME), found or built(SAME), "same", padding="same")]
        if beside is not None:
            cases.append(asked(answer(VALID), built(beside), "valid", padding="valid"))
        return judge(replace(context(check, *cases), others=others or {}))

    def trains(*_):
        raise AssertionError("nothing is to be trained here")

    monkeypatch.setattr("grader.train.accuracy.run_trainer", trains)
    return judged


def test_a_network_above_the_bar_is_trained_once(judged):
    assert judged(0.9) == Finding(
        "accuracy",
        "pass",
        "accuracy.pass_beside",
        4,
        4,
        {
            "accuracy": "0.900",
            "first": "0.900",
            **BAR,
            "runs": [0.9],
            "losses": [1.0, 0.5],
            "beside": "0.450",
            "beside_call": "padding='valid'",
        },
        group="same",
    )


def test_exactly_the_bar_is_enough(judged):
    assert judged(0.7).status == "pass"


def test_unlucky_once(judged):
    finding = judged(0.6, 0.65, 0.9)
    assert (finding.status, finding.code, finding.points) == ("pass", "accuracy.unlucky", 4)
    assert (finding.data["first"], finding.data["accuracy"]) == ("0.600", "0.900")


def test_below_the_bar_with_every_seed(judged):
    finding = judged(0.6, 0.65, 0.5)
    assert (finding.status, finding.code, finding.points) == ("fail", "accuracy.low", 0.0)
    assert finding.data["runs"] == [0.6, 0.65, 0.5]
    assert sentence(finding, Messages("en")) == (
        "Your network does not reach the bar of 0.70: its best result with three seeds is 0.650."
        " Which pictures it misreads: `python -m grader show 9 --mine`."
    )


RELU, STALE = layer("Activation", activation="relu"), layer("BatchNormalization", momentum=0.9)
AVERAGE = layer("AveragePooling2D", pool_size=[2, 2])
HEAD = (layer("Flatten"), layer("Dense", units=3, activation="softmax"))


@pytest.mark.parametrize(
    ("found", "mistake"),
    [
        (model(conv(), *HEAD), None),
        (model(conv(), AVERAGE, conv(size=1), *HEAD), "activation_missing"),
        (model(conv(), pool(), conv(size=1), *HEAD), None),  # a maximum is no sum
        (model(conv(), layer("Flatten"), layer("Dense", units=3), RELU, layer("Softmax")), RELU),
        (model(conv(), STALE, *HEAD), "stale_statistics"),  # 16 steps: 0.9 ** 16 is 0.19
        (model(conv(), layer("BatchNormalization", momentum=0.5), *HEAD), None),
        (model(conv(), STALE, conv(), *HEAD), None),  # two reasons are none
    ],
)
def test_why_a_network_is_too_weak_may_stand_in_its_form(found, mistake):
    name = name_of_weakness(read_network(found), RECIPE)
    assert (name and name.id) == ("relu_on_output" if mistake is RELU else mistake)


def test_a_first_loss_worse_than_guessing_is_told(judged, kit):
    network = canonical(read_network(SAME))
    for seed in RECIPE.seeds:
        run = Run(seed, 0.4, (1.0,), start=9.0)
        Memory(kit.root / ".grader" / "accuracy").put(key_of(network, RECIPE, seed), run)
    finding = judged()
    assert (finding.code, finding.data["start"]) == ("accuracy.low_start", "9.00")
    assert finding.data["guess"] == f"{np.log(finding.data['classes']):.2f}"


def test_full_asks_every_seed(judged):
    assert judged(0.9, 0.8, 0.95, full=True).data["runs"] == [0.9, 0.8, 0.95]


def test_nothing_beside(judged):
    finding = judged(0.9, beside=None)
    assert finding.code == "accuracy.pass"
    assert "beside" not in finding.data


def test_a_network_beside_that_cannot_be_read_costs_nothing(judged):
    finding = judged(0.9, beside={"class_name": "Own", "config": {}})
    assert (finding.status, finding.code, finding.points) == ("pass", "accuracy.pass", 4)


def test_an_uncalibrated_recipe_is_the_graders_fault(judged):
    other = Accuracy(4, Recipe("border_dots", 3, 8, 0.01, 60, 60), "same")
    assert judged(0.9, check=other) == Finding(
        "accuracy",
        "error",
        "grader.error",
        0.0,
        4,
        {"why": "task 9.1 is not calibrated; run `python -m grader author calibrate`"},
        group="same",
    )


@pytest.mark.parametrize(
    ("raised", "status", "code", "data"),
    [
        (TrainingError("no room left"), "error", "grader.error", {"why": "no room left"}),
        (
            TrainingLimit("accuracy.too_costly", times="3.0"),
            "limit",
            "accuracy.too_costly",
            {"times": "3.0"},
        ),
    ],
)
def test_a_training_that_fails(judged, monkeypatch, raised, status, code, data):
    def fails(*_):
        raise raised

    monkeypatch.setattr("grader.train.accuracy.run_trainer", fails)
    finding = judged()
    assert (finding.status, finding.code, finding.points) == (status, code, 0.0)
    assert finding.data == data


SAID = {"9.3": [asked({}, {"same": 0.625, "valid": np.array(1)})]}


@pytest.mark.parametrize(
    ("entry", "accuracies", "beside", "code", "said"),
    [
        ("same", [0.9], None, "accuracy.said", "0.62"),
        ("valid", [0.9], VALID, "accuracy.said_beside", "1.00"),
        ("same", [0.6, 0.65, 0.9], None, "accuracy.unlucky", None),
        ("same", [0.6, 0.65, 0.5], None, "accuracy.low", None),
    ],
)
def test_what_was_predicted_stands_beside_it(judged, entry, accuracies, beside, code, said):
    check = replace(CHECK, after="9.3", entry=entry)
    finding = judged(*accuracies, beside=beside, check=check, others=SAID)
    assert (finding.code, finding.data.get("said")) == (code, said)
    for language, messages in ((one, Messages(one)) for one in ("en", "ko")):
        assert "?" not in message(finding, messages), language


def test_trouble_goes_first(judged):
    assert judged(found=error("KeyError")).code == "call.raised"


# Tiers, the submission's own optimiser and pixels, other data

TIERS = replace(CHECK, tiers=(0.5, 0.75, 1.0), beside="")


@pytest.mark.parametrize(
    ("accuracy", "code", "points", "data"),
    [
        (0.75, "accuracy.tier", 4 / 3, {"tier": 1, "next": "0.80"}),
        (0.85, "accuracy.tier", 8 / 3, {"tier": 2, "next": "0.90"}),
        (0.95, "accuracy.top_tier", 4, {"tier": 3}),
    ],
)
def test_each_tier_earns_its_share(judged, accuracy, code, points, data):
    finding = judged(accuracy, check=TIERS)
    assert (finding.status, finding.code, finding.points) == ("pass", code, points)
    assert finding.max_points == 4
    assert data.items() <= finding.data.items()
    assert finding.data["bars"] == ["0.70", "0.80", "0.90"]


def test_below_the_lowest_tier(judged):
    assert judged(0.6, 0.6, 0.6, check=TIERS).code == "accuracy.low"


@pytest.fixture
def trained(kit):
    """Judges with nothing trained: what each training was asked for, and a run that is right."""
    asked_for = []

    def trains(training, progress):
        asked_for.append((training.recipe.data, training.extras))
        return Run(training.seed, 0.9, (1.0,))

    def trained(check, found=SAME, **others):
        judge = AccuracyJudge(kit, SimpleNamespace(), trains=trains)
        own = context(check, asked(answer(SAME), built(found), "same"))
        return judge(replace(own, others=others)), asked_for

    return trained


def test_the_optimiser_that_the_student_compiled_with(trained):
    check = replace(CHECK, compiled=True)
    sgd = {"class_name": "SGD", "config": {"learning_rate": 0.5, "momentum": 0.9}}
    finding, [(_, extras)] = trained(check, {**SAME, "compile_config": {"optimizer": sgd}})
    assert finding.status == "pass"
    assert (extras.optimizer["optimizer"], extras.optimizer["rate"]) == ("SGD", 0.5)
    assert extras.optimizer["options"] == {"momentum": 0.9}


def test_no_optimiser_to_train_with(trained):
    finding, asked_for = trained(replace(CHECK, compiled=True))
    assert (finding.status, finding.code, asked_for) == ("fail", "compiled.optimizer", [])


def test_the_pixels_of_another_task(trained):
    images = np.arange(256, dtype=np.uint8).reshape(1, 16, 16, 1)
    own = [asked(None, images / 255, images=images)]
    _, [(_, extras)] = trained(replace(CHECK, pixels="9.0"), **{"9.0": own})
    assert extras.pixels == pytest.approx(np.arange(256) / 255)


ALSO = replace(CHECK, recipe=replace(RECIPE, also=("mnist",), train_options={"shift": 3}))


def on_mnist(kit, trains):
    own = context(ALSO, asked(answer(SAME), built(SAME), "same"))
    return AccuracyJudge(kit, SimpleNamespace(), trains=trains).on_other_data(own, "mnist")


def test_on_a_public_set_the_same_recipe_is_seen(kit):
    def trains(training, progress):
        assert training.recipe == replace(RECIPE, data="mnist")
        return Run(0, 0.875, (1.0,))

    data = {"data": "mnist", "accuracy": "0.875"}
    assert on_mnist(kit, trains) == Finding("remark", "pass", "accuracy.other_data", 0.0, 0.0, data)


def test_without_the_public_set_the_remark_says_what_to_do(kit):
    def fails(*_):
        raise TrainingError("Traceback: ...\nOSError: mnist is not on this machine")

    data = {"data": "mnist", "why": "mnist is not on this machine"}
    assert on_mnist(kit, fails) == Finding("remark", "pass", "accuracy.no_data", 0.0, 0.0, data)
