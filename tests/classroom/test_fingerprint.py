"""What a grade depends on: any change of it is another grade, and nothing else is."""

from __future__ import annotations

import ast
from importlib.util import find_spec
from pathlib import Path

import pytest

from grader.classroom import fingerprint
from grader.classroom.fingerprint import AUTHORING, DECIDING, MODULES, keys_of, kit_digest, python
from tests.conftest import ROOT

ONE, TWO = "01_double_it", "02_small_net"
SLUGS = (ONE, TWO)


def keys(kit, accuracy="standard", seed=7):
    return keys_of(kit, SLUGS, accuracy, seed)


def test_the_same_kit_elsewhere_has_the_same_keys(kit, own_kit):
    assert kit.root != own_kit.root
    assert keys(kit) == keys(own_kit)
    assert kit_digest(kit) == kit_digest(own_kit)
    assert len(set(keys(kit).values())) == 2
    assert all(len(key) == 64 for key in keys(kit).values())


def test_the_effort_and_the_seed_are_part_of_a_key(kit):
    others = [keys(kit), keys(kit, "none"), keys(kit, seed=8)]
    assert len({one[ONE] for one in others}) == 3


def changed(kit, name):
    path = kit.root / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes((path.read_bytes() if path.is_file() else b"") + b"\n")


@pytest.mark.parametrize(
    "name",
    [
        "grader/judge/values.py",
        "grader/judge/new.py",
        "grader/network/walk.py",
        "grader/mistakes/catalogue.py",
        "grader/run/runner.py",
        "grader/train/trainer.py",
        "grader/spec.py",
        "grader/author/fresh.py",
        "grader/reference/calibration.json",
        "data/xo.py",
        "solutions/hidden_seed.txt",
    ],
)
def test_what_decides_on_all_exercises(own_kit, name):
    before, whole = keys(own_kit), kit_digest(own_kit)
    changed(own_kit, name)
    after = keys(own_kit)
    assert [slug for slug in SLUGS if before[slug] != after[slug]] == [ONE, TWO]
    assert kit_digest(own_kit) != whole


@pytest.mark.parametrize("name", [f"grader/reference/{ONE}.json", f"solutions/{ONE}/double_it.py"])
def test_what_decides_on_one_exercise(own_kit, name):
    before, whole = keys(own_kit), kit_digest(own_kit)
    changed(own_kit, name)
    after = keys(own_kit)
    assert [slug for slug in SLUGS if before[slug] != after[slug]] == [ONE]
    assert kit_digest(own_kit) != whole


@pytest.mark.parametrize(
    "name",
    [
        "grader/report/terminal.py",
        "grader/messages/en/classroom.toml",
        "grader/classroom/page.py",
        f"solutions/{ONE}/README.md",
        f"exercises/{ONE}/double_it.py",
    ],
)
def test_how_things_look_decides_on_nothing(own_kit, name):
    before, whole = keys(own_kit), kit_digest(own_kit)
    changed(own_kit, name)
    assert (keys(own_kit), kit_digest(own_kit)) == (before, whole)


def test_bytes_that_move_from_one_file_to_the_next_are_a_change(own_kit):
    folder = own_kit.root / "grader" / "judge"
    (folder / "a.py").write_bytes(b"12")
    (folder / "b.py").write_bytes(b"3")
    before = kit_digest(own_kit)
    (folder / "a.py").write_bytes(b"1")
    (folder / "b.py").write_bytes(b"23")
    assert kit_digest(own_kit) != before


def test_libraries_and_python_are_part_of_a_key(kit, monkeypatch):
    before = keys(kit), kit_digest(kit)
    with monkeypatch.context() as patch:
        patch.setattr(fingerprint, "versions", lambda: "keras 99")
        other = keys(kit), kit_digest(kit)
    monkeypatch.setattr("platform.python_version_tuple", lambda: ("3", "99", "1"))
    assert python() == "3.99"
    another = keys(kit), kit_digest(kit)
    assert len({found[0][ONE] for found in (before, other, another)}) == 3
    assert len({found[1] for found in (before, other, another)}) == 3


NOT_DECIDING = {
    *("kit", "report", "messages", "pictures"),
    *("author.calibrate", "author.figures", "author.mistakes_page", "author.stubs"),
}
"""Where things lie, how they are shown, and steps of `author build` that answer no case."""


def test_all_code_that_grading_takes_is_covered():
    """Follows every import from `grader.grade`; a new module is to be entered on one side."""
    covered = {*MODULES, *DECIDING, *(f"author.{name}" for name in AUTHORING), *NOT_DECIDING}
    missing = {
        name
        for name in imported("grader.grade")
        if not any(name == one or name.startswith(f"{one}.") for one in covered)
    }
    assert missing == set()
    grader = ROOT / "grader"
    paths = [grader / folder for folder in DECIDING] + [grader / f"{one}.py" for one in MODULES]
    paths += [grader / "author" / f"{name}.py" for name in AUTHORING]
    assert [path for path in paths if not path.exists()] == []


def imported(first):
    """Names of all modules of the grader that one imports, however deep, without `grader.`."""
    seen, todo = set(), [first]
    while todo:
        name = todo.pop()
        spec = find_spec(name)
        if name in seen or spec is None or spec.origin is None:
            continue
        seen.add(name)
        for node in ast.walk(ast.parse(Path(spec.origin).read_text("utf-8"))):
            todo += [one for one in _names(node) if one.startswith("grader.") and is_module(one)]
    return {name.removeprefix("grader.") for name in seen}


def _names(node):
    if isinstance(node, ast.Import):
        return [alias.name for alias in node.names]
    if isinstance(node, ast.ImportFrom) and node.module:
        return [node.module, *(f"{node.module}.{alias.name}" for alias in node.names)]
    return []


def is_module(name):
    place = ROOT.joinpath(*name.split("."))
    return place.with_suffix(".py").is_file() or (place / "__init__.py").is_file()
