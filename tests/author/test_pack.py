"""What students get: everything that they need, and a search for what they must not have."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import zipfile
from collections.abc import Callable
from pathlib import Path

import nbformat
import pytest

from grader.author.archive import write_folder, write_zip
from grader.author.exercise import AuthorError
from grader.author.leaks import Labels, Leak, hidden_labels, leaks, solution_lines
from grader.author.pack import NAME, student_files
from grader.cli import main
from grader.kit import Kit, UsageError
from grader.notebook.write import notebook
from grader.submission import notebook_source
from grader.train.data import load_test
from tests.conftest import AUTHORED, ROOT

SEED = "418250933"
REAL = Kit(ROOT)


@pytest.fixture(scope="module")
def packed() -> dict[str, bytes]:
    """What students get of the whole course, notebooks included."""
    return student_files(REAL, REAL.slugs, notebooks=True)


@pytest.fixture
def small(own_kit: Kit) -> Kit:
    """A copy of the miniature kit with a hidden seed."""
    (own_kit.solutions / "hidden_seed.txt").write_text(f"{SEED}\n")
    return own_kit


def run(folder: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    """Run `python -m grader` in an unpacked kit, with nothing of this one in reach."""
    keep = {k: v for k, v in os.environ.items() if k in ("PATH", "HOME", "TMPDIR")}
    return subprocess.run(
        [sys.executable, "-m", "grader", "--lang", "en", *arguments],
        cwd=folder,
        env={**keep, "LANG": "C.UTF-8", "COLUMNS": "100", "PYTHONUTF8": "1", "NO_COLOR": "1"},
        capture_output=True,
        text=True,
        check=False,
        timeout=120,
    )


# The search


@pytest.fixture(scope="module")
def labels() -> Labels:
    return hidden_labels(REAL)


def test_students_get_nothing_secret(packed, labels):
    assert leaks(packed, REAL, labels) == []


def test_the_search_looks_for_many_lines_and_labels():
    """It would be a poor search that had nothing to look for."""
    lines = [line for slug in REAL.slugs for line in solution_lines(REAL, slug)]
    assert len(lines) > 300
    assert "return math.ceil(n / s)" in lines
    assert (REAL.solutions / "hidden_seed.txt").is_file()


Planted = Callable[[str, bytes], list[Leak]]


@pytest.fixture
def planted(packed: dict[str, bytes], labels: Labels) -> Planted:
    """Searches what students get with one more file in it, or another in the place of one."""
    return lambda name, content: leaks({**packed, name: content}, REAL, labels)


@pytest.mark.parametrize(
    ("name", "form"),
    [
        ("exercises/14_one_by_one/one_by_one.py", "{line}"),
        ("README.md", "as in `{line}`"),
        ("exercises/14_one_by_one/one_by_one.ipynb", '{{"source": ["    {escaped}\\n"]}}'),
    ],
)
def test_one_line_of_a_solution_is_found(packed, planted, name, form):
    line = max(solution_lines(REAL, "14_one_by_one"), key=len)
    text = form.format(line=line.replace(" ", "  "), escaped=json.dumps(line)[1:-1])
    found = planted(name, packed.get(name, b"") + text.encode())
    assert found == [Leak(name, f"14_one_by_one: {line}")]


def test_a_whole_solution_is_found_in_the_graders_own_code(planted):
    body = "\n".join(f"    {line}" for line in solution_lines(REAL, "03_output_size"))
    found = planted("grader/helper.py", f"def helper():\n{body}\n".encode())
    assert {leak.path for leak in found} == {"grader/helper.py"}
    assert len(found) > 3


def test_an_authors_file_is_found_whatever_it_is_called(planted):
    wrong = REAL.solutions / "07_same_or_valid/wrong/probe_keeps_bias.py"
    found = planted("data/other.py", b"\n" + wrong.read_bytes())
    assert Leak("data/other.py", "07_same_or_valid/wrong/probe_keeps_bias.py") in found


@pytest.mark.parametrize(
    "name",
    [
        "solutions/07_same_or_valid/README.md",
        "exercises/07_same_or_valid/wrong/a.txt",
        "exercises/07_same_or_valid/checks.py",
        "hidden_seed.txt",
        "grader/__pycache__/kit.pyc",
        ".git/config",
        "class/gradebook.sqlite",
    ],
)
def test_a_name_is_found(planted, name):
    assert planted(name, b"nothing") == [Leak(name, "its name")]


@pytest.mark.parametrize("more", [0, 1_000_003])
def test_the_hidden_seed_is_found(planted, more):
    digits = int((REAL.solutions / "hidden_seed.txt").read_text()) + more
    found = planted("data/xo.py", f"SEED = {digits}\n".encode())
    assert found == [Leak("data/xo.py", "the hidden seed")]


@pytest.mark.parametrize("form", ["text", "bytes", "base64"])
def test_labels_of_a_hidden_test_are_found(planted, form):
    import base64

    _, labels = load_test("border_dots", 1000, 0)
    name = "grader/reference/99_more.json"
    content = {
        "text": json.dumps({"y": [int(one) for one in labels]}).encode(),
        "bytes": labels.astype("<i4").tobytes(),
        "base64": json.dumps(
            {"arrays": [{"data": base64.b64encode(labels.tobytes()).decode()}]}
        ).encode(),
    }[form]
    name = "data/more.npz" if form == "bytes" else name
    what = "labels of the hidden test of 7.4 same, seed 0"
    assert planted(name, content) == [Leak(name, what)]


def test_nothing_is_written_that_leaks(small, capsys, tmp_path):
    handout = small.exercises / "02_small_net" / "README.md"
    handout.write_text(f"{handout.read_text('utf-8')}\nThe seed is {SEED}.\n", "utf-8")
    out = tmp_path / "kit.zip"
    assert main(["--lang", "en", "author", "pack", "--out", str(out)], small) == 2
    told = capsys.readouterr().err
    assert "not packed; students would get what is secret:" in told
    assert told.endswith("  exercises/02_small_net/README.md: the hidden seed\n")
    assert not out.exists()


# What is in it


def test_what_is_packed(small):
    files = student_files(small, small.slugs)
    assert [name for name in sorted(files) if not name.startswith(("grader/", "data/"))] == [
        ".vscode/settings.json",
        "LICENSE",
        "README.ko.md",
        "README.md",
        "docs/learners.ko.md",
        "docs/learners.md",
        "docs/mistakes.ko.md",
        "docs/mistakes.md",
        "exercises/01_double_it/README.ko.md",
        "exercises/01_double_it/README.md",
        "exercises/01_double_it/double_it.py",
        "exercises/01_double_it/figure.ko.png",
        "exercises/01_double_it/figure.png",
        "exercises/02_small_net/README.ko.md",
        "exercises/02_small_net/README.md",
        "exercises/02_small_net/figure.ko.png",
        "exercises/02_small_net/figure.png",
        "exercises/02_small_net/small_net.py",
        "exercises/conftest.py",
        "requirements-notebook.txt",
        "requirements.txt",
    ]
    left_out = ("grader/author", "grader/classroom")
    assert [name for name in files if name.startswith(left_out)] == []


def test_the_stub_is_packed_and_not_what_an_author_tried_out(small):
    file = small.exercises / "01_double_it" / "double_it.py"
    stub = file.read_bytes()
    file.write_bytes((small.solutions / "01_double_it" / "double_it.py").read_bytes())
    assert student_files(small, small.slugs)["exercises/01_double_it/double_it.py"] == stub


def test_of_a_calibration_only_what_fixes_its_bars(packed):
    from grader.train import calibration

    kept = json.loads(packed["grader/reference/calibration.json"])
    everything = calibration.load(REAL)
    assert kept.keys() == everything.keys()
    for key, one in kept.items():
        assert (one["reference"], len(one["right"]), list(one["wrong"])) == ("", 1, ["best"])
        for tier in (0.25, 0.5, 0.75):
            assert calibration._from_json(one).bar_at(tier) == everything[key].bar_at(tier)


def test_some_exercises_and_what_they_lean_on():
    files = student_files(REAL, ["10_first_cnn", "07_same_or_valid"])
    assert sorted(name for name in files if name.endswith(".json")) == [
        ".vscode/settings.json",
        "grader/reference/07_same_or_valid.json",
        "grader/reference/10_first_cnn.json",
        "grader/reference/calibration.json",
    ]
    kept = json.loads(files["grader/reference/calibration.json"])
    assert sorted(kept) == ["10.1 plain", "7.4 same"]
    readme = files["README.md"].decode()
    assert "| 07 | [Same or valid?](exercises/07_same_or_valid/README.md) | 35 |" in readme
    assert "@" not in readme
    assert "@" not in files["README.ko.md"].decode()


def test_a_stale_kit_is_not_packed(small):
    solution = small.solutions / "01_double_it" / "double_it.py"
    solution.write_text(solution.read_text("utf-8").replace("TODO", "TODO").replace("Twice", "2"))
    text = solution.read_text("utf-8")
    solution.write_text(text.replace("# %%", "# %% [markdown]\n# More.\n# %%", 1), "utf-8")
    with pytest.raises(AuthorError, match=r"01_double_it\.json: is stale; run .*author build"):
        student_files(small, small.slugs)


# The forms


def test_twice_the_same_bytes(small, tmp_path):
    packed = student_files(small, small.slugs, notebooks=True)
    again = student_files(small, reversed(small.slugs), notebooks=True)
    write_zip(packed, tmp_path / "one.zip")
    write_zip(again, tmp_path / "two.zip")
    assert (tmp_path / "one.zip").read_bytes() == (tmp_path / "two.zip").read_bytes()
    with zipfile.ZipFile(tmp_path / "one.zip") as archive:
        entries = archive.infolist()
    assert [entry.filename for entry in entries] == sorted(packed)
    assert {entry.date_time for entry in entries} == {(1980, 1, 1, 0, 0, 0)}
    assert {entry.external_attr >> 16 for entry in entries} == {0o100644}


def test_a_folder_with_something_in_it_is_left_alone(tmp_path):
    (tmp_path / "old.txt").write_text("old")
    with pytest.raises(UsageError, match="pack_exists"):
        write_folder({"new.txt": b""}, tmp_path)
    assert [path.name for path in tmp_path.iterdir()] == ["old.txt"]


def test_a_template_for_git(small, capsys, tmp_path):
    out = tmp_path / "template"
    assert (
        main(["--lang", "en", "author", "pack", "--as", "template", "--out", str(out)], small) == 0
    )
    count = sum(path.is_file() for path in out.rglob("*"))
    assert capsys.readouterr().out == f"Packed 2 exercises in {count} files: {out}\n"
    assert sorted(path.name for path in out.iterdir() if path.name.startswith(".")) == [
        ".gitattributes",
        ".github",
        ".gitignore",
        ".vscode",
    ]
    subprocess.run(["git", "init", "-q"], cwd=out, check=True)
    (out / "grader" / "__pycache__").mkdir(exist_ok=True)
    (out / "grader" / "__pycache__" / "kit.pyc").write_bytes(b"")
    subprocess.run(["git", "add", "."], cwd=out, check=True)
    listed = subprocess.run(
        ["git", "ls-files"], cwd=out, check=True, capture_output=True, text=True
    )
    assert len(listed.stdout.splitlines()) == count
    assert ".github/workflows/classroom.yml" in listed.stdout


def test_an_unpacked_kit_checks_and_says_what_it_is_not(tmp_path):
    """The course as students get it: nothing is started, an answer passes, nothing can be built."""
    archive = tmp_path / "course_kit.zip"
    assert main(["--lang", "en", "author", "pack", "--out", str(archive)], REAL) == 0
    shutil.unpack_archive(archive, tmp_path / "unpacked")
    kit = tmp_path / "unpacked" / NAME

    fresh = run(kit)
    assert fresh.returncode == 1
    assert fresh.stdout.count("· not started") == len(REAL.slugs)
    assert "wrong" not in fresh.stdout

    slug = "03_output_size"
    shutil.copy(REAL.solutions / slug / "output_size.py", kit / "exercises" / slug)
    right = run(kit, "check", "03")
    assert right.returncode == 0, right.stdout + right.stderr
    assert right.stdout.count("✓ right") == 4

    told = "This copy of the kit has no solutions/; only its authors can do this.\n"
    for command in (("author", "build"), ("class", "check", "exercises")):
        refused = run(kit, *command)
        assert (refused.returncode, refused.stderr) == (2, told)


IMPORT_ALL = """
import importlib, pkgutil, grader
names = [m.name for m in pkgutil.walk_packages(grader.__path__, "grader.")]
for name in names:
    if not name.endswith("__main__"):
        importlib.import_module(name)
print(len(names))
"""


def test_nothing_that_is_packed_needs_what_is_not(packed, tmp_path):
    write_folder(packed, tmp_path / "kit")
    keep = {k: v for k, v in os.environ.items() if k in ("PATH", "HOME", "TMPDIR")}
    done = subprocess.run(
        [sys.executable, "-c", IMPORT_ALL],
        cwd=tmp_path / "kit",
        env=keep,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    modules = [n for n in packed if n.startswith("grader/") and n.endswith(".py")]
    assert int(done.stdout) == len(modules) - 1  # but for grader/__init__.py


# Notebooks


def test_every_notebook_is_one(packed):
    names = [name for name in packed if name.endswith(".ipynb")]
    assert len(names) == len(REAL.slugs)
    for name in names:
        read = nbformat.reads(packed[name].decode(), as_version=4)
        nbformat.validate(read)
        code = [cell for cell in read.cells if cell.cell_type == "code"]
        assert all(cell.outputs == [] and cell.execution_count is None for cell in code)
        assert len({cell.id for cell in read.cells}) == len(read.cells)


def filled_in(content: bytes, answers: dict[str, str]) -> bytes:
    """Put functions of a solution into the cells of a notebook that define their stubs."""
    found = json.loads(content)
    for cell in found["cells"]:
        source = "".join(cell["source"])
        for name, answer in answers.items():
            if cell["cell_type"] == "code" and f"def {name}(" in source:
                cell["source"] = answer.splitlines(keepends=True)
    return json.dumps(found).encode()


def functions(path: Path) -> dict[str, str]:
    """Return the source of each function of a file by its name."""
    import ast

    text = path.read_text("utf-8")
    nodes = [node for node in ast.parse(text).body if isinstance(node, ast.FunctionDef)]
    return {node.name: ast.get_source_segment(text, node) or "" for node in nodes}


def test_a_notebook_reads_as_not_started_and_filled_in_as_right(kit, launcher, tmp_path):
    from grader.grade import Grader, Options

    slug = "02_small_net"
    content = notebook(kit.load(slug).stub, kit.load(slug), NAME)
    folder = tmp_path / slug
    folder.mkdir()
    grader = Grader(kit, Options(seed=7), launcher)

    (folder / "small_net.ipynb").write_bytes(content)
    fresh = grader.grade_exercise(tmp_path, slug, None)
    assert {task.status for task in fresh.tasks} == {"todo"}

    answers = functions(AUTHORED / slug / "small_net.py")
    (folder / "small_net.ipynb").write_bytes(filled_in(content, answers))
    done = grader.grade_exercise(tmp_path, slug, None)
    assert {task.status for task in done.tasks} == {"pass"}, done
    assert done.points == done.max_points > 0


@pytest.mark.parametrize("slug", REAL.slugs)
def test_a_notebook_holds_the_code_of_its_stub(packed, slug):
    import ast

    reference = REAL.load(slug, answers=False)
    name = f"exercises/{slug}/{Path(reference.file).stem}.ipynb"
    text, problem = notebook_source(packed[name].decode())
    assert problem is None
    own = {ast.dump(node) for node in ast.parse(text).body}
    assert {ast.dump(node) for node in ast.parse(reference.stub).body} <= own
