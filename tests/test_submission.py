from __future__ import annotations

import ast
import json
import os
import warnings

import pytest

from grader.submission import (
    MAX_BYTES,
    MAX_CODE,
    Problem,
    Submission,
    cut_out_syntax_errors,
    decode_text,
    definition,
    emitted,
    imports_keras,
    library_line,
    modules_beside,
    notebook_source,
    read_submission,
    read_tree,
    untouched,
)

STUB = '''"""One exercise."""
import math


# %%
def first(n: int, k: int = 2) -> int:
    """Return something."""
    # TODO 1.1: one line.
    raise NotImplementedError("1.1")


# %%
def second(n):
    """Return something else."""
    raise NotImplementedError("1.2")


# %%
TABLE = {"a": None}
'''
NAMES = ("first", "second", "TABLE")


@pytest.fixture
def read(tmp_path):
    """Read a submission of the given files, bytes by name."""

    def read(**files):
        for name, data in files.items():
            (tmp_path / name.replace("_", ".")).write_bytes(data)
        return read_submission(tmp_path, "mine.py", NAMES, STUB)

    return read


def notebook(*cells, kind="code"):
    entries = [{"cell_type": kind, "source": cell, "outputs": []} for cell in cells]
    return json.dumps({"cells": entries, "nbformat": 4}).encode()


def syntax(line, message, source):
    return Problem("syntax.error", line, {"message": message, "source": source})


# Reading a file whatever its form

ODD = "a = 1  # \u2028 \x0b\x0c \x1c \x85 are line ends for some, not for Python\n"
HANGUL = "NAME = '합성곱'  # 채널\n"


@pytest.mark.parametrize(
    ("data", "text", "encoding"),
    [
        (b"x = 1\n", "x = 1\n", None),
        (HANGUL.encode(), HANGUL, None),
        (HANGUL.encode("utf-8-sig"), HANGUL, None),
        (HANGUL.encode("cp949"), HANGUL, "CP949"),
        (b"\xff\xfe" + HANGUL.encode("utf-16-le"), HANGUL, "UTF-16"),
        (b"\xfe\xff" + HANGUL.encode("utf-16-be"), HANGUL, "UTF-16"),
        (b"a = 1\r\nb = 2\r\n", "a = 1\nb = 2\n", None),
        (b"a = 1\rb = 2\r", "a = 1\nb = 2\n", None),
        (b"a = 1\n\r\n\nb = 2", "a = 1\n\n\nb = 2", None),
        (ODD.encode(), ODD, None),
        (b"", "", None),
    ],
)  # fmt: skip
def test_a_file_is_read_whatever_editor_wrote_it(read, tmp_path, data, text, encoding):
    told = {"file": "mine.py", "encoding": encoding}
    notes = (Problem("note.encoding", data=told),) if encoding else ()
    assert read(mine_py=data) == Submission(tmp_path / "mine.py", text, notes=notes)


@pytest.mark.parametrize(
    ("data", "problem"),
    [
        (b"x = 1\0", Problem("file.binary", data={"file": "mine.py"})),
        ("x = 1".encode("utf-16-le"), Problem("file.binary", data={"file": "mine.py"})),
        (b"\xff\xfe\0", Problem("file.encoding", data={"file": "mine.py"})),
        (b"\x89PNG\r\n\x1a\n\xff\xff", Problem("file.encoding", data={"file": "mine.py"})),
        (
            b"#" * (MAX_BYTES + 1),
            Problem(
                "file.too_large",
                data={"file": "mine.py", "size": "1,048,577", "limit": "1,048,576"},
            ),
        ),
    ],
)
def test_a_file_that_is_no_text(read, tmp_path, data, problem):
    assert read(mine_py=data) == Submission(tmp_path / "mine.py", problem=problem)


def test_the_largest_file_is_read(read):
    assert read(mine_py=b"#" * MAX_CODE).problem is None


def test_a_missing_file(tmp_path):
    folder = tmp_path / "01_first"
    problem = Problem("file.missing", data={"file": "mine.py", "folder": "01_first"})
    found = read_submission(folder, "mine.py", NAMES, STUB)
    assert found == Submission(folder / "mine.py", problem=problem)


def test_a_folder_in_place_of_a_file(tmp_path):
    (tmp_path / "mine.py").mkdir()
    assert read_submission(tmp_path, "mine.py", NAMES, STUB).problem.code == "file.not_regular"


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="named pipes are a matter of POSIX")
def test_a_named_pipe_is_not_waited_for(tmp_path):
    os.mkfifo(tmp_path / "mine.py")
    assert read_submission(tmp_path, "mine.py", NAMES, STUB).problem.code == "file.not_regular"


def test_a_file_that_cannot_be_read(read, monkeypatch):
    def refuse(*_):
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr("os.open", refuse)
    data = {"file": "mine.py", "why": "Permission denied"}
    assert read(mine_py=b"x = 1").problem == Problem("file.unreadable", data=data)


def test_a_link_inside_of_the_submission_is_followed(tmp_path):
    (tmp_path / "07").mkdir()
    (tmp_path / "real.py").write_text("x = 1", "utf-8")
    (tmp_path / "07" / "mine.py").symlink_to("../real.py")
    found = read_submission(tmp_path / "07", "mine.py", NAMES, STUB, tmp_path)
    assert (found.text, found.problem) == ("x = 1", None)


@pytest.mark.parametrize("what", ["file", "folder"])
def test_what_a_link_leads_to_outside_is_not_the_students(tmp_path, what):
    outside = tmp_path / "solutions"
    outside.mkdir()
    (outside / "mine.py").write_text("x = 1", "utf-8")
    root = tmp_path / "submission"
    root.mkdir()
    if what == "file":
        (root / "07").mkdir()
        (root / "07" / "mine.py").symlink_to(outside / "mine.py")
    else:
        (root / "07").symlink_to(outside)
    found = read_submission(root / "07", "mine.py", NAMES, STUB, root)
    data = {"file": "mine.py", "target": str((outside / "mine.py").resolve())}
    assert (found.text, found.problem) == ("", Problem("file.leads_out", data=data))


def test_links_in_a_circle(tmp_path):
    (tmp_path / "mine.py").symlink_to("other.py")
    (tmp_path / "other.py").symlink_to("mine.py")
    problem = read_submission(tmp_path, "mine.py", NAMES, STUB).problem
    assert problem.code == "file.unreadable"


def test_modules_beside_a_file_are_read_where_it_imports_one(tmp_path):
    (tmp_path / "mine.py").write_text("import helper", "utf-8")
    (tmp_path / "helper.py").write_text("N = 3", "utf-8")
    (tmp_path / "part").mkdir()
    (tmp_path / "part" / "__init__.py").write_text("", "utf-8")
    (tmp_path / "part" / "more.py").write_text("M = 4", "utf-8")
    (tmp_path / "not a name.py").write_text("", "utf-8")
    path = tmp_path / "mine.py"
    assert modules_beside(path, tmp_path, read_tree("import helper")) == {
        "helper": "N = 3",
        "part.__init__": "",
        "part.more": "M = 4",
    }
    assert modules_beside(path, tmp_path, read_tree("import math, keras")) == {}


def test_text_without_a_mark_is_utf_8_or_korean_windows():
    assert decode_text(b"\xbc\xf6", "mine.py")[0] == "수"
    assert decode_text(b"\xbc", "mine.py") == (None, ())


# Notebooks

CELL = "def first(n, k=2):\n    return n"


def test_a_notebook_beside_the_untouched_stub_is_what_was_handed_in(read, tmp_path):
    found = read(mine_py=STUB.replace("\n", "\r\n").encode(), mine_ipynb=notebook(CELL, "x = 1"))
    assert found == Submission(
        tmp_path / "mine.ipynb",
        f"# %%\n{CELL}\n\n# %%\nx = 1\n",
        notes=(Problem("note.notebook", data={"file": "mine.ipynb"}),),
    )


def test_an_untouched_notebook_beside_the_untouched_stub_is_not_asked_for(read, tmp_path):
    """The file that the handouts name is: both are open."""
    assert read(mine_py=STUB.encode(), mine_ipynb=notebook(STUB)).path == tmp_path / "mine.py"
    assert read(mine_py=STUB.encode(), mine_ipynb=b"{}").path == tmp_path / "mine.ipynb"


def test_a_notebook_that_does_not_count_is_told(read):
    both = Problem("note.both", data={"file": "mine.py", "other": "mine.ipynb"})
    assert read(mine_py=b"x = 1\n", mine_ipynb=notebook(CELL)).notes == (both,)
    assert read(mine_py=b"x = 1\n", mine_ipynb=notebook(STUB)).notes == ()


def test_a_module_of_ones_own_may_be_called_grader(read, tmp_path):
    text = "from grader import check\nx = check(1)\n"
    assert "lambda" in read(mine_py=text.encode()).text
    (tmp_path / "grader.py").write_text("def check(n): return n\n", "utf-8")
    assert read(mine_py=text.encode()).text == text


def test_a_notebook_alone(read):
    assert read(mine_ipynb=notebook(CELL)).text == f"# %%\n{CELL}\n"


def test_a_notebook_beside_a_file_that_was_worked_on(read):
    assert read(mine_py=b"x = 1\n", mine_ipynb=notebook(CELL)).text == "x = 1\n"


def test_a_notebook_that_was_renamed(read, tmp_path):
    assert read(mine_py=b"\n " + notebook(CELL)) == Submission(
        tmp_path / "mine.py",
        f"# %%\n{CELL}\n",
        notes=(Problem("note.notebook", data={"file": "mine.py"}),),
    )


def test_a_dict_of_cells_is_no_notebook(read):
    text = "'\"cells\"'\nx = {'cells': 1}\n"
    assert read(mine_py=text.encode()).text == text


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"{}",
        b"[]",
        b'{"cells": [',
        b'{"cells": 5}',
        b'{"cells": [5]}',
        b'{"cells": [{}]}',
        b'{"cells": {"a": 1}}',
        b'{"cells": [{"cell_type": "code"}]}',
        b'{"cells": [{"cell_type": "code", "source": 5}]}',
        b'{"cells": [{"cell_type": "code", "source": [5]}]}',
        b'{"cells": [{"cell_type": "code", "source": "\\ud800"}]}',
        b'{"cells": ' + b"[" * 5000,
        b"print('cut off')",
    ],
)
def test_a_notebook_that_cannot_be_read(read, tmp_path, data):
    problem = Problem("file.notebook")
    assert read(mine_ipynb=data) == Submission(tmp_path / "mine.ipynb", problem=problem)


@pytest.mark.parametrize(
    ("cell", "text"),
    [
        (["a = 1\n", "b = 2"], "a = 1\nb = 2"),
        ("%matplotlib inline\nx = 1", "pass  # %matplotlib inline\nx = 1"),
        ("%%time\nx = 1", "pass  # %%time\nx = 1"),
        ("!pip install keras\nx = 1", "pass  # !pip install keras\nx = 1"),
        ("if 1:\n    !pip install keras", "if 1:\n    pass  # !pip install keras"),
        ("math.ceil?", "pass  # math.ceil?"),
        ("?math", "pass  # ?math"),
        ("%%bash\ncd /tmp && ls", "# %%bash\n# cd /tmp && ls"),
        ("%%writefile a.py\nx = 1", "# %%writefile a.py\n# x = 1"),
        ("x = (5\n     % 3)", "x = (5\n     % 3)"),
        ('x = """\n% of all\n!"""', 'x = """\n% of all\n!"""'),
        ("x = 5\n%%%", "x = 5\npass  # %%%"),
        ("", ""),
    ],
)
def test_what_only_a_notebook_understands_is_commented_out(cell, text):
    source, problem = notebook_source(notebook(cell).decode())
    assert (source, problem) == (f"# %%\n{text}\n", None)
    ast.parse(source)


def test_cells_of_text_are_left_out():
    source, _ = notebook_source(notebook("# Title", kind="markdown").decode())
    assert source == "\n"


# A notebook's own checks

NOBODY = "lambda *_, **__: None"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("from grader import check\ncheck('7.1')\n", f"check = {NOBODY}\ncheck('7.1')\n"),
        (
            "from grader import check, hint\nhint('7.1')\n",
            f"check = hint = {NOBODY}\nhint('7.1')\n",
        ),
        (
            "from grader import check; from grader import hint as h\n",
            f"check = {NOBODY}; h = {NOBODY}\n",
        ),
        ("x = 'é'; from grader import check as c; c(1)\n", f"x = 'é'; c = {NOBODY}; c(1)\n"),
        (
            "try:\n    from grader import check\nexcept ImportError:\n    pass\n",
            f"try:\n    check = {NOBODY}\nexcept ImportError:\n    pass\n",
        ),
        (
            "import grader\ngrader.check(7)\n",
            f'grader = type("grader", (), {{"check": staticmethod({NOBODY}),'
            f' "hint": staticmethod({NOBODY})}})\ngrader.check(7)\n',
        ),
    ],
)
def test_a_check_means_nothing_where_it_is_graded(read, text, expected):
    """In a `.py` too, which VS Code runs cell by cell."""
    found = read(mine_py=text.encode())
    assert (found.text, found.problem) == (expected, None)
    exec(found.text, {})


@pytest.mark.parametrize(
    "text",
    [
        "from grader.reference import load",
        "from grader import judge",
        "from .grader import check",
        "def check(x): return x  # not the grader's",
    ],
)
def test_nothing_else_of_the_grader_is_touched(read, text):
    assert read(mine_py=text.encode()).text == text


# Errors of syntax are cut out with their function

GOOD = "\n\n# %%\ndef second(n):\n    return 2\n"
LITERAL = "string literal (detected at"


@pytest.mark.parametrize(
    ("broken", "name", "problem"),
    [
        (
            "def first(n):\n    return n +",
            "first",
            syntax(2, "invalid syntax", "return n +"),
        ),
        (
            "def first(n):\n    return max(n,",
            "first",
            syntax(2, "'(' was never closed", "return max(n,"),
        ),
        (
            "def first(n):\n    return {1: n,\n\n",
            "first",
            syntax(2, "'{' was never closed", "return {1: n,"),
        ),
        (
            'def first(n):\n    return "n',
            "first",
            syntax(2, f"unterminated {LITERAL} line 2)", 'return "n'),
        ),
        (
            'def first(n):\n    """Return.\n    return n',
            "first",
            syntax(2, f"unterminated triple-quoted {LITERAL} line 4)", '"""Return.'),
        ),
        (
            "def first(n):\n    # TODO 1.1",
            "first",
            syntax(
                1, "expected an indented block after function definition on line 1", "def first(n):"
            ),
        ),
        (
            "def first(n):\n    if n:\n    return 1",
            "first",
            syntax(2, "expected an indented block after 'if' statement on line 2", "if n:"),
        ),
        (
            "def first(n):\n    if n:\n        return 1\n  return 2",
            "first",
            syntax(4, "unindent does not match any outer indentation level", "return 2"),
        ),
        (
            "def first(n):\n    if n:\n\treturn 1",
            "first",
            syntax(3, "inconsistent use of tabs and spaces in indentation", "return 1"),
        ),
        (
            "def first(n)\n    return n",
            "first",
            syntax(1, "expected ':'", "def first(n)"),
        ),
        (
            "def first(n):\nx = n\nreturn x",
            "first",
            syntax(
                1, "expected an indented block after function definition on line 1", "def first(n):"
            ),
        ),
        (
            "def first(n):\n    x = n\nreturn x",
            "first",
            syntax(3, "'return' outside function", "return x"),
        ),
        (
            "def first(n):\n    break",
            "first",
            syntax(2, "'break' outside loop", "break"),
        ),
        (
            "@cache\n@other\ndef first(n:\n    return 1",
            "first",
            syntax(3, "'(' was never closed", "def first(n:"),
        ),
        (
            "async def first(n):\n    return 1 1",
            "first",
            syntax(2, "invalid syntax", "return 1 1"),
        ),
        (
            "TABLE = {'a': 1",
            "TABLE",
            syntax(1, "'{' was never closed", "TABLE = {'a': 1"),
        ),
        (
            "TABLE: dict = {\n    'a' 1,\n}",
            "TABLE",
            syntax(2, "invalid syntax. Perhaps you forgot a comma?", "'a' 1,"),
        ),
        (
            "def first(n):\n    return " + "-" * 9999 + "1",
            "first",
            Problem("syntax.too_deep"),
        ),
    ],
    ids=lambda value: value.split("\n")[-1][:20] if isinstance(value, str) else "",
)  # fmt: skip
def test_a_definition_with_an_error_is_cut_out(broken, name, problem):
    text, cut, outside = cut_out_syntax_errors(broken + GOOD, NAMES)
    blank = "\n" * broken.count("\n")
    assert (text, cut, outside) == (blank + GOOD, {name: problem}, None)


def test_two_definitions_with_errors_are_both_cut_out():
    one = 'def first(n):\n    """Return\n    return n'
    two = "\n\n# %%\ndef second(n)\n    return 1\n"
    text, cut, outside = cut_out_syntax_errors(one + two + "\nx = 1\n", NAMES)
    assert (text, outside) == ("\n\n\n\n# %%\n\n\n\nx = 1\n", None)
    assert {name: problem.line for name, problem in cut.items()} == {"first": 2, "second": 6}


def test_a_docstring_at_the_margin_is_no_error_beside_one():
    good = 'def first(n):\n    """Return\nmore than\n    """\n    return n\n\n# %%\n'
    text, cut, outside = cut_out_syntax_errors(good + "def second(n:\n    return 2\n", NAMES)
    assert (text, list(cut), outside) == (good + "\n\n", ["second"], None)


def test_what_stands_below_a_broken_function_is_kept_where_it_can_be():
    text, cut, _ = cut_out_syntax_errors("def first(n):\n    return (\nSIZE = 3\n" + GOOD, NAMES)
    assert (text, list(cut)) == ("\n\nSIZE = 3\n" + GOOD, ["first"])


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("import numpy as\n" + GOOD, syntax(1, "invalid syntax", "import numpy as")),
        ("x = (1\n" + GOOD, syntax(1, "'(' was never closed", "x = (1")),
        (
            "def first(n):\n    return 1\nprint('a'\n" + GOOD,
            syntax(3, "'(' was never closed", "print('a'"),
        ),
        ("def helper(:\n    return 1\n" + GOOD, syntax(1, "invalid syntax", "def helper(:")),
        ("class first:\n    x = = 1\n" + GOOD, syntax(2, "invalid syntax", "x = = 1")),
        ("return 3\n" + GOOD, syntax(1, "'return' outside function", "return 3")),
    ],
)
def test_an_error_outside_of_every_asked_definition(text, problem):
    assert cut_out_syntax_errors(text, NAMES) == ("", {}, problem)


def test_an_error_outside_beside_one_inside():
    text, cut, outside = cut_out_syntax_errors(
        "def first(n):\n    return (\n\n# %%\nx = = 1\n" + GOOD, NAMES
    )
    assert (text, cut["first"].line, outside) == ("", 2, syntax(5, "invalid syntax", "x = = 1"))


def test_a_file_of_thousands_of_broken_definitions_is_given_up():
    text, cut, outside = cut_out_syntax_errors("def first(:\n" * 50_000, NAMES)
    assert (text, list(cut), outside.code) == ("", ["first"], "syntax.error")


def test_text_that_parses_is_left_as_it_is():
    assert cut_out_syntax_errors(STUB, NAMES) == (STUB, {}, None)


def test_a_problem_is_part_of_the_submission(read, tmp_path):
    found = read(
        mine_py=STUB.replace("return 2", "").replace("def second(n)", "def second(n").encode()
    )
    assert list(found.broken) == ["second"]
    assert definition(found.tree(), "second") is None
    assert definition(found.tree(), "first") is not None
    outside = read(mine_py=b"x = = 1\n" + STUB.encode())
    assert outside == Submission(
        tmp_path / "mine.py", problem=syntax(1, "invalid syntax", "x = = 1")
    )


def test_what_python_warns_of_is_no_error_and_not_the_graders_to_say(read):
    text = "def first(n):\n    return '\\d' is n\n"
    with warnings.catch_warnings(record=True) as said:
        warnings.simplefilter("always")
        found = read(mine_py=text.encode())
        assert ast.unparse(found.tree()) != ""
    assert (found.text, found.broken, said) == (text, {}, [])


# Untouched is not wrong

LINE = '    raise NotImplementedError("1.1")'


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("", ""),
        ("# TODO 1.1: one line.", "# I will do this tomorrow."),
        ('"""Return something."""', '"""Mine."""'),
        ('    """Return something."""\n', ""),
        (LINE, f"    # x = 1\n\n\n{LINE}  # later"),
        (LINE, '    raise   NotImplementedError( "1.1", )'),
        ("import math", "import math, keras\nx = 1"),
        ("raise NotImplementedError(\"1.2\")", "return n"),
    ],
)  # fmt: skip
def test_comments_and_docstrings_leave_a_stub_untouched(old, new):
    student = ast.parse(STUB.replace(old, new))
    assert untouched(student, ast.parse(STUB), "first")


@pytest.mark.parametrize(
    ("old", "new"),
    [
        (LINE, "    pass"),
        (LINE, "    return None"),
        (LINE, f"    x = 1\n{LINE}"),
        (LINE, f"{LINE}\n    return 1"),
        (LINE, '    raise NotImplementedError("1.2")'),
        (LINE, '    raise ValueError("1.1")'),
        (f'    """Return something."""\n    # TODO 1.1: one line.\n{LINE}', '    """Only this."""'),
        ('"""Return something."""', '"""Return."""\n    "a second text"'),
        ("k: int = 2", "k: int = 3"),
        ("k: int = 2", "k: int = 2, s=1"),
        ("n: int", "m: int"),
        ("-> int", "-> float"),
        ("def first", "@cache\ndef first"),
        ("def first", "async def first"),
        ("# %%\nTABLE", "def first(n): return n\n# %%\nTABLE"),
        ("# %%\nTABLE", "first = max\n# %%\nTABLE"),
        ("def first", "def fist"),
    ],
)
def test_any_change_of_code_is_work(old, new):
    assert old in STUB
    student = ast.parse(STUB.replace(old, new, 1))
    assert not untouched(student, ast.parse(STUB), "first")


@pytest.mark.parametrize(
    ("new", "same"),
    [
        ('TABLE = {"a": None}  # why?', True),
        ('TABLE: dict = {"a": None}', True),
        ('TABLE = {"a": 0}', False),
        ('TABLE = {"a": None}\nTABLE = None', False),
        ("TABLE: dict", False),
        ("", False),
    ],
)
def test_a_constant_is_untouched_as_long_as_its_value_is(new, same):
    student = ast.parse(STUB.replace('TABLE = {"a": None}', new))
    assert untouched(student, ast.parse(STUB), "TABLE") is same


def test_a_name_that_no_stub_has_is_not_untouched():
    assert not untouched(ast.parse("def other(): pass"), ast.parse(STUB), "other")


def test_a_definition_too_deep_to_compare_is_work():
    branches = "    if n == 0: return 0\n" + "".join(
        f"    elif n == {i}: return {i}\n" for i in range(800)
    )
    student = ast.parse("def first(n):\n" + branches)
    assert not untouched(student, ast.parse(STUB), "first")


# What a file uses


@pytest.mark.parametrize(
    ("text", "uses"),
    [
        ("import keras", True),
        ("import numpy, tensorflow.keras as k", True),
        ("from keras import layers", True),
        ("from tensorflow.keras.layers import Dense", True),
        ("def f():\n    import keras", True),
        ('if __name__ == "__main__":\n    import keras', False),  # no import runs that
        ("if __name__ == '__main__':\n    pass\nelse:\n    import keras", True),
        ("if True:\n    import keras", True),
        ("import numpy", False),
        ("from . import keras", False),
        ("keras = 1", False),
        ("import keras_tuner", False),
    ],
)
def test_whether_keras_is_imported(text, uses):
    assert imports_keras(ast.parse(text)) is uses


def test_the_line_where_a_function_asks_a_library():
    text = (
        "import keras\ndef f(x):\n    x = x + 1\n    return keras.ops.sum(x)\ndef g(x): return x\n"
    )
    tree = ast.parse(text)
    assert [library_line(tree, name) for name in ("f", "g", "h")] == [4, None, None]


# What would take the grader's own time and memory


def nested_finally(depth):
    lines = []
    for level in range(depth):
        lines += [" " * level + "try:", " " * level + " x", " " * level + "finally:"]
    return "\n".join([*lines, " " * depth + "x"])


@pytest.mark.parametrize(
    ("text", "nodes"),
    [
        ("x", 4),
        ("try:\n x\nfinally:\n y", 11),
        (nested_finally(2), 25),
        ("def f():\n try:\n  return 1\n finally:\n  x", 15),
    ],
)
def test_how_much_code_python_makes(text, nodes):
    assert emitted(ast.parse(text)) == nodes


@pytest.mark.parametrize(
    "text",
    [
        nested_finally(19),
        "def f():\n try:\n" + "  if x: return\n" * 2000 + " finally:\n" + "  x = 1\n" * 2000,
    ],
)
def test_code_that_multiplies_is_not_compiled(text):
    """Nineteen times `finally` takes Python a gigabyte; what is parsed alone takes nothing."""
    assert cut_out_syntax_errors(text, NAMES) == ("", {}, Problem("syntax.too_deep"))


def test_many_definitions_in_a_broken_file_are_not_all_looked_at():
    text = "first = 0\n" * 50 + "Z = lambda: [" + "~~~~x, " * 20_000 + "]\nreturn\n"
    _, broken, problem = cut_out_syntax_errors(text, NAMES)
    assert (broken, problem.code) == ({}, "syntax.error")


def test_too_much_code(read):
    text = "#" * 200_001
    data = {"file": "mine.py", "size": "200,001", "limit": "200,000"}
    assert read(mine_py=text.encode()).problem == Problem("file.too_large", data=data)


def test_a_name_that_no_file_could_have(tmp_path):
    tree = read_tree(f"import {'a' * 300}")
    assert modules_beside(tmp_path / "mine.py", tmp_path, tree) == {}


def test_links_beside_a_file_lead_nowhere(tmp_path):
    (tmp_path / "helper.py").write_text("N = 3", "utf-8")
    for number in range(300):
        (tmp_path / f"l{number}").symlink_to(".")
    found = modules_beside(tmp_path / "mine.py", tmp_path, read_tree("import helper"))
    assert found == {"helper": "N = 3"}
