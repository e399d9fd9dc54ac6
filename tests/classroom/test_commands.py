"""`python -m grader class ...` as an instructor runs it: real processes, real files."""

from __future__ import annotations

import json
import os
import re
import shutil
import signal
import sqlite3
import subprocess
import sys
import time

import psutil
import pytest

from grader.classroom.gradebook import reading, writing
from grader.classroom.grading import Plan, Tally, grade_class
from grader.cli import main
from grader.kit import Kit, LackingError
from tests.classroom.test_discover import write, zipped

RIGHT = b"""def double(x):
    return 2 * x

def quadruple(x):
    if x < 0:
        raise ValueError
    return 4 * x

def facts(x):
    return {"square": x * x, "half": x / 2}
"""
WRONG = RIGHT.replace(b"2 * x", b"x * x")
BROKEN = b"def double(x:\n"
LEAVES = RIGHT.replace(b"    return 2 * x", b"    import os\n    os._exit(0)")


GRADER = [sys.executable, "-m", "grader"]


def environment():
    kept = {k: v for k, v in os.environ.items() if not k.startswith(("GRADER_", "LC_", "CI"))}
    return {**kept, "LANG": "C.UTF-8", "PYTHONUTF8": "1", "NO_COLOR": "1"}


@pytest.fixture(scope="module")
def class_kit(kit, tmp_path_factory):
    """A kit with a class beside it, graded once; not to be changed."""
    root = tmp_path_factory.mktemp("class")
    own = Kit(shutil.copytree(kit.root, root / "kit"))
    net = (own.solutions / "02_small_net" / "small_net.py").read_bytes()
    write(
        own.root / "handed in",
        {
            "kim/01_double_it/double_it.py": RIGHT,
            "kim/02_small_net/small_net.py": net,
            "lee/homework.zip": zipped({"double_it.py": WRONG, "../out.py": RIGHT}),
            "park/double_it (1).py": RIGHT,
            "park/double_it.py": BROKEN,
            "jung/double_it.py": LEAVES,
            "choi/report.rar": b"Rar!",
            "yoon/double_it.py": (own.exercises / "01_double_it" / "double_it.py").read_bytes(),
            "kang/double_it.py": RIGHT,
        },
    )
    (own.root / "roster.csv").write_text(
        "학번,이름,email,분반\n1,김민지,kim@x.kr,A\n2,이서준,lee@x.kr,B\n3,한빈,han@x.kr,A\n",
        "utf-8",
    )
    return own


@pytest.fixture(scope="module")
def checked(class_kit):
    """What the first `class check` printed."""
    return subprocess.run(
        [*GRADER, "class", "check", "handed in", "--roster", "roster.csv"],
        cwd=class_kit.root,
        env=environment(),
        capture_output=True,
        text=True,
        check=False,
        timeout=200,
    )


def without_progress(text):
    """What is told on stderr but for how far it is, which a slow machine is told."""
    return re.sub(r"\d+ of \d+ graded, .* left\n", "", text)


def without_times(text):
    return re.sub(r"It took [\d.]+ s \(\d+ a minute\)", "It took T", text)


@pytest.fixture
def in_kit(class_kit, checked, monkeypatch, capsys):
    """Runs a command that starts nothing in the class's folder: exit code and what it printed."""
    monkeypatch.chdir(class_kit.root)
    monkeypatch.setenv("COLUMNS", "100")
    monkeypatch.setenv("NO_COLOR", "1")

    def run(*arguments, lang="en"):
        capsys.readouterr()
        code = main(["class", *arguments, "--lang", lang], class_kit)
        told = capsys.readouterr()
        return code, told.out + told.err

    return run


def test_a_class_is_checked(checked):
    assert without_progress(checked.stderr) == ""
    assert (
        without_times(checked.stdout)
        == """\
Students: 7. Exercises handed in: 7.
Students with something to look at: 6
  2: homework holds ../out.py, which would lie outside of it; that was not read
  choi: report.rar is an archive of a kind that is not read; ask for a .zip or for the files
  choi: no file for any exercise was found (choi). Expected: the exercises' folders, or their .py \
or .ipynb files under their own names.
  choi: not on the roster, but graded
  jung: not on the roster, but graded
  kang: not on the roster, but graded
  park: two different files for one exercise; double_it.py was taken, and not double_it (1).py
  park: not on the roster, but graded
  yoon: not on the roster, but graded
On the roster, and nothing handed in (1): 한빈 [3]
Graded now: 6, known before: 0. It took T.
Next: python -m grader class report --gradebook gradebook.sqlite
"""
    )
    assert checked.returncode == 0


def test_what_the_gradebook_says_afterwards(class_kit, checked):
    with reading(class_kit.root / "gradebook.sqlite") as gradebook:
        found = {
            record.student.shown: {
                slug: (
                    attempts[-1].current.graded.report.status,
                    attempts[-1].current.graded.sandbox,
                )
                for slug, attempts in record.attempts.items()
            }
            for record in gradebook.students()
        }
        networks = [
            built.task
            for record in gradebook.students()
            for attempts in record.attempts.values()
            for built in attempts[-1].current.graded.networks
        ]
    assert found == {
        "choi": {},
        "jung": {"01_double_it": ("fail", "isolated")},
        "kang": {"01_double_it": ("pass", "isolated")},
        "park": {"01_double_it": ("fail", "isolated")},
        "yoon": {"01_double_it": ("todo", None)},
        "김민지": {"01_double_it": ("pass", "isolated"), "02_small_net": ("pass", "isolated")},
        "이서준": {"01_double_it": ("fail", "isolated")},
        "한빈": {},
    }
    assert networks == ["2.1"]


def test_again_nothing_is_graded_and_nothing_started(in_kit, monkeypatch):
    monkeypatch.setattr("grader.classroom.cluster.local", None)
    code, told = in_kit("check", "handed in")  # the roster is remembered
    assert code == 0
    assert "kang: not on the roster, but graded" in told
    assert told.splitlines()[-2] == ("Nothing to grade: what was found has its grade already (7).")


def test_one_student_is_shown(in_kit):
    code, told = in_kit("show", "이서준")
    assert code == 0
    head, _, report = re.sub(" +$", "", told, flags=re.MULTILINE).partition("\n01 · Double it")
    assert (
        head
        == """\
이서준 [2]  lee@x.kr  B   4 / 12 (33.3 %)
exercise  status  points  handed in  each attempt  file
01        wrong    4 / 6             4             homework/double_it.py
nothing handed in: 02
! homework holds ../out.py, which would lie outside of it; that was not read
"""
    )
    assert "1.1 double" in report


def test_part_of_a_name_will_do_if_it_is_one_persons(in_kit):
    assert in_kit("show", "서준")[0] == 0
    code, told = in_kit("show", "x.kr")
    assert (code, told) == (
        2,
        "x.kr could be any of: 김민지 [1], 이서준 [2], 한빈 [3]. Give more of the name.\n",
    )
    code, told = in_kit("show", "nobody", lang="ko")
    assert code == 2
    assert told.startswith("성적부에 없는 학생입니다: nobody. 성적부에 있는 학생의 예: choi, jung")


@pytest.mark.parametrize("lang", ["en", "ko"])
def test_the_page_is_written(in_kit, class_kit, lang):
    code, told = in_kit("report", "--out", f"{lang}.html", lang=lang)
    written = {"en": "Written: en.html\n", "ko": "저장한 곳: ko.html\n"}
    assert (code, told) == (0, written[lang])
    page = (class_kit.root / f"{lang}.html").read_text("utf-8")
    assert f'lang="{lang}"' in page
    assert "이서준" in page


def test_what_is_not_there(in_kit, tmp_path):
    code, told = in_kit("show", "kim", "--gradebook", str(tmp_path / "none.sqlite"))
    assert code == 2
    assert told.startswith(f"There is no gradebook {tmp_path}/none.sqlite.")
    code, told = in_kit("check", str(tmp_path / "none"), "--gradebook", str(tmp_path / "g.sqlite"))
    assert code == 2
    assert told == f"There is no folder or file {tmp_path}/none.\n"
    assert list(tmp_path.iterdir()) == []


def test_without_a_sandbox_nothing_is_run(class_kit, checked, tmp_path):
    shutil.copy(class_kit.root / "gradebook.sqlite", tmp_path / "g.sqlite")
    with writing(tmp_path / "g.sqlite") as gradebook:
        connection = sqlite3.connect(tmp_path / "g.sqlite")
        with connection:
            connection.execute("delete from results")
        connection.close()
        plan = Plan(("01_double_it",), "none", sandbox="none", workers=1)
        with pytest.raises(LackingError) as raised:
            grade_class(class_kit, gradebook, 1, plan, Tally(), lambda _: None)
        assert raised.value.code == "usage.class_unprotected"
        assert raised.value.data["missing"].startswith("answers files writing network")
        assert list(gradebook.entries({"01_double_it": ""})) != []
        assert all(
            not attempt.results
            for one in gradebook.students()
            for a in one.attempts.values()
            for attempt in a
        )


@pytest.fixture
def grown(class_kit, checked, tmp_path):
    """A class of sixty in a kit that may be changed, and its gradebook."""
    own = Kit(shutil.copytree(class_kit.root, tmp_path / "own"))
    for number in range(60):
        files = {"double_it.py": RIGHT + b"# %d\n" % number}
        write(own.root / "handed in" / f"student{number:02}", files)
    return own


def start(kit):
    return subprocess.Popen(
        [*GRADER, "class", "check", "handed in", "--only", "1"],
        cwd=kit.root,
        env=environment(),
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        start_new_session=True,
    )


def results(kit):
    with sqlite3.connect(kit.root / "gradebook.sqlite") as connection:
        [count] = connection.execute("select count(*) from results").fetchone()
        [sound] = connection.execute("pragma integrity_check").fetchone()
    connection.close()
    assert sound == "ok"
    return count


def wait_for_results(kit, more):
    """Wait until some results are in the gradebook; returns how many."""
    first, until = results(kit), time.monotonic() + 120
    while (count := results(kit)) < first + more:
        assert time.monotonic() < until
        time.sleep(0.02)
    return count


def left_of(group):
    """What still runs of a session after a minute at most: nothing, by then."""
    until = time.monotonic() + 60
    while left := [p for p in psutil.process_iter(["status", "cmdline"]) if runs_in(p, group)]:
        if time.monotonic() > until:
            return [(p.info["status"], p.info["cmdline"]) for p in left]
        time.sleep(0.1)
    return []


def runs_in(process, group):
    """Whether a process runs in a session; one that has ended may wait to be seen off."""
    try:
        return process.info["status"] != psutil.STATUS_ZOMBIE and os.getsid(process.pid) == group
    except OSError:
        return False


@pytest.mark.parametrize("how", [signal.SIGINT, signal.SIGKILL])
def test_ended_in_the_middle_it_keeps_what_is_done_and_goes_on(grown, how):
    process = start(grown)
    kept = wait_for_results(grown, 10)
    if how == signal.SIGINT:  # as a terminal does: to all of them
        os.killpg(process.pid, how)
    else:
        os.kill(process.pid, how)
    out, err = process.communicate(timeout=60)
    if how == signal.SIGINT:
        assert re.search(r"^Stopped\. \d+ of 60 are graded and kept;", out, re.MULTILINE), (
            out,
            err,
        )
        assert process.returncode == 3
        assert "Traceback" not in err
    assert left_of(process.pid) == []
    done = results(grown)
    assert kept <= done < 67
    again = start(grown)
    out, err = again.communicate(timeout=120)
    left = 67 - done
    assert f"Graded now: {left}," in out, (out, err)
    assert again.returncode == 0
    assert results(grown) == 67


def test_a_changed_kit_grades_again_and_tells_who_changed(grown):
    process = start(grown)
    process.communicate(timeout=120)
    checks = grown.solutions / "01_double_it" / "checks.py"
    text = checks.read_text("utf-8")
    checks.write_text(
        text.replace(
            'FACTS = Task("1.3", "facts", checks=(Values(2),)',
            'FACTS = Task("1.3", "facts", checks=(Values(3),)',
        ),
        "utf-8",
    )
    command = [sys.executable, "-m", "grader"]
    subprocess.run([*command, "author", "build"], cwd=grown.root, check=True, capture_output=True)
    regrade = [*command, "class", "regrade", "01", "--student", "student07", "--student", "이서준"]
    done = subprocess.run(
        [*regrade, "--lang", "en"],
        cwd=grown.root,
        check=False,
        capture_output=True,
        text=True,
        timeout=120,
    )
    assert (
        without_times(done.stdout)
        == """\
Grades that changed: 2
  2 01_double_it: 4 → 5 (+1); 1.3 values: 2 → 3
  student07 01_double_it: 6 → 7 (+1); 1.3 values: 2 → 3
Graded now: 2, known before: 0. It took T.
"""
    )
    assert (done.returncode, without_progress(done.stderr)) == (0, "")


@pytest.fixture
def scheduler(class_kit, tmp_path):
    """A scheduler and a worker that were started by hand, as on other machines."""
    address = tmp_path / "scheduler.json"
    dask, settings = [sys.executable, "-m", "dask"], ["--scheduler-file", str(address)]
    commands = (
        ["scheduler", *settings, "--host", "127.0.0.1", "--port", "0", "--no-dashboard"],
        ["worker", *settings, "--nthreads", "1", "--no-dashboard"],
    )
    processes = [
        subprocess.Popen(
            [*dask, *command],
            cwd=class_kit.root,
            env={**environment(), "PYTHONPATH": str(class_kit.root)},
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        for command in commands
    ]
    until = time.monotonic() + 60
    while not address.exists() or not address.read_text().strip():
        assert time.monotonic() < until
        time.sleep(0.1)
    yield json.loads(address.read_text())["address"]
    for process in reversed(processes):
        process.terminate()
        process.wait(30)


def test_the_workers_of_a_scheduler_that_is_there(class_kit, scheduler, tmp_path):
    done = subprocess.run(
        [*GRADER, "class", "check", "handed in", "--scheduler", scheduler]
        + ["--gradebook", str(tmp_path / "book.sqlite")],
        cwd=class_kit.root,
        env=environment(),
        capture_output=True,
        text=True,
        check=False,
        timeout=120,
    )
    assert (done.returncode, without_progress(done.stderr)) == (0, "")
    assert "Graded now: 6, known before: 0." in done.stdout


def test_no_scheduler_at_an_address(in_kit, tmp_path, monkeypatch):
    monkeypatch.setattr("grader.classroom.cluster.WAIT_SECONDS", 1)
    code, told = in_kit(
        *("check", "handed in", "--scheduler", "tcp://127.0.0.1:9"),
        *("--gradebook", str(tmp_path / "book.sqlite")),
    )
    assert code == 4
    assert "No workers at tcp://127.0.0.1:9: " in told
