from __future__ import annotations

import shutil

import pytest

from grader.author.exercise import AuthorError, read_authored
from tests.conftest import AUTHORED, IGNORED


@pytest.fixture
def folder(tmp_path):
    return shutil.copytree(AUTHORED / "01_double_it", tmp_path / "01_double_it", ignore=IGNORED)


def edit(folder, name, old, new):
    path = folder / name
    text = path.read_text("utf-8")
    assert old in text
    path.write_text(text.replace(old, new), "utf-8")


def told(folder) -> str:
    """The error's text, with paths as seen from the author's folder."""
    with pytest.raises(AuthorError) as caught:
        read_authored(folder)
    return str(caught.value).replace(f"{folder}/", "").replace(f"{folder.parent}/", "")


def test_a_whole_folder(folder):
    authored = read_authored(folder)
    assert (authored.slug, authored.file) == ("01_double_it", folder / "double_it.py")
    assert authored.titles == {"en": "Double it", "ko": "두 배로"}
    assert [task.id for task in authored.exercise.tasks] == ["1.1", "1.2", "1.3"]
    assert authored.hints["1.2"]["ko"][1] == "`double` 함수를 두 번 부르세요."
    assert authored.parameters("double") == ("x",)
    assert authored.parameters("A_CONSTANT") == ()


@pytest.mark.parametrize("name", ["double_it", "1_double_it", "01-double-it", "01_Double"])
def test_a_folder_of_another_name(folder, name):
    assert told(folder.rename(folder.with_name(name))) == (
        f"{name}: {name!r} is no name of an exercise: two digits, '_', small letters"
    )


@pytest.mark.parametrize("name", ["double_it.py", "checks.py", "hints.toml", "figure.py"])
def test_a_missing_file(folder, name):
    (folder / name).unlink()
    assert told(folder) == f"{name}: is missing; `python -m grader author new` makes a whole set"


@pytest.mark.parametrize("name", ["README.md", "README.ko.md"])
def test_a_missing_handout(folder, name):
    (folder / name).unlink()
    assert told(folder) == f"{name}: is missing; an exercise has a handout in each language"


@pytest.mark.parametrize(
    ("name", "old", "new", "message"),
    [
        ("double_it.py", "return 2 * x", "return 2 x", "double_it.py:16: invalid syntax"),
        ("checks.py", "minutes=15", "minutes=FIFTEEN", "checks.py: NameError: name 'FIFTEEN' is"),
        ("checks.py", "import Exercise", "import Exercise, No", "checks.py: ImportError: cannot"),
        ("checks.py", "EXERCISE =", "exercise =", "checks.py: defines no `EXERCISE = Exercise("),
        ("checks.py", "EXERCISE = ", "EXERCISE = 1, ", "checks.py: defines no `EXERCISE = "),
        (
            "checks.py",
            '"1.3", "facts"',
            '"3.1", "facts"',
            "checks.py: task id '3.1'; expected 1.1, 1.2, ...",
        ),
        (
            "checks.py",
            '"1.3", "facts"',
            '"1.1", "facts"',
            "checks.py: task id '1.1'; expected 1.1, 1.2, ...",
        ),
        (
            "checks.py",
            'Values(1, group="small")',
            'Values(1, group="smal")',
            "checks.py: task 1.1: no case in the group 'smal'",
        ),
        (
            "checks.py",
            ", cases=(case(x=3), case(x=8))",
            "",
            "checks.py: task 1.3: no case; `cases=(case(...),)` asks one",
        ),
        (
            "README.md",
            "# 01 · Double it",
            "# Double it",
            "README.md:1: begins with '# Double it'; expected `# 07 · Title`",
        ),
        ("README.ko.md", "**1.2**", "1.2", "README.ko.md: does not name task **1.2**"),
        ("hints.toml", '["1.1"]', '"1.1"]', "hints.toml: Expected '=' after a key"),
        (
            "hints.toml",
            '["1.3"]',
            '["1.4"]',
            "hints.toml: has hints for 1.1, 1.2, 1.4; expected 1.1, 1.2, 1.3",
        ),
        (
            "hints.toml",
            '"A number times itself.", ',
            "",
            'hints.toml: ["1.3"] en: expected 3 texts',
        ),
        (
            "hints.toml",
            '"자기 자신을 곱한 수입니다."',
            '""',
            'hints.toml: ["1.3"] ko: expected 3 texts',
        ),
        (
            "hints.toml",
            '["What is a square?", "A number times itself.", "x * x, x / 2"]',
            '"abc"',
            'hints.toml: ["1.3"] en: expected 3 texts',
        ),
    ],
)
def test_a_fault(folder, name, old, new, message):
    edit(folder, name, old, new)
    assert told(folder)[: len(message)] == message


def test_hints_that_are_no_table(folder):
    (folder / "hints.toml").write_text('"1.1" = "a"\n"1.2" = "b"\n"1.3" = "c"\n', "utf-8")
    assert told(folder) == 'hints.toml: ["1.1"] en: expected 3 texts'


def test_hints_that_are_no_utf8(folder):
    (folder / "hints.toml").write_bytes("힌트".encode("cp949"))
    assert told(folder).startswith("hints.toml: 'utf-8' codec can't decode")


def test_a_function_that_is_not_there(folder):
    authored = read_authored(folder)
    with pytest.raises(AuthorError, match="no top-level function `triple`"):
        authored.parameters("triple")
