from __future__ import annotations

import numpy as np
import pytest

from grader.judge.context import Name
from grader.judge.naming import mistaken_answer, name_of_entries, name_of_function
from grader.mistakes.catalogue import Mistake, mistakes_of
from grader.reference import Raises
from grader.run.evidence import Outcome
from grader.spec import GivenModel, Values

from .building import asked, context, entered, error


def square(n):
    return n * n


def double(n):
    return 2 * n


def fails_at_zero(n):
    return n * n // n


def test_one_mistake_that_answers_alike_on_every_case():
    with entered(square=square, double=double):
        name = name_of_function(context(Values(1), asked(0, 9, n=3), asked(0, 16, n=4)))
    assert name == Name("square", 3)


@pytest.mark.parametrize("found", [8, 17, None, "16", float("nan")])
def test_one_other_answer_and_it_has_no_name(found):
    with entered(square=square, double=double):
        assert name_of_function(context(Values(1), asked(0, 9, n=3), asked(0, found, n=4))) is None


def test_a_tie_has_no_name():
    with entered(square=square, double=double):
        assert name_of_function(context(Values(1), asked(0, 4, n=2))) is None


def test_a_tie_is_told_apart_by_the_tasks_other_cases():
    answered = asked(0, 4, "small", n=2), asked(0, 9, "large", n=3)
    with entered(square=square, double=double):
        assert name_of_function(context(Values(1, "small"), *answered)) == Name("square", 3)


def test_the_other_cases_do_not_take_away_a_name():
    """Who is right elsewhere, or wrong otherwise, has still made this mistake here."""
    answered = asked(0, 9, "own", n=3), asked(0, 77, "other", n=5)
    with entered(square=square, double=double):
        assert name_of_function(context(Values(1, "own"), *answered)) == Name("square", 3)


def test_a_tie_that_the_other_cases_do_not_settle():
    answered = asked(0, 4, "small", n=2), asked(0, 77, "large", n=3)
    with entered(square=square, double=double):
        assert name_of_function(context(Values(1, "small"), *answered)) is None


def test_a_function_without_mistakes():
    assert mistakes_of("f") == ()
    assert name_of_function(context(Values(1), asked(0, 4, n=2))) is None


@pytest.mark.parametrize(
    ("outcome", "named"),
    [
        (error("ZeroDivisionError"), True),
        (error("ValueError"), False),
        (error("ZeroDivisionError", kind="exit"), False),
        (Outcome(stopped="time"), False),
        (0, False),
    ],
)
def test_a_mistake_that_raises(outcome, named):
    with entered(fails_at_zero=fails_at_zero):
        name = name_of_function(context(Values(1), asked(0, outcome, n=0), asked(0, 3, n=3)))
    assert name == (Name("fails_at_zero", 3) if named else None)


def test_a_call_that_was_ended_fits_no_mistake():
    with entered(nothing=lambda n: None):
        assert name_of_function(context(Values(1), asked(0, Outcome(stopped="time"), n=0))) is None


def test_what_a_mistake_answers():
    mistake = Mistake("m", fails_at_zero, None, 2)
    assert mistaken_answer(mistake, {"n": 3}) == 3
    assert mistaken_answer(mistake, {"n": 0}) == Raises("ZeroDivisionError")


def test_a_mistake_is_handed_a_given_model_as_a_function():
    kernel = np.full((1, 1, 1, 1), 2.0, np.float32)
    settings = {"filters": 1, "kernel_size": 1, "use_bias": False}
    given = GivenModel((None, None, 1), (("Conv2D", settings),), (kernel,))
    mistake = Mistake("m", lambda model, x: model(x) + 1, None, 2)
    answer = mistaken_answer(mistake, {"model": given, "x": np.ones((1, 2, 2, 1))})
    assert answer.tolist() == np.full((1, 2, 2, 1), 3.0).tolist()


EXPECTED = {"a": 1, "b": 2, "c": 3}


@pytest.mark.parametrize(
    ("found", "expected"),
    [
        ({"a": 1, "b": 20, "c": 3}, Name("tens", 3)),
        ({"a": 1, "b": 20, "c": 30}, Name("tens", 3)),
        # Two mistakes say 4; one of them would have c wrong, too.
        ({"a": 1, "b": 4, "c": 3}, Name("four", 3)),
        ({"a": 1, "b": 4, "c": None}, None),  # nothing is said of c
        ({"a": 1, "b": 5, "c": 3}, None),  # two mistakes say so, and no more
        ({"a": 1, "b": 4, "c": 9}, Name("squares", 3)),  # one of the two explains both
        # None explains both: the first is told.
        ({"a": 1, "b": 20, "c": 9}, Name("tens", 3)),
        ({"a": 1, "b": 77, "c": 9}, None),
        ({"a": 77, "b": 20, "c": 30}, None),
        ({"a": 1, "b": float("nan"), "c": 3}, None),
        ({"a": 1, "b": None, "c": 3}, None),
    ],
)
def test_entries_of_a_dict(found, expected):
    said = {
        "tens": {"b": 20, "c": 30},
        "squares": {"b": 4, "c": 9},
        "four": {"b": 4},
        "five": {"b": 5},
        "fifth": {"b": 5},
    }
    wrong = [key for key in EXPECTED if found[key] != EXPECTED[key] and (found[key] or key == "b")]
    with entered(**{name: lambda entries=entries: entries for name, entries in said.items()}):
        assert name_of_entries("f", {}, wrong, found) == expected
