"""What tests share: a miniature kit, a launcher, and `python -m grader` in that kit's folder."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Collection, Iterator
from pathlib import Path

import numpy as np
import pytest
from hypothesis import HealthCheck, settings

from grader.author.build import build
from grader.grade import Grader, Options
from grader.kit import Kit, module_name
from grader.messages import LANGUAGES, catalogue
from grader.mistakes.catalogue import _MISTAKES, mistaken
from grader.mistakes.networks import NetworkMistake
from grader.network import Network
from grader.report.model import ExerciseReport
from grader.run.choose import choose_launcher
from grader.run.launch import Launcher

ROOT = Path(__file__).resolve().parent.parent
AUTHORED = Path(__file__).resolve().parent / "kit" / "solutions"
IGNORED = shutil.ignore_patterns("__pycache__", ".*_cache")
SEED = 7
# No test looks at a clock, hypothesis's no more than ours.
settings.register_profile("kit", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("kit")


@pytest.fixture(scope="session")
def launcher() -> Iterator[Launcher]:
    """Starts runners for all tests, walled in, so that Keras is imported once (where forking is
    sound).
    """
    launcher = choose_launcher("confined")
    yield launcher
    launcher.close()


@pytest.fixture(scope="session")
def kit(tmp_path_factory: pytest.TempPathFactory, launcher: Launcher) -> Kit:
    """The built miniature kit, with the grader's own code beside it. Not to be changed."""
    root = tmp_path_factory.mktemp("kit")
    without = shutil.ignore_patterns("__pycache__", ".*_cache", "reference")
    shutil.copytree(ROOT / "grader", root / "grader", ignore=without)
    shutil.copytree(ROOT / "data", root / "data", ignore=IGNORED)
    shutil.copytree(AUTHORED, root / "solutions", ignore=IGNORED)
    kit = Kit(root)
    list(build(kit, launcher))
    return kit


@pytest.fixture
def own_kit(kit: Kit, tmp_path: Path) -> Kit:
    """A copy of the miniature kit that the test may change."""
    return Kit(shutil.copytree(kit.root, tmp_path / "own_kit"))


@pytest.fixture
def students_kit(own_kit: Kit) -> Kit:
    """A copy of the miniature kit as students have it: without solutions."""
    shutil.rmtree(own_kit.solutions)
    return own_kit


Grade = Callable[..., ExerciseReport]


@pytest.fixture
def grade(kit: Kit, launcher: Launcher, tmp_path: Path) -> Grade:
    """Grades a text as a student's file: `grade("01_double_it", text)`, or one task of it."""

    def grade(slug: str, text: str, task: str | None = None, own: Kit = kit) -> ExerciseReport:
        folder = tmp_path / "submission" / slug
        folder.mkdir(parents=True, exist_ok=True)
        (folder / f"{module_name(slug)}.py").write_text(text, "utf-8")
        grader = Grader(own, Options(seed=SEED), launcher)
        return grader.grade_exercise(folder.parent, slug, task)

    return grade


@pytest.fixture
def kit_mistakes(monkeypatch: pytest.MonkeyPatch) -> None:
    """Enters the mistakes that the miniature kit's wrong answers name; of networks only these."""
    for stub in ("double", "facts", "add_border"):
        monkeypatch.setitem(_MISTAKES, stub, [])
    mistaken("double", "squares", hint=1)(lambda x: x * x)
    mistaken("double", "keeps")(lambda x: x)
    mistaken("facts", "halves_down", hint=3)(lambda x: {"half": x // 2})
    mistaken("facts", "doubles_square")(lambda x: {"square": 2 * x * x})
    mistaken("add_border", "pads_one_end")(lambda picture: np.pad(picture, ((2, 0), (2, 0))))
    forgets_same = NetworkMistake("forgets_same", _without_same, None, 2)
    monkeypatch.setattr("grader.judge.network_names.network_mistakes", lambda: (forgets_same,))
    sentences = {
        "squares": "That is the square. What is twice as much?",
        "keeps": "Nothing has changed. What is twice as much?",
        "halves_down": "Your half has lost its fraction. Which division keeps it?",
        "doubles_square": "Your square is twice as large. What is doubled?",
        "pads_one_end": "All zeros stand at one end. How many ends are there?",
        "forgets_same": "The border is cut off. What keeps it?",
    }
    for language in LANGUAGES:
        for name, sentence in sentences.items():
            monkeypatch.setitem(catalogue(language)["mistake"], name, sentence)


def _without_same(network: Network, _: Collection[int]) -> Iterator[Network]:
    for index, layer in enumerate(network.layers):
        if layer.get("padding") == "same":
            layers = list(network.layers)
            layers[index] = layer.with_(padding="valid")
            yield Network(tuple(layers), network.output)


Run = Callable[..., "subprocess.CompletedProcess[str]"]


@pytest.fixture
def run_grader() -> Run:
    """Runs `python -m grader` in a kit's folder, in English, 100 columns wide."""

    def run(
        kit: Kit, *arguments: str, python: tuple[str, ...] = (), **env: str
    ) -> subprocess.CompletedProcess[str]:
        unset = ("GRADER_", "LC_", "CI")
        base = {k: v for k, v in os.environ.items() if not k.startswith(unset)}
        settings = {"LANG": "C.UTF-8", "COLUMNS": "100", "PYTHONUTF8": "1", "NO_COLOR": "1"}
        return subprocess.run(
            [sys.executable, *python, "-m", "grader", *arguments],
            cwd=kit.root,
            env={**base, **settings, **env},
            capture_output=True,
            text=True,
            encoding="utf-8",
            check=False,
            timeout=120,
        )

    return run
