"""Properties of repaired steps: many repairs hold, each slip has its name."""

from __future__ import annotations

import numpy as np
import pytest

from grader.judge.repairs import judge_repaired, pixel_table
from grader.report.model import Finding
from grader.run.worker.given import copies
from grader.spec import Repaired

from .building import asked, context, error

RNG = np.random.default_rng(5)
IMAGES = RNG.integers(0, 256, (6, 5, 4, 1)).astype(np.uint8)
IMAGES[0, 0, :2, 0] = 0, 255


def judged(name, *answered):
    check = Repaired(2, name)
    finding = judge_repaired(context(check, *answered))
    assert finding.max_points == 2
    return finding.status, finding.code.removeprefix("repaired."), finding.mistake


def passed():
    return ("pass", "pass", None)


# One rule for all pixels


def scaled(result):
    return judged("scaled", asked(None, result, images=IMAGES))


def test_repairs_of_the_scale():
    floats = IMAGES.astype("float32")
    for result in (
        floats / 255,
        floats / 127.5 - 1,
        (floats - floats.mean()) / floats.std(),
        (IMAGES / 255).astype("float16"),
    ):
        assert scaled(result) == passed()


@pytest.mark.parametrize(
    ("result", "code", "mistake"),
    [
        (IMAGES.astype("float32"), "too_far", "not_scaled"),
        (IMAGES / 25.5, "too_far", None),
        (IMAGES / 255 / 255, "too_narrow", "scaled_twice"),
        (IMAGES / 1000, "too_narrow", None),
        (IMAGES // 255, "integers", "integer_pictures"),
        (1 - IMAGES / 255, "upside_down", None),
        ((IMAGES / 255) ** 2, "several_rules", None),
        (IMAGES[..., 0] / 255, "shape", None),
        (np.full(IMAGES.shape, np.nan), "not_finite", None),
        ("pictures", "shape", None),
        ([[1, 2], [3]], "shape", None),
    ],
)
def test_slips_of_the_scale(result, code, mistake):
    assert scaled(result) == ("fail", code, mistake)


def test_the_whole_finding():
    check = Repaired(2, "scaled")
    answered = asked(None, IMAGES.astype("float32"), images=np.zeros((1,)))
    answered = asked(None, IMAGES.astype("float32"), images=IMAGES)
    assert judge_repaired(context(check, answered, name="fix_a")) == Finding(
        "repaired",
        "fail",
        "repaired.too_far",
        0.0,
        2,
        {"call": "fix_a(images=uint8 array (6, 5, 4, 1))", "low": "0", "high": "255"},
        "not_scaled",
        2,
    )


def test_a_call_that_raises():
    assert judged("scaled", asked(None, error(), images=IMAGES))[1] == "call.raised"


# Training and test by the training statistics

TRAIN = RNG.normal(90, 30, (30, 4, 3, 2))
TESTS = [RNG.normal(90, 30, (9, 4, 3, 2)), RNG.normal(140, 50, (9, 4, 3, 2))]


def standardised(function):
    return judged(
        "standardised", *(asked(None, function(TRAIN, t), train=TRAIN, test=t) for t in TESTS)
    )


@pytest.mark.parametrize(
    "axes", [None, (0, 1, 2), (0,)], ids=["one mean", "one of each channel", "one of each pixel"]
)
def test_whose_statistics_they_are(axes):
    def by(of):
        kept = {"axis": axes, "keepdims": True}
        return lambda x: (x - of.mean(**kept)) / (of.std(**kept) + 1e-7)

    assert standardised(lambda train, test: (by(train)(train), by(train)(test))) == passed()
    own = standardised(lambda train, test: [by(train)(train), by(test)(test)])
    assert own == ("fail", "two_rules", "own_statistics")

    def joint(train, test):
        both = by(np.concatenate([train, test]))
        return both(train), both(test)

    assert standardised(joint) == ("fail", "test_was_seen", "joint_statistics")


@pytest.mark.parametrize(
    ("function", "code", "mistake"),
    [
        (lambda train, test: ((train - 90) / 30, test), "two_rules", "test_untouched"),
        (lambda train, test: (train, test), "not_standard", None),
        (lambda train, test: ((train - 90) / 30, test / 255), "two_rules", "own_statistics"),
        (lambda train, test: ((train - 90) / 30, np.sin(test)), "two_rules", None),
        (lambda train, test: (np.sin(train), test), "several_rules", None),
        (lambda train, test: train, "not_a_pair", None),
        (lambda train, test: (train / 255, test[:3]), "shape", None),
    ],
)
def test_slips_of_standardising(function, code, mistake):
    assert standardised(function) == ("fail", code, mistake)


# One order for pictures and labels

X = np.arange(24.0).reshape(8, 3, 1, 1)
Y = np.array([3, 1, 0, 2, 2, 1, 0, 3])
ORDER = np.array([4, 2, 7, 0, 1, 6, 5, 3])


def together(result):
    return judged("together", asked(None, result, x=X, y=Y, seed=0))


@pytest.mark.parametrize(
    ("result", "code", "mistake"),
    [
        ((X[ORDER], Y[ORDER]), "pass", None),
        ([X[::-1], Y[::-1]], "pass", None),
        ((X[ORDER], Y[::-1]), "labels_elsewhere", "shuffled_apart"),
        ((X[ORDER], Y), "labels_elsewhere", "shuffled_apart"),
        ((X, Y), "in_order", "not_shuffled"),
        ((X[[0] * 8], Y[[0] * 8]), "lost", None),
        ((X[ORDER] + 1, Y[ORDER]), "lost", None),
        ((X[ORDER][:4], Y[ORDER][:4]), "shape", None),
        (None, "not_a_pair", None),
    ],
)
def test_one_order(result, code, mistake):
    assert together(result) == ("pass" if code == "pass" else "fail", code, mistake)


# No copy on the other side

PICTURES = RNG.permutation(np.arange(10 * 5 * 4)).reshape(10, 5, 4, 1).astype(np.float32)
LABELS = np.arange(10) % 2


def apart(result):
    given = {"x": PICTURES, "y": LABELS, "augment": None, "seed": 0}
    return judged("apart", asked(None, result, **given))


def split(x, y, many):
    return (x[:many], y[:many]), (x[many:], y[many:])


def test_split_before_augmenting():
    training, validation = split(PICTURES, LABELS, 8)
    assert apart((copies(*training), validation)) == passed()
    assert apart([[*copies(*training)], [*copies(*validation)]]) == passed()


@pytest.mark.parametrize(
    ("result", "code", "mistake"),
    [
        (split(*copies(PICTURES, LABELS), 90), "on_both_sides", "leaks"),
        (split(PICTURES, LABELS, 8), "not_more", "not_augmented"),
        (split(PICTURES, LABELS, 10), "one_side_empty", None),
        (((PICTURES, LABELS[:5]), (PICTURES, LABELS)), "labels_missing", "labels_lost"),
        (((PICTURES, 1 - LABELS), (PICTURES, LABELS)), "labels_elsewhere", "labels_lost"),
        (((PICTURES + 1, LABELS), (PICTURES, LABELS)), "strange_picture", None),
        ((copies(PICTURES[:5], LABELS[:5]), (PICTURES[5:6], LABELS[5:6])), "lost", None),
        (((PICTURES, LABELS), 7), "not_a_pair", None),
        ((("ab", "cd"), ("ef", "gh")), "shape", None),
        (PICTURES, "not_a_pair", None),
    ],
)
def test_leaks(result, code, mistake):
    assert apart(result) == ("fail", code, mistake)


# What becomes of each of 256 values

ALL = RNG.permutation(np.repeat(np.arange(256), 2)).reshape(4, 16, 8, 1).astype(np.uint8)
DARK = (ALL // 2)[:2]


def pointwise(*results):
    images = (ALL, DARK)
    return judged("pointwise", *(asked(None, r, images=i) for r, i in zip(results, images)))


def test_a_function_of_the_value_alone():
    assert pointwise(ALL / 255, DARK / 255) == passed()
    assert pointwise(np.sqrt(ALL), np.sqrt(DARK)) == passed()
    assert pointwise(None, None) == passed()


def test_of_more_than_the_value():
    assert pointwise(ALL, DARK) == ("fail", "integers", "integer_pictures")
    own = pointwise(ALL - ALL.mean(), DARK - DARK.mean())
    assert own == ("fail", "not_pointwise", "batch_statistics")
    each = pointwise(ALL - ALL.mean((1, 2, 3), keepdims=True), DARK / 255)
    assert each == ("fail", "not_pointwise", None)


def test_the_table():
    table = pixel_table([({"images": ALL}, ALL / 255), ({"images": DARK}, DARK / 255)])
    assert table == pytest.approx(np.arange(256) / 255)
    assert pixel_table([({"images": DARK}, None)]) == tuple(range(256))
    with pytest.raises(LookupError, match="all pixels from 0 to 255"):
        pixel_table([({"images": DARK}, DARK / 255)])
