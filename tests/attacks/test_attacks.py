from __future__ import annotations

import hashlib
import json
import os
import shutil
import sys
from dataclasses import replace
from pathlib import Path

import psutil
import pytest

from grader.grade import Grader, Options, guarded_by
from grader.kit import module_name
from grader.messages import LANGUAGES, Messages
from grader.report.json_format import as_data
from grader.report.words import message
from grader.run.collect import Limits
from grader.run.warm import WarmLauncher
from tests.conftest import AUTHORED, SEED

from . import SLUGS, TASKS, attacks, completed

pytestmark = pytest.mark.skipif(
    not sys.platform.startswith("linux"), reason="sandboxes are a matter of Linux"
)
CORPUS = attacks()
LIMITS = Limits(task=10.0, importing=10.0, total=60.0, memory=640 << 20)
IMPATIENT = replace(LIMITS, task=1.2, importing=1.2)
"""For attacks that may end by their time: no others may on a busy machine."""
LATE = {"limit run.time", "limit import.time"}


def solution(exercise):
    slug = SLUGS[exercise]
    return (AUTHORED / slug / f"{module_name(slug)}.py").read_text("utf-8")


def state_of(folder):
    """A digest of every file below a folder."""
    return {
        str(path): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }


def family():
    return {process.pid for process in psutil.Process().children(recursive=True)}


class Ground:
    """A grader in one tier, an honest submission, and what is found of it before any attack."""

    def __init__(self, kit, tier, folder):
        self.tier, self.kit = tier, kit
        self.launcher = WarmLauncher(tier, guarded_by(kit))
        options = Options(seed=SEED, accuracy="none", limits=LIMITS)
        self.grader = Grader(kit, options, self.launcher)
        self.impatient = Grader(kit, replace(options, limits=IMPATIENT), self.launcher)
        self._folder = folder
        for exercise in SLUGS:
            self.hand_in("honest", exercise, completed("", solution(exercise)))
        self.before = {exercise: self.honest(exercise) for exercise in SLUGS}
        self.kept = state_of(kit.root), state_of(folder)
        self.processes = family()

    def hand_in(self, who, exercise, text):
        slug = SLUGS[exercise]
        folder = self._folder / who / slug
        folder.mkdir(parents=True, exist_ok=True)
        (folder / f"{module_name(slug)}.py").write_text(text, "utf-8")
        return self._folder / who

    def grade(self, folder, exercise, *, impatient=False):
        grader = self.impatient if impatient else self.grader
        return grader.grade(folder, [(SLUGS[exercise], None)])

    def honest(self, exercise):
        """The honest submission's report, byte for byte but for the times."""
        data = as_data(self.grade(self._folder / "honest", exercise), Messages("en"))
        data["seconds"] = data["exercises"][0]["seconds"] = 0
        return json.dumps(data, ensure_ascii=False)


@pytest.fixture(scope="module", params=["isolated", "confined"])
def ground(request, kit, tmp_path_factory):
    if request.param == "isolated" and shutil.which("bwrap") is None:
        pytest.fail("bubblewrap is missing: apt-get install bubblewrap, as .ci/run does")
    os.environ["GRADER_TEST_SECRET"] = "hunter2"
    ground = Ground(kit, request.param, tmp_path_factory.mktemp("submissions"))
    yield ground
    ground.launcher.close()
    del os.environ["GRADER_TEST_SECRET"]


def outcome(task):
    finding = next((f for f in task.findings if f.status == task.status), None)
    return "pass" if task.status == "pass" else f"{task.status} {finding.code}"


def test_the_honest_submission_has_all_points(ground):
    for exercise in SLUGS:
        data = json.loads(ground.before[exercise])
        assert data["points"] == data["max_points"] == 6
        assert data["environment"]["sandbox"] == ground.tier
        assert all(item["held"] for item in data["environment"]["protections"])


@pytest.mark.parametrize("attack", CORPUS, ids=[attack.name for attack in CORPUS])
def test_an_attack_gets_what_it_deserves_and_changes_nothing(ground, attack):
    text = completed(attack.text, solution(attack.exercise))
    folder = ground.hand_in("attacker", attack.exercise, text)
    expected = {task: attack.expected_of(ground.tier, task) for task in TASKS[attack.exercise]}
    late = any(LATE & set(one) for one in expected.values())
    report = ground.grade(folder, attack.exercise, impatient=late).exercises[0]
    found = {task.id: outcome(task) for task in report.tasks}
    assert {task: one for task, one in found.items() if one not in expected[task]} == {}
    told = [
        message(finding, Messages(language))
        for language in LANGUAGES
        for task in report.tasks
        for finding in task.findings
    ]
    assert all(sentence.replace("\n", " ").isprintable() for sentence in told)
    assert len(report.printed) <= 16_384
    assert ground.honest(attack.exercise) == ground.before[attack.exercise]


def test_nothing_is_left_of_them(ground):
    """No file changed or made, no process, no scratch folder; the warm processes are the same."""
    shutil.rmtree(ground._folder / "attacker", ignore_errors=True)
    assert (state_of(ground.kit.root), state_of(ground._folder)) == ground.kept
    assert family() - ground.processes == set()
    assert not Path("/tmp/pwned").exists()
    assert ground.launcher._retired == []
    assert ground.launcher._strikes == {"keras": 0, "plain": 0}


# What is no text at all, or leads elsewhere


def odd_file(path, kind, kit):
    answers = kit.solutions / SLUGS["01"] / "double_it.py"
    if kind == "file.leads_out":
        path.symlink_to(answers)
    elif kind == "file.not_regular":
        os.mkfifo(path)
    elif kind == "file.too_large":
        path.write_bytes(b"#" * (5 << 20))
    elif kind == "file.binary":
        path.write_bytes(b"x = 1\0")
    elif kind == "file.encoding":
        path.write_bytes(b"\xff\xfe\x00")
    elif kind == "file.unreadable":
        path.symlink_to(path.name)
    else:
        path.write_text("(" * 10_000, "utf-8")


KINDS = ("leads_out", "not_regular", "too_large", "binary", "encoding", "unreadable")


@pytest.mark.parametrize("kind", [*(f"file.{kind}" for kind in KINDS), "syntax.error"])
def test_a_file_that_is_none(ground, kind):
    folder = ground.hand_in("odd", "01", "")
    path = folder / SLUGS["01"] / "double_it.py"
    path.unlink()
    odd_file(path, kind, ground.kit)
    report = ground.grade(folder, "01").exercises[0]
    shutil.rmtree(folder)
    assert {outcome(task) for task in report.tasks} <= {f"fail {kind}", "blocked blocked.helper"}
    assert report.points == 0
    assert ground.honest("01") == ground.before["01"]
