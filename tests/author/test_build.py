from __future__ import annotations

import base64
import json
import re
import shutil

import numpy as np
import pytest
from PIL import Image

from grader.author.build import (
    build,
    build_exercise,
    draw_cases,
    equal_up_to_rounding,
    how_to_call,
)
from grader.author.exercise import AuthorError, load_checks
from grader.author.stubs import MarkerError
from grader.cli import main
from grader.reference import NetworkAnswer, Raises
from tests.conftest import AUTHORED

ONE, TWO = "01_double_it", "02_small_net"
RUN = "run `python -m grader author build`"


def edit(path, old, new):
    text = path.read_text("utf-8")
    assert old in text
    path.write_text(text.replace(old, new), "utf-8")


def everything(kit):
    """Every generated file with its bytes."""
    files = [*kit.exercises.rglob("*"), *kit.reference.rglob("*")]
    return {path: path.read_bytes() for path in files if path.is_file()}


@pytest.fixture
def checked(own_kit, launcher):
    """What `--check` says of an exercise, with paths below the kit; it writes nothing."""

    def checked(slug=ONE):
        before = everything(own_kit)
        found = list(build_exercise(own_kit, own_kit.solutions / slug, launcher, check=True))
        assert everything(own_kit) == before
        return [line.replace(f"{own_kit.root}/", "") for line in found]

    return checked


# What is built


def test_what_an_exercise_is_made_of(kit):
    assert sorted(p.name for p in (kit.exercises / ONE).iterdir()) == [
        "README.ko.md",
        "README.md",
        "double_it.py",
        "figure.ko.png",
        "figure.png",
    ]
    for name in ("README.md", "README.ko.md"):
        ours, theirs = kit.solutions / ONE / name, kit.exercises / ONE / name
        assert ours.read_bytes() == theirs.read_bytes()
    stub = (kit.exercises / ONE / "double_it.py").read_text("utf-8")
    assert 'raise NotImplementedError("1.1")' in stub
    assert "SOLUTION" not in stub
    assert "2 * x" not in stub
    with Image.open(kit.exercises / ONE / "figure.png") as picture:
        assert picture.format == "PNG"
        assert min(picture.size) > 50


def test_the_answers_are_the_solutions(kit):
    double, quadruple, facts = kit.load(ONE).tasks
    told = [(c.arguments["x"], c.group, c.how, c.answer) for c in double.cases]
    assert told[:3] == [
        (1, "small", "position", 2),
        (7, "large", "keyword", 14),
        (-30, "large", "position", -60),
    ]
    drawn = [x for x, *_ in told[3:]]
    assert len(set(drawn)) == 5
    assert all(100 <= x < 1000 for x in drawn)
    assert max(drawn[3:]) < 110  # the smallest of two hundred
    ways = ("keyword", "position", "keyword", "position", "keyword")
    assert told[3:] == [(x, "large", how, 2 * x) for x, how in zip(drawn, ways)]
    assert [c.answer for c in quadruple.cases] == [12, 20, Raises("ValueError")]
    assert [c.answer for c in facts.cases] == [
        {"square": 9, "half": 1.5},
        {"square": 64, "half": 4.0},
    ]
    assert quadruple.hints["ko"] == (
        "두 배의 두 배는 무엇인가요?",
        "`double` 함수를 두 번 부르세요.",
        "return double(double(...))",
    )


def test_networks_and_arrays(kit):
    net, border = kit.load(TWO).tasks
    answers = [case.answer for case in net.cases]
    assert all(isinstance(answer, NetworkAnswer) and answer.weights is None for answer in answers)
    assert [layer["kind"] for layer in answers[0].network["layers"]] == [
        "Input",
        "Conv2D",
        "MaxPooling2D",
        "Flatten",
        "Dense",
    ]
    assert np.array_equal(border.cases[1].answer, np.pad(np.full((1, 2), 0.5), 1))


# Built twice, and what is stale


def test_built_twice_nothing_changes(own_kit, launcher):
    before = everything(own_kit)
    assert list(build(own_kit, launcher)) == []
    assert list(build(own_kit, launcher, check=True)) == []
    assert everything(own_kit) == before


STUB, HANDOUT = f"exercises/{ONE}/double_it.py", f"exercises/{ONE}/README.ko.md"
PICTURE, KOREAN = f"exercises/{ONE}/figure.png", f"exercises/{ONE}/figure.ko.png"
REFERENCE = f"grader/reference/{ONE}.json"


@pytest.mark.parametrize(
    ("path", "old", "new", "stale"),
    [
        (STUB, "Three small functions", "3 small functions", [STUB]),
        (HANDOUT, "두 배는 얼마인가요?", "얼마일까요?", [HANDOUT]),
        (REFERENCE, '"value": 14', '"value": 15', [REFERENCE]),
        (REFERENCE, '"minutes": 15', '"minutes": 16', [REFERENCE]),
        (f"solutions/{ONE}/figure.py", "[0, 2, 4]", "[0, 2, 5]", [PICTURE, KOREAN]),
        (f"solutions/{ONE}/README.ko.md", "두 배는 얼마인가요?", "얼마일까요?", [HANDOUT]),
        (f"solutions/{ONE}/double_it.py", "x / 2", "x / 4", [REFERENCE]),
        (f"solutions/{ONE}/double_it.py", "one line is", "a line is", [STUB, REFERENCE]),
        (f"solutions/{ONE}/hints.toml", "What is a square?", "A square?", [REFERENCE]),
        (f"solutions/{ONE}/checks.py", "Values(2)", "Values(3)", [REFERENCE]),
        (f"solutions/{ONE}/checks.py", "case(x=8)", "case(x=9)", [REFERENCE]),
    ],
)
def test_what_is_stale_is_told_and_mended(own_kit, launcher, checked, path, old, new, stale):
    edit(own_kit.root / path, old, new)
    assert checked() == [f"{name}: is stale; {RUN}" for name in stale]
    told = list(build_exercise(own_kit, own_kit.solutions / ONE, launcher))
    assert told == [f"{own_kit.root / name}: written" for name in stale]
    assert checked() == []


@pytest.mark.parametrize("name", [STUB, HANDOUT, PICTURE, KOREAN, REFERENCE])
def test_what_is_missing(own_kit, launcher, checked, name):
    before = everything(own_kit)
    (own_kit.root / name).unlink()
    assert checked() == [f"{name}: is missing; {RUN}"]
    list(build_exercise(own_kit, own_kit.solutions / ONE, launcher))
    assert everything(own_kit).keys() == before.keys()


def test_a_network_that_changed(own_kit, checked):
    edit(own_kit.solutions / TWO / "small_net.py", 'activation="softmax"', 'activation="relu"')
    assert checked(TWO) == [f"grader/reference/{TWO}.json: is stale; {RUN}"]


def test_what_nobody_makes_any_more(own_kit, launcher):
    for slug in (ONE, TWO):
        shutil.rmtree(own_kit.solutions / slug)
    found = sorted(build(own_kit, launcher, check=True))
    assert found == [
        f"{own_kit.root}/{path}: no author's folder makes this"
        for path in (
            f"exercises/{ONE}",
            f"exercises/{TWO}",
            f"grader/reference/{ONE}.json",
            f"grader/reference/{TWO}.json",
        )
    ]


def test_the_command(own_kit, capsys):
    for folder in (own_kit.solutions, own_kit.exercises):
        shutil.rmtree(folder / TWO)
    (own_kit.reference / f"{TWO}.json").unlink()
    assert main(["author", "build", "--check"], own_kit) == 0
    edit(own_kit.exercises / ONE / "README.md", "# 01", "# 02")
    told = f"{own_kit.exercises / ONE / 'README.md'}: "
    assert main(["author", "build", "--check"], own_kit) == 1
    assert capsys.readouterr().out == f"{told}is stale; {RUN}\n"
    assert main(["author", "build"], own_kit) == 0
    assert capsys.readouterr().out == f"{told}written\n"
    solution = own_kit.solutions / ONE / "double_it.py"
    edit(solution, "# END SOLUTION", "# END")
    assert main(["author", "build"], own_kit) == 2
    assert capsys.readouterr().err.startswith(f"{solution}:29: a block inside the block of line")


# Faults of authors


def test_a_marker_fault_stops_the_build(own_kit, launcher):
    edit(own_kit.solutions / ONE / "double_it.py", "# BEGIN SOLUTION 1.3", "# BEGIN SOLUTION 1.4")
    with pytest.raises(MarkerError, match=r"double_it\.py:47: task 1\.4 is not in checks\.py"):
        list(build_exercise(own_kit, own_kit.solutions / ONE, launcher))


def test_a_stub_that_would_be_no_python(own_kit, launcher):
    edit(own_kit.solutions / ONE / "double_it.py", "# STUB: ...", "# STUB: fill in")
    with pytest.raises(AuthorError, match="stub would be no Python: invalid syntax: `fill in`"):
        list(build_exercise(own_kit, own_kit.solutions / ONE, launcher))


@pytest.mark.parametrize(
    ("slug", "old", "new", "told"),
    [
        (ONE, "return 2 * x", "return x.twice", r"task 1\.1: the solution gave no answer .*twice"),
        (
            TWO,
            'Dense(3, activation="softmax")',
            "Lambda(lambda x: x)",
            r"task 2\.1: network\.layer_unknown",
        ),
    ],
)
def test_a_solution_that_gives_no_answer(own_kit, launcher, slug, old, new, told):
    before = everything(own_kit)
    (path,) = (p for p in (own_kit.solutions / slug).glob("*_*.py"))
    edit(path, old, new)
    with pytest.raises(AuthorError, match=re.escape(str(path)) + ".*" + told):
        list(build_exercise(own_kit, own_kit.solutions / slug, launcher))
    assert everything(own_kit) == before


# Parts


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ({"a": 1.0}, {"a": 1.0 + 1e-9}, True),
        ({"a": 1.0}, {"a": 1.001}, False),
        ({"a": 1}, {"a": 1.0}, False),
        ({"a": 1}, {"a": True}, False),
        ({"a": 1}, {"a": 1, "b": 2}, False),
        ([1, [2.0]], [1, [2.0]], True),
        ([1, 2], [1], False),
        (float("nan"), float("nan"), False),
        ("text", "text", True),
    ],
)
def test_two_references_up_to_rounding(one, other, same):
    assert equal_up_to_rounding(one, other) is same


def test_two_arrays_up_to_rounding(kit):
    (record,) = (
        record
        for record in json.loads((kit.reference / f"{TWO}.json").read_text("utf-8"))["arrays"]
        if record["shape"] == [3, 4]
    )
    assert equal_up_to_rounding(record, dict(record))
    assert not equal_up_to_rounding(record, {**record, "shape": [4, 3]})
    assert not equal_up_to_rounding(record, {**record, "dtype": "<i4"})
    values = np.frombuffer(base64.b64decode(record["data"]), record["dtype"])
    for step, same in ((1e-8, True), (1e-3, False)):
        changed = base64.b64encode((values + step).astype(record["dtype"])).decode()
        assert equal_up_to_rounding(record, {**record, "data": changed}) is same


def test_drawn_cases_depend_on_seed_task_and_group_only():
    task = load_checks(AUTHORED / ONE / "checks.py").tasks[0]
    drawn = draw_cases(task, 5, 3)
    assert [case.group for case in drawn] == ["large"] * 3
    assert draw_cases(task, 5, 3) == drawn
    assert draw_cases(task, 5, 2) == drawn[:2]
    assert draw_cases(task, 6, 3) != drawn


@pytest.mark.parametrize(
    ("arguments", "index", "how"),
    [
        ({"n": 1, "k": 2}, 0, "position"),
        ({"n": 1, "k": 2}, 1, "keyword"),
        ({"n": 1}, 2, "position"),
        ({"k": 2}, 0, "keyword"),
        ({"k": 2, "n": 1}, 0, "keyword"),
        ({}, 0, "position"),
    ],
)
def test_cases_are_asked_by_position_and_by_keyword(arguments, index, how):
    assert how_to_call(arguments, ("n", "k"), index) == how
