"""The templates for GitHub and GitLab: their shell steps are taken out of the YAML and run here.

What a service does itself (checking out, setting Python up, keeping files) is done by the test;
`pip`, `sudo` and `apt-get` are programs that only note what they were asked for.
"""

from __future__ import annotations

import base64
import json
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import pytest
import yaml

from grader.author.pack import TEMPLATES
from grader.kit import Kit
from tests.conftest import AUTHORED

pytestmark = pytest.mark.skipif(
    not sys.platform.startswith("linux"), reason="these services run Linux, and sandboxes need it"
)
HOSTILE = """\
import os
print("::error title=pwned::this is a command")
print("GRADER_KEY" in os.environ, "GITHUB_OUTPUT" in os.environ, "GRADER_TOKEN" in os.environ)
try:
    open("/tmp/escaped-from-ci", "w").close()
    print("WROTE")
except OSError as error:
    print("no", error)


def double(x):
    os._exit(0)
"""
NOTED = "#!/bin/sh\necho \"$(basename $0) $*\" >> '{log}'\n"


def workflow(name: str) -> dict[str, Any]:
    found = yaml.safe_load((TEMPLATES / name).read_text("utf-8"))
    assert isinstance(found, dict)
    return found


def answer(slug: str, name: str) -> str:
    return (AUTHORED / slug / f"{name}.py").read_text("utf-8")


def write_exercises(folder: Path, **texts: str) -> None:
    files = {"double_it": "01_double_it", "small_net": "02_small_net"}
    for name, text in texts.items():
        path = folder / files[name] / f"{name}.py"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, "utf-8")


class Machine:
    """A runner of some service: a folder for programs, one for work, and an environment."""

    def __init__(self, folder: Path) -> None:
        self.work = folder / "work"
        self.log = folder / "asked.txt"
        programs = folder / "bin"
        for made in (self.work, programs):
            made.mkdir(parents=True)
        for name in ("pip", "sudo", "apt-get"):
            (programs / name).write_text(NOTED.format(log=self.log))
            (programs / name).chmod(0o755)
        (programs / "python").write_text(f'#!/bin/sh\nexec "{sys.executable}" "$@"\n')
        (programs / "python").chmod(0o755)
        keep = {k: v for k, v in os.environ.items() if k in ("HOME", "TMPDIR")}
        self.env = {**keep, "PATH": f"{programs}:{os.environ['PATH']}", "CI": "true"}
        self.env |= {"LANG": "C.UTF-8", "PYTHONUTF8": "1"}

    def run(
        self, script: str, shell: Sequence[str], env: Mapping[str, str]
    ) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [*shell, script],
            cwd=self.work,
            env={**self.env, **env},
            capture_output=True,
            text=True,
            check=False,
            timeout=300,
        )

    @property
    def asked(self) -> list[str]:
        return self.log.read_text().splitlines() if self.log.exists() else []


# GitHub


class GitHub(Machine):
    """A runner of GitHub Actions: steps in order, files for what a step tells the next."""

    def __init__(self, folder: Path, repositories: Mapping[str, Path]) -> None:
        super().__init__(folder)
        self.repositories = repositories
        self.context = {"github.repository_owner": "course", "github.run_id": "1"}
        self.secrets = {"secrets.GRADER_KEY": "KEY", "secrets.CLASS_KEY": "TOKEN"}
        self.output, self.summary = folder / "output", folder / "summary"
        self.env |= {
            "GITHUB_ACTIONS": "true",
            "GITHUB_WORKSPACE": str(self.work),
            "GITHUB_OUTPUT": str(self.output),
            "GITHUB_STEP_SUMMARY": str(self.summary),
        }
        self.outputs: dict[str, str] = {}
        self.told: dict[str, str] = {}
        self.reported: dict[str, Any] | None = None

    def job(self, job: dict[str, Any]) -> int:
        """Run a job's steps until one fails; return that one's exit code."""
        for step in job["steps"]:
            if self._wanted(step) and (code := self._step(step)) != 0:
                return code
        return 0

    def _wanted(self, step: dict[str, Any]) -> bool:
        condition = step.get("if", "always()")
        if condition == "steps.grade.outputs.result != ''":
            return "steps.grade.outputs.result" in self.outputs
        assert condition == "always()"
        return True

    def _step(self, step: dict[str, Any]) -> int:
        env = {name: self._filled(value) for name, value in step.get("env", {}).items()}
        if "uses" in step:
            settings = {k: self._filled(str(v)) for k, v in step.get("with", {}).items()}
            self._use(step["uses"].partition("@")[0], settings, env)
            return 0
        shell = ["bash", "--noprofile", "--norc", "-e", "-o", "pipefail", "-c"]
        self.output.write_text("")
        done = self.run(step["run"], shell, env)
        self.told[step["name"]] = done.stdout + done.stderr
        for line in self.output.read_text().splitlines():
            name, _, value = line.partition("=")
            self.outputs[f"steps.{step.get('id')}.outputs.{name}"] = value
        return done.returncode

    def _filled(self, text: str) -> str:
        def value(found: re.Match[str]) -> str:
            return {**self.context, **self.secrets, **self.outputs}[found[1]]

        return re.sub(r"\$\{\{ (.*?) \}\}", value, text)

    def _use(self, action: str, settings: dict[str, str], env: dict[str, str]) -> None:
        if action == "actions/checkout":
            assert settings["persist-credentials"] == "False"
            repository = settings.get("repository", "student/repository")
            place = self.work / settings.get("path", ".")
            assert repository != "course/grader" or settings["ssh-key"] == "KEY"
            source = self.repositories[repository]
            shutil.copytree(source, place, symlinks=True, dirs_exist_ok=True)
        elif action == "classroom-resources/autograding-grading-reporter":
            result = env[f"{settings['runners'].upper()}_RESULTS"]
            self.reported = json.loads(base64.b64decode(result))
        else:
            assert action in (
                "actions/setup-python",
                "actions/upload-artifact",
                "actions/download-artifact",
                "actions/cache/restore",
                "actions/cache/save",
            )


@pytest.fixture
def graders(own_kit: Kit) -> Path:
    """The private repository of the grader."""
    (own_kit.solutions / "hidden_seed.txt").write_text("418250933\n")
    shutil.copy(Path(__file__).parent.parent / "requirements.txt", own_kit.root)
    return own_kit.root


@pytest.fixture
def students(tmp_path: Path) -> Path:
    """A student's repository."""
    folder = tmp_path / "student"
    (folder / "exercises").mkdir(parents=True)
    return folder


@pytest.fixture
def github(tmp_path: Path, graders: Path, students: Path) -> GitHub:
    places = {"course/grader": graders, "student/repository": students}
    return GitHub(tmp_path / "github", places)


CLASSROOM = workflow("github/classroom.yml")
JOB = CLASSROOM["jobs"]["run-autograding-tests"]


def test_what_github_classroom_looks_for():
    assert CLASSROOM["name"] == "Autograding Tests"
    assert list(CLASSROOM["jobs"]) == ["run-autograding-tests"]
    assert "name" not in JOB
    assert CLASSROOM["permissions"] == {"actions": "read", "checks": "write", "contents": "read"}


def test_the_key_is_given_to_one_step_and_to_no_script():
    text = (TEMPLATES / "github/classroom.yml").read_text("utf-8")
    assert text.count("secrets.") == 1
    assert "vars." not in text
    scripts = [step["run"] for step in JOB["steps"] if "run" in step]
    assert [script for script in scripts if "${{" in script] == []


def test_a_right_submission_on_github(github, students):
    right = {"double_it": answer("01_double_it", "double_it")}
    right["small_net"] = answer("02_small_net", "small_net")
    write_exercises(students / "exercises", **right)
    assert github.job(JOB) == 0, github.told
    assert github.reported is not None
    assert github.reported["status"] == "pass"
    assert sum(test["score"] for test in github.reported["tests"]) == github.reported["max_score"]
    assert "::error" not in github.told["Grade"]
    assert github.asked == [
        "sudo apt-get update -qq",
        "sudo apt-get install -y -qq bubblewrap",
        "sudo sysctl -q -w kernel.apparmor_restrict_unprivileged_userns=0",
        "pip install -q -r kit/requirements.txt",
    ]


def test_a_wrong_submission_on_github(github, students):
    wrong = answer("01_double_it", "double_it").replace("return 2 * x", "return x * x")
    write_exercises(students / "exercises", double_it=wrong)
    assert github.job(JOB) == 0, github.told
    assert github.reported is not None
    assert github.reported["status"] == "fail"
    scores = sum(test["score"] for test in github.reported["tests"])
    assert 0 < scores < github.reported["max_score"]
    place = "file=submission/exercises/01_double_it/double_it.py"
    assert f"::error {place}" in github.told["Grade"]
    assert "1.1" in github.summary.read_text("utf-8")


def test_a_hostile_submission_on_github(github, students):
    write_exercises(students / "exercises", double_it=HOSTILE)
    (students / "grader").mkdir()
    (students / "grader" / "__init__.py").write_text("raise SystemExit(0)\n")
    (students / "keras.py").write_text("raise SystemExit(0)\n")
    assert github.job(JOB) == 0, github.told
    assert github.reported is not None
    assert sum(test["score"] for test in github.reported["tests"]) == 0
    lines = github.told["Grade"].splitlines()
    command = lines.index("::error title=pwned::this is a command")
    stop = next(n for n, line in enumerate(lines) if line.startswith("::stop-commands::"))
    token = lines[stop].removeprefix("::stop-commands::")
    assert stop < command < lines.index(f"::{token}::")
    assert "False False False" in lines
    assert "WROTE" not in github.told["Grade"]


def test_what_a_student_changes_in_their_copy_of_the_grader_is_not_run(github, students, graders):
    shutil.copytree(graders / "grader", students / "grader")
    (students / "grader" / "cli.py").write_text("raise SystemExit(0)\n")
    write_exercises(students / "exercises", double_it="")
    assert github.job(JOB) == 0, github.told
    assert github.reported is not None
    assert sum(test["score"] for test in github.reported["tests"]) == 0


@pytest.mark.parametrize("target", ["../kit/solutions", "../../grader/solutions", "/"])
def test_solutions_are_not_reached_through_a_link_on_github(github, students, target):
    (students / "exercises").rmdir()
    (students / "exercises").symlink_to(target)
    assert github.job(JOB) == 1
    assert github.reported is None
    assert github.told["Grade"] == "exercises/ is a link; it has to be a folder\n"


def test_without_a_sandbox_nothing_is_run_on_github(github, students, tmp_path):
    """The strongest sandbox is required; a program that cannot make it is put in its place."""
    (tmp_path / "github/bin/bwrap").write_text("#!/bin/sh\nexit 1\n")
    (tmp_path / "github/bin/bwrap").chmod(0o755)
    write_exercises(students / "exercises", double_it=HOSTILE)
    assert github.job(JOB) == 4
    assert github.reported is None
    assert "nothing was run" in github.told["Grade"]


# The class, in the instructor's own repository

CLASS = workflow("github/grade-class.yml")["jobs"]


def test_who_has_the_key_runs_nothing_and_who_runs_has_no_key():
    fetch, grade = (json.dumps(CLASS[name]) for name in ("fetch", "grade"))
    assert ("secrets." in fetch, "python -m grader" in fetch) == (True, False)
    assert ("secrets." in grade, "python -m grader" in grade) == (False, True)
    assert workflow("github/grade-class.yml")["permissions"] == {}


def git(folder: Path, *arguments: str) -> None:
    own = ["-c", "user.name=A", "-c", "user.email=a@example.org", "-c", "commit.gpgsign=false"]
    subprocess.run(["git", *own, *arguments], cwd=folder, check=True, capture_output=True)


def repository(folder: Path) -> None:
    git(folder, "init", "-q", "-b", "main")
    git(folder, "add", "-A")
    git(folder, "commit", "-q", "-m", "all")


def test_the_whole_class_on_github(tmp_path, graders, students):
    hosted = tmp_path / "hosted"
    for name, text in {
        "ada": answer("01_double_it", "double_it"),
        "bob": "def double(x):\n    return x * x\n",
    }.items():
        folder = hosted / "course" / f"final-{name}.git"
        write_exercises(folder / "exercises", double_it=text)
        (folder / "kit").symlink_to("/etc")
        repository(folder)
    (graders / "class").mkdir()
    listed = "course/final-ada\ncourse/final-bob\ncourse/nobody\n$(touch pwned)/x\n"
    (graders / "class/repositories.txt").write_text(listed)
    shutil.copy(Path(__file__).parent.parent / "requirements-class.txt", graders)
    github = GitHub(tmp_path / "github", {"student/repository": graders})
    redirect = tmp_path / "gitconfig"
    redirect.write_text(f'[url "file://{hosted}/"]\n\tinsteadOf = https://github.com/\n')
    github.env |= {"GIT_CONFIG_GLOBAL": str(redirect), "GIT_CONFIG_NOSYSTEM": "1"}

    assert github.job(CLASS["fetch"]) == 0, github.told
    told = github.told["What was handed in"]
    assert "::warning::course/nobody could not be fetched" in told
    assert "TOKEN" not in told
    assert not list(github.work.rglob("pwned"))
    fetched = sorted(path.name for path in (github.work / "handed_in").iterdir())
    assert fetched == ["final-ada", "final-bob"]
    assert not (github.work / "handed_in/final-ada/kit").is_symlink()
    kept = [path.read_bytes() for path in github.work.rglob("config") if path.is_file()]
    assert [text for text in kept if b"TOKEN" in text or b"extraheader" in text] == []

    shutil.rmtree(github.work / "handed_in")
    assert github.job(CLASS["grade"]) == 0, github.told
    rows = (github.work / "out/grades.csv").read_text("utf-8-sig")
    assert [row.split(",")[0] for row in rows.splitlines()[1:]] == ['"ada"', '"bob"']
    assert ",6.0,12.0,50.0," in rows
    assert (github.work / "out/class.html").stat().st_size > 1000


# GitLab

GITLAB = workflow("gitlab/grade.yml")["grade"]


class GitLab(Machine):
    """A runner of GitLab: all lines of a script in one shell."""

    def __init__(self, folder: Path, student: Path, grader: Path) -> None:
        super().__init__(folder)
        hosted = folder / "hosted" / "course" / "grader.git"
        shutil.copytree(grader, hosted)
        repository(hosted)
        shutil.copytree(student, self.work, symlinks=True, dirs_exist_ok=True)
        redirect = folder / "gitconfig"
        url = "https://grader:TOKEN@gitlab.example.org/"
        redirect.write_text(f'[url "file://{folder / "hosted"}/"]\n\tinsteadOf = {url}\n')
        self.env |= {
            "GITLAB_CI": "true",
            "CI_PROJECT_DIR": str(self.work),
            "CI_SERVER_HOST": "gitlab.example.org",
            "GRADER_PROJECT": "course/grader",
            "GRADER_TOKEN": "TOKEN",
            "GIT_CONFIG_GLOBAL": str(redirect),
        }

    def grade(self) -> subprocess.CompletedProcess[str]:
        script = "\n".join(GITLAB["script"])
        return self.run(script, ["bash", "-e", "-o", "pipefail", "-c"], {})

    def tests(self) -> list[str]:
        """Return what GitLab would show of each test."""
        cases = ElementTree.parse(self.work / "grade.xml").getroot().iter("testcase")
        told = ("failure", "error", "skipped")
        return [next((c.tag for c in case if c.tag in told), "passed") for case in cases]


def test_a_right_and_a_wrong_submission_on_gitlab(tmp_path, graders, students):
    right = {"double_it": answer("01_double_it", "double_it")}
    right["small_net"] = answer("02_small_net", "small_net")
    write_exercises(students / "exercises", **right)
    gitlab = GitLab(tmp_path / "right", students, graders)
    done = gitlab.grade()
    assert done.returncode == 0, done.stdout + done.stderr
    assert set(gitlab.tests()) == {"passed"}

    wrong = right["double_it"].replace("return 2 * x", "return x * x")
    write_exercises(students / "exercises", double_it=wrong)
    gitlab = GitLab(tmp_path / "wrong", students, graders)
    done = gitlab.grade()
    assert done.returncode == 1, done.stdout + done.stderr
    assert GITLAB["allow_failure"] == {"exit_codes": 1}
    assert set(gitlab.tests()) == {"passed", "failure", "skipped"}
    assert GITLAB["artifacts"]["reports"]["junit"] == "grade.xml"


def test_a_hostile_submission_on_gitlab(tmp_path, graders, students):
    write_exercises(students / "exercises", double_it=HOSTILE)
    victim = tmp_path / "victim.txt"
    victim.write_text("kept")
    (students / "grade.xml").symlink_to(victim)
    (students / ".gitlab-ci.yml").write_text("grade: {script: [exit 0]}\n")
    gitlab = GitLab(tmp_path / "gitlab", students, graders)
    done = gitlab.grade()
    assert done.returncode == 1, done.stdout + done.stderr
    assert "passed" not in gitlab.tests()
    assert victim.read_text() == "kept"
    assert "False False False" in done.stdout
    assert "WROTE" not in done.stdout
    assert "TOKEN" not in done.stdout + done.stderr


def test_solutions_are_not_reached_through_a_link_on_gitlab(tmp_path, graders, students):
    (students / "exercises").rmdir()
    (students / "exercises").symlink_to("/")
    gitlab = GitLab(tmp_path / "gitlab", students, graders)
    done = gitlab.grade()
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr == "exercises/ is a link; it has to be a folder\n"
    assert not (gitlab.work / "grade.xml").exists()
