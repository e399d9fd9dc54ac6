from __future__ import annotations

import contextlib
import unicodedata

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from grader.run.evidence import KINDS, Outcome, Step, StudentError, harmless, read_error
from grader.run.worker.frames import FrameError

WHOLE = {
    "kind": "raised",
    "type": "KeyError",
    "message": "'k'",
    "trace": [{"line": 20, "code": "f(2)"}, {"line": 9, "code": "d['k']"}],
    "name": "",
}


def test_an_error_is_read_with_its_lines():
    error = read_error(WHOLE)
    steps = (Step(20, "f(2)"), Step(9, "d['k']"))
    assert error == StudentError("raised", "KeyError", "'k'", steps, "")
    assert error.line == 9
    assert read_error({**WHOLE, "trace": []}).line is None


@pytest.mark.parametrize("kind", sorted(KINDS))
def test_every_kind_is_read(kind):
    assert read_error({"kind": kind, "trace": []}) == StudentError(kind)


@pytest.mark.parametrize(
    ("changed", "why"),
    [
        ({"kind": "fine"}, "an error of unknown form"),
        ({"kind": None}, "an error of unknown form"),
        ({"kind": []}, "an error of unknown form"),
        ({"kind": {}}, "an error of unknown form"),
        ({"trace": None}, "a trace of unknown form"),
        ({"trace": {}}, "a trace of unknown form"),
        ({"trace": [{"line": 1}] * 51}, "a trace of unknown form"),
        ({"trace": [3]}, "a trace of unknown form"),
        ({"trace": [{}]}, "a trace of unknown form"),
        ({"trace": [{"line": "3"}]}, "a trace of unknown form"),
        ({"trace": [{"line": True}]}, "a trace of unknown form"),
        ({"trace": [{"line": 3.0}]}, "a trace of unknown form"),
    ],
)
def test_what_is_no_error(changed, why):
    with pytest.raises(FrameError) as caught:
        read_error({**WHOLE, **changed})
    assert str(caught.value) == why


@pytest.mark.parametrize("data", [None, [], "raised", 3, True])
def test_what_is_no_description_at_all(data):
    with pytest.raises(FrameError):
        read_error(data)


def test_texts_of_an_error_are_cut_and_made_harmless():
    long = {**WHOLE, "type": "T" * 200, "message": "\x1b[2J" + "m" * 9000, "name": 3}
    error = read_error({**long, "trace": [{"line": 1, "code": "c" * 900}]})
    assert error == StudentError(
        "raised",
        "T" * 99 + "…",
        "�[2J" + "m" * 1995 + "…",
        (Step(1, "c" * 199 + "…"),),
        "",
    )


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("모양이 다릅니다\n\tx", "모양이 다릅니다\n\tx"),
        ("\x1b[31m100 / 100\x1b[0m", "100 / 100"),
        ("\x1b[2J\x1b[1mcleared", "�[2Jcleared"),
        ("a\rb\x00c\x7f\x9b", "a�b�c��"),
        ("right\u202eleft\u2066", "right�left�"),
        ("zero\u200bwidth\ufeff", "zero�width�"),
        ("half \ud800 a letter", "half � a letter"),
        ("", ""),
        (None, ""),
        (b"bytes", ""),
        (3, ""),
    ],
)
def test_texts_that_would_steer_a_terminal(text, shown):
    assert harmless(text, 100) == shown


@pytest.mark.parametrize(("length", "shown"), [(3, "ab…"), (4, "abc…"), (5, "abcde"), (6, "abcde")])
def test_a_long_text_is_cut_where_it_is_asked(length, shown):
    assert harmless("abcde", length) == shown


@given(st.text(st.characters(exclude_categories=()), max_size=50), st.integers(1, 30))
def test_no_control_character_is_left_in_any_text(text, length):
    shown = harmless(text, length)
    assert len(shown) <= length
    assert all(c in "\n\t" or unicodedata.category(c)[0] != "C" for c in shown)


anything = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=5),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=3), inner),
    max_leaves=10,
)
step = st.dictionaries(st.sampled_from(["line", "code"]), anything)
described = st.fixed_dictionaries(
    {"kind": st.sampled_from(sorted(KINDS)) | anything, "trace": st.lists(step) | anything},
    optional={"type": anything, "message": anything, "name": anything},
)


@settings(deadline=None)
@given(described)
def test_any_description_is_an_error_of_the_student_or_a_frame_error(data):
    with contextlib.suppress(FrameError):
        assert read_error(data).kind in KINDS


def test_only_a_call_that_came_back_is_answered():
    assert Outcome(value=None).answered
    assert not Outcome(error=StudentError("raised")).answered
    assert not Outcome(stopped="time").answered
