"""Predictions: the right ones are known by their seals only, and nobody is told them."""

from __future__ import annotations

import time

import numpy as np
import pytest

from grader.judge.predictions import judge_predicted
from grader.messages import Messages
from grader.reference import Sealed
from grader.report.model import Finding
from grader.report.words import sentence
from grader.run.worker.frames import Tensor
from grader.seal import sealed
from grader.spec import Predicted

from .building import asked, context, entered, error

OPTIONS = {"smaller": ("kernel 7", "stride 2")}
CHECK = Predicted(2, options=OPTIONS)
RIGHT = {"side": 109, "pad": (2, 3), "share": 0.9, "smaller": "stride 2"}
SEALED = Sealed({key: sealed(value, "9.1", key) for key, value in RIGHT.items()})


def judged(found, check=CHECK):
    return judge_predicted(context(check, asked(SEALED, found)))


@pytest.mark.parametrize(
    "found",
    [
        {},
        {"side": 109.0, "pad": [2.0, 3], "share": np.float32(0.9)},
        {"side": np.int64(109), "pad": np.array([2, 3]), "share": 0.3 * 3},
        {"side": np.array(109), "pad": (np.int8(2), np.int8(3)), "share": np.float64(0.9)},
        {"side": Tensor(np.array(109))},
        {"smaller": "Stride 2"},
        {"smaller": "  STRIDE   2 "},
    ],
)
def test_equal_values_are_right_however_they_are_written(found):
    assert judged({**RIGHT, **found}) == Finding("predicted", "pass", "pass", 2, 2)


@pytest.mark.parametrize(
    ("found", "key"),
    [
        ({"side": 110}, "'side'"),
        ({"side": 109.001}, "'side'"),
        ({"side": 10**300}, "'side'"),
        ({"side": float("nan")}, "'side'"),
        ({"side": float("inf")}, "'side'"),
        ({"pad": (3, 2)}, "'pad'"),
        ({"pad": (2, 3, 0)}, "'pad'"),
        ({"pad": (2, float("nan"))}, "'pad'"),
        ({"pad": ()}, "'pad'"),
        ({"share": 0.91}, "'share'"),
        ({"smaller": "kernel 7"}, "'smaller'"),
    ],
)
def test_another_value_is_wrong(found, key):
    finding = judged({**RIGHT, **found})
    assert (finding.status, finding.code, finding.points) == ("fail", "predicted.wrong", 0.0)
    assert finding.data["key"] == key


def told(found, check=CHECK):
    finding = judged(found, check)
    return [sentence(finding, Messages(language)) for language in ("en", "ko")]


WAITING = dict.fromkeys(RIGHT)


def test_what_is_told():
    assert told({**RIGHT, "side": 108, "smaller": "kernel 7"}) == [
        "f(): wrong in 2 of 4 entries. The first is 'side': you say 108. Right: pad, share."
        " How did you get there, step by step?",
        "f() · 항목 4개 중 2개가 틀렸습니다 · 첫 번째: 'side' · 적은 값: 108"
        " · 맞은 항목: pad, share · 그 값을 어떻게 구했는지 한 단계씩 말할 수 있나요?",
    ]
    assert told({**WAITING, "side": 109}) == [
        "f(): not predicted yet: pad, share, smaller. Right so far: side.",
        "f() · 아직 예측하지 않은 항목: pad, share, smaller · 지금까지 맞은 항목: side",
    ]
    assert told(WAITING) == [
        "f(): not predicted yet: side, pad, share, smaller.",
        "f() · 아직 예측하지 않은 항목: side, pad, share, smaller",
    ]
    assert told({**WAITING, "side": 109, "share": 0.5})[0] == (
        "f(): wrong in 1 of 2 entries. The first is 'share': you say 0.5. Right: side."
        " Not predicted yet: pad, smaller. How did you get there, step by step?"
    )


@pytest.mark.parametrize("found", [{"smaller": "stride"}, {"smaller": 2}, {"smaller": True}])
def test_a_choice_that_is_none_says_which_there_are(found):
    finding = judged({**RIGHT, **found})
    assert (finding.code, finding.data["options"]) == (
        "predicted.option",
        "'kernel 7', 'stride 2'",
    )


def test_an_entry_of_another_form_hides_none_of_the_others():
    assert told({**WAITING, "side": "109", "pad": (2, 3), "share": 0.5}) == [
        "f(): the entry 'side' is '109'; expected a number."
        " Of the other entries: right pad; wrong share; not predicted yet smaller.",
        "f() · 항목 'side' · 결과: '109' · 수여야 합니다"
        " · 나머지 항목 중 맞은 것: pad · 틀린 것: share · 아직 예측하지 않은 것: smaller",
    ]


def test_numbers_to_choose_from():
    check = Predicted(1, options={**OPTIONS, "share": (0.8, 0.9, 1)})
    assert judged(RIGHT, check).status == "pass"
    assert told({**RIGHT, "share": 0.85}, check)[0] == (
        "f(): the entry 'share' is 0.85; expected one of 0.8, 0.9, 1."
        " Of the other entries: right side, pad, smaller; wrong -; not predicted yet -."
    )


@pytest.mark.parametrize(
    ("found", "code"),
    [
        ({"side": "109"}, "predicted.number"),
        ({"side": True}, "predicted.number"),
        ({"side": [109]}, "predicted.number"),
        ({"side": np.zeros((2, 2))}, "predicted.number"),
        ({"pad": 2}, "predicted.numbers"),
        ({"pad": "23"}, "predicted.numbers"),
        ({"pad": (2, "3")}, "predicted.numbers"),
        ({"pad": (2, None)}, "predicted.numbers"),
    ],
)
def test_an_answer_to_another_question(found, code):
    assert judged({**RIGHT, **found}).code == code


@pytest.mark.parametrize(
    ("found", "code", "data"),
    [
        (None, "value.none", {}),
        ([109], "value.type", {"found_type": "list", "expected_type": "dict"}),
        ({"side": 109}, "value.keys", {"missing": "'pad', 'share', 'smaller'", "extra": "-"}),
        ({**RIGHT, "more": 1}, "value.keys", {"missing": "-", "extra": "'more'"}),
        (error("KeyError"), "call.raised", {}),
    ],
)
def test_no_predictions(found, code, data):
    finding = judged(found)
    assert (finding.code, finding.points) == (code, 0.0)
    assert {**finding.data, **data} == finding.data


def test_no_right_answer_is_in_what_is_found():
    own = {"side": 3, "pad": (4, 5), "share": 0.5, "smaller": "kernel 7"}
    for found in (own, {**own, "smaller": None}, {**WAITING, "side": 3}):
        finding = judged(found)
        shown = repr(finding.data) + "".join(told(found))
        assert not any(answer in shown for answer in ("109", "(2, 3)", "0.9", "stride 2"))


# Names


MISTAKES = {
    "short": lambda: {"side": 108, "pad": [1, 2]},
    "no_stride": lambda: {"side": 218},
    "large_kernels": lambda: {"smaller": "Kernel 7"},
    "same_as_short": lambda: {"pad": (1, 2)},
}


@pytest.mark.parametrize(
    ("found", "name"),
    [
        ({"side": 218}, "no_stride"),
        ({"side": 108.0, "pad": (1, 2)}, "short"),
        ({"side": 108, "pad": None}, "short"),
        ({"smaller": "kernel 7"}, "large_kernels"),
        ({"pad": (1, 2)}, "same_as_short"),  # the other would have the side wrong, too
        ({"pad": (1, 2), "side": None}, None),  # of which nothing is said here
        ({"side": 217}, None),
    ],
)
def test_a_named_mistake(found, name):
    with entered(**MISTAKES):
        assert judged({**RIGHT, **found}).mistake == name


def test_ten_entries_are_judged_at_once():
    """Each answer is hashed anew: nothing is remembered of these."""
    answer = Sealed({str(n): sealed(n, "timed", str(n)) for n in range(10)})
    found = {str(n): n + 1000 for n in range(10)}
    begun = time.process_time()
    finding = judge_predicted(context(Predicted(1), asked(answer, found)))
    assert finding.data["wrong"] == 10
    assert time.process_time() - begun < 0.3
