"""What Python's and NumPy's own errors mean: what beginners meet in their own loops and arrays.

Rows as in `keras_errors`, whose are tried first. The words are those of Python 3.10 to 3.13.
"""

from __future__ import annotations

import difflib
import re

import numpy as np

from grader.judge.keras_errors import Explanation, Groups, Known, known

FUNCTION = r"'(?:builtin_function_or_method|function|method|numpy\.ufunc|numpy\._ArrayFunction\w+)'"
"""A function's type, where the function stands without its brackets."""
CHANGES = "append|extend|insert|remove|sort|reverse|clear|update|add|compile"
"""Methods of lists, dicts, sets and models that give back None."""
NUMBER = r"int|float|bool|numpy\.u?(?:int|float|bool)\d*_?"
ALIKE = 0.7
"""How much of two names must agree for one to be taken for the other, misspelt."""
TYPES: dict[str, type] = {
    "numpy.ndarray": np.ndarray,
    "list": list,
    "tuple": tuple,
    "dict": dict,
    "set": set,
    "str": str,
    "int": int,
    "float": float,
}
OTHER_CODES = frozenset(("misspelt_attribute", "function_of_numpy", "not_an_array", "array_lacks"))
_ATTRIBUTE = re.compile(r"^AttributeError: '([\w.]+)' object has no attribute '(\w+)'")


def _arguments(groups: Groups) -> dict[str, str]:
    names = re.findall(r"'(\w+)'", groups["arguments"])
    return {"name": groups["name"], "arguments": ", ".join(names)}


def _counts(groups: Groups) -> dict[str, str]:
    """How many values are taken and given; Python counts the object of a method, too."""
    of_object = bool(groups.get("owner")) and not groups["owner"].endswith("<locals>.")
    return {
        "name": groups["name"],
        "most": str(int(groups["most"]) - of_object),
        "given": str(int(groups["given"]) - of_object),
    }


_CALLED = r"^TypeError: (?P<owner>(?:[\w<>]+\.)*)(?P<name>\w+)\(\) "


def _without_owner(groups: Groups) -> dict[str, str]:
    return {name: text for name, text in groups.items() if name != "owner"}


TABLE: tuple[Known, ...] = (
    # Arrays.
    known("truth_of_array", r"truth value of an array with more than one element is ambiguous"),
    known(
        "array_called", r"^TypeError: '(?P<type>numpy\.ndarray|list|dict)' object is not callable"
    ),
    known("number_called", rf"^TypeError: '(?P<type>{NUMBER})' object is not callable"),
    known("tuple_called", r"^TypeError: 'tuple' object is not callable"),
    known("value_called", r"^TypeError: '(?P<type>str|module|NoneType)' object is not callable"),
    known("shape_without_brackets", r"^TypeError: Cannot interpret '(?P<value>-?\d+)' as a data t"),
    # Whole numbers.
    known(
        "whole_number",
        rf"^TypeError: '(?P<type>{NUMBER})' object cannot be interpreted as an integer"
        r"|^TypeError: list indices must be integers or slices, not (?P<index>float)",
        lambda groups: {"type": groups.get("type") or groups["index"]},
    ),
    known(
        "one_number",
        r"^TypeError: '(?P<type>tuple|list)' object cannot be interpreted as an integer",
    ),
    known(
        "loop_over_number",
        rf"^TypeError: '(?P<type>{NUMBER})' object is not iterable",
        line=r"\bfor\b",
    ),
    known("several_wanted", rf"^TypeError: '(?P<type>{NUMBER})' object is not iterable"),
    known("several_wanted", rf"^TypeError: cannot unpack non-iterable (?P<type>{NUMBER}) object"),
    # None, and functions without their brackets.
    known(
        "none_after_change",
        rf"^AttributeError: 'NoneType' object has no attribute '(?P<name>{CHANGES})'",
    ),
    known("none_attribute", r"^AttributeError: 'NoneType' object has no attribute '(?P<name>\w+)'"),
    known(
        "none_used",
        r"^TypeError: 'NoneType' object is not (?:subscriptable|iterable)"
        r"|^TypeError: unsupported operand type\(s\) for .*'NoneType'"
        r"|^TypeError: cannot unpack non-iterable NoneType object",
    ),
    known(
        "brackets_forgotten",
        rf"^TypeError: (?:unsupported operand type\(s\) for |bad operand type for |.* not supported"
        rf" between instances of ).*{FUNCTION}"
        rf"|^TypeError: {FUNCTION} object is not (?:subscriptable|iterable)",
    ),
    # Calls of one's own functions.
    known(
        "too_few_values",
        _CALLED + r"missing \d+ required (?:positional|keyword-only) arguments?: (?P<arguments>.*)",
        _arguments,
    ),
    known(
        "too_many_values",
        _CALLED + r"takes (?:from \d+ to )?(?P<most>\d{1,4}) positional arguments?"
        r" but (?P<given>\d{1,4})\b",
        _counts,
    ),
    known(
        "unknown_argument",
        r"^TypeError: (?:[\w<>]+\.)*(?P<owner>\w+)\(\) got an unexpected keyword argument"
        r" '(?P<argument>\w+)'",
    ),
    known(
        "given_twice",
        _CALLED + r"got multiple values for argument '(?P<argument>\w+)'",
        _without_owner,
    ),
    known("unfinished_task", r"^NotImplementedError: (?P<task>\d{1,2}\.\d{1,2})$"),
    # Names, modules, errors.
    known(
        "not_set",
        r"^(?:UnboundLocalError|NameError): (?:cannot access )?(?:local|free) variable"
        r" '(?P<name>\w+)'",
    ),
    known("no_module", r"^ModuleNotFoundError: No module named '(?P<name>[\w.]+)'"),
    known(
        "not_in_module",
        r"^ImportError: cannot import name '(?P<name>\w+)' from '(?P<module>[\w.]+)'",
    ),
    known(
        "not_in_module",
        r"^AttributeError: module '(?P<module>[\w.]+)' has no attribute '(?P<name>\w+)'",
    ),
    known("raised_text", r"^TypeError: exceptions must derive from BaseException"),
)
"""The messages of Python and of NumPy 1.26 to 2 that beginners meet."""


def explain_attribute(told: str) -> Explanation | None:
    """Return what was meant by an attribute that a value of NumPy's or Python's does not have."""
    match = _ATTRIBUTE.search(told)
    if match is None or match[1] not in TYPES:
        return None
    kind, name = match[1], match[2]
    data = {"type": kind, "name": name}
    if kind != "numpy.ndarray" and hasattr(np.ndarray, name):
        return Explanation("not_an_array", data)
    near = _nearest(name, TYPES[kind])
    if near is not None:
        return Explanation("misspelt_attribute", {**data, "near": near})
    if kind != "numpy.ndarray":
        return None
    code = "function_of_numpy" if name in np.__all__ else "array_lacks"
    return Explanation(code, {"name": name})


def _nearest(name: str, kind: type) -> str | None:
    public = [one for one in dir(kind) if not one.startswith("_")]
    alike = [one for one in public if one.lower() == name.lower()]
    return next(iter(alike or difflib.get_close_matches(name, public, 1, ALIKE)), None)
