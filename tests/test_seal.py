from __future__ import annotations

import pytest

from grader.seal import canonical, form_of, sealed


@pytest.mark.parametrize(
    ("value", "written"),
    [
        (5, "5"),
        (5.0, "5"),
        (-0.0, "0"),
        (37_752_832.0, "37752832"),
        (0.1 + 0.2, "0.3"),
        (0.25, "0.25"),
        (0.8999999761581421, "0.9"),  # np.float32(0.9)
        (844.00001, "844.00001"),
        (844.0000000000001, "844"),
        ((1, 2.0), "(1, 2)"),
        ([1, 2], "(1, 2)"),
        ((), "()"),
        ("Stride  2\n", "text stride 2"),
        ("5", "text 5"),
        (True, None),
        (None, None),
        (float("nan"), None),
        (float("-inf"), None),
        (10**400, None),
        ((1, float("nan")), None),
        ((1, "2"), None),
        ((1, (2,)), None),
        ([1] * 101, None),
        ({"a": 1}, None),
    ],
)
def test_one_text_for_all_ways_to_write_a_value(value, written):
    assert canonical(value) == written


@pytest.mark.parametrize(
    ("value", "form"),
    [
        (5, "number"),
        (0.5, "number"),
        ([1, 2], "numbers"),
        ("a", "text"),
        (True, None),
        (None, None),
    ],
)
def test_forms(value, form):
    assert form_of(value) == form


def test_a_seal_is_the_same_whenever_it_is_made_and_another_elsewhere():
    seal = sealed(64, "4.4", "norm")
    assert seal == sealed(64.0, "4.4", "norm")
    assert (seal.form, len(seal.salt), len(seal.digest)) == ("number", 32, 64)
    others = [sealed(64, "4.4", "pool"), sealed(64, "4.5", "norm"), sealed(65, "4.4", "norm")]
    assert len({seal.digest, *(one.digest for one in others)}) == 4
    assert seal.salt not in {one.salt for one in others[:2]}


def test_a_seal_opens_for_its_answer_only():
    seal = sealed(64, "4.4", "norm")
    assert [n for n in range(60, 70) if seal.opens(n)] == [64]
    assert seal.opens(64.0)
    assert not any(map(seal.opens, ("64", [64], True, None, {}, float("nan"))))


@pytest.mark.parametrize("value", [None, True, {"a": 1}, float("nan"), 0.93993, (1, "2"), 1 / 3])
def test_what_cannot_be_sealed(value):
    with pytest.raises(ValueError, match=r"no number, no text|more than 4 digits"):
        sealed(value, "9.1", "a")
