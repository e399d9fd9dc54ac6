"""`author prove`: stubs are open, right answers pass, wrong ones fail as their first line says.

Besides, every mistake of the catalogue is made in every solution: see `grader.author.mutants`.
"""

from __future__ import annotations

import ast
import functools
import re
import tempfile
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path

from rich.console import Console
from rich.table import Table
from rich.text import Text

from grader.author.exercise import AuthorError
from grader.author.mutation import faults_of, mutate, table_of
from grader.grade import Grader, Options
from grader.kit import Kit, module_name
from grader.messages import Messages
from grader.report.model import ExerciseReport
from grader.submission import definition, read_tree

_EXPECT = re.compile(
    r"# expect: (?P<task>\d+\.\d+) (?P<check>[a-z]+)"
    r" (?P<mistake>[a-z0-9_]+|-)(?: (?P<status>\w+))?$"
)
PROOF_SEED = 20
FaultOf = Callable[[Kit, str, Path, Grader], str]


@dataclass(frozen=True)
class Expected:
    """What the first line of a wrong answer announces."""

    task: str
    check: str
    mistake: str | None
    status: str = "fail"


@dataclass(frozen=True)
class Proof:
    """One submission that was graded to see whether the grader is right about it."""

    exercise: str
    name: str
    kind: str
    """`"stub"`, `"right"` or `"wrong"`."""
    fault: str
    """What went otherwise than it must; empty where all is well."""


def prove(
    kit: Kit,
    selection: Sequence[tuple[str, str | None]],
    messages: Messages,
    seed: int = PROOF_SEED,
) -> int:
    """Prove the selected exercises, print a table; 0 where every proof holds, else 1.

    `seed` draws the fresh cases: the same one gives the same proofs.
    """
    console = Console(highlight=False)
    proofs: list[Proof] = []
    with Grader(kit, Options(seed=seed)) as grader:
        for slug, _ in selection:
            proofs += prove_exercise(kit, slug, grader)
    console.print(_table(proofs))
    mutations = mutate(kit, [slug for slug, _ in selection], seed)
    console.print("", table_of(mutations))
    faults = [f"{p.exercise} {p.kind} {p.name}: {p.fault}" for p in proofs if p.fault]
    faults += faults_of(mutations)
    for fault in faults:
        console.print(Text(fault, "red"))
    return 1 if faults else 0


def _table(proofs: Sequence[Proof]) -> Table:
    table = Table(box=None, pad_edge=False)
    for column in ("exercise", "stub", "right", "wrong", "held"):
        table.add_column(column)
    for slug in dict.fromkeys(proof.exercise for proof in proofs):
        own = [proof for proof in proofs if proof.exercise == slug]
        kinds = [str(sum(p.kind == kind for p in own)) for kind in ("stub", "right", "wrong")]
        held = sum(not proof.fault for proof in own)
        table.add_row(slug, *kinds, f"{held} / {len(own)}")
    return table


def prove_exercise(kit: Kit, slug: str, grader: Grader) -> Iterator[Proof]:
    """Grade the stub, the solution, every file of `right/` and of `wrong/`, two at a time."""
    folder = kit.solutions / slug
    solution = folder / f"{module_name(slug)}.py"
    right = [solution, *sorted((folder / "right").glob("*.py"))]
    wrong = sorted((folder / "wrong").glob("*.py"))
    yield Proof(slug, "stub", "stub", fault_of_stub(kit, slug, grader))
    with ThreadPoolExecutor(2) as pool:
        for kind, paths, fault_of in (
            ("right", right, fault_of_right),
            ("wrong", wrong, fault_of_wrong),
        ):
            faults = pool.map(functools.partial(_fault, fault_of, kit, slug, grader), paths)
            for path, fault in zip(paths, faults):
                yield Proof(slug, path.name, kind, fault)


def _fault(fault_of: FaultOf, kit: Kit, slug: str, grader: Grader, path: Path) -> str:
    return fault_of(kit, slug, path, grader)


def fault_of_stub(kit: Kit, slug: str, grader: Grader) -> str:
    """Say in what the stub is not all open; empty where it is."""
    return _not_all(grade_text(slug, kit.load(slug, answers=False).stub, grader), "todo")


def fault_of_right(kit: Kit, slug: str, path: Path, grader: Grader) -> str:
    """Say in what a right answer does not pass; empty where it does."""
    return _not_all(grade_variant(kit, slug, path, grader), "pass")


def fault_of_wrong(kit: Kit, slug: str, path: Path, grader: Grader) -> str:
    """Say in what a wrong answer fails otherwise than announced; empty where it does."""
    expected = read_expected(path)
    return _not_as_expected(grade_variant(kit, slug, path, grader, expected.task), expected)


def grade_variant(
    kit: Kit, slug: str, path: Path, grader: Grader, task: str | None = None
) -> ExerciseReport:
    """Grade the solution, or one task, with the functions of another file in place of its own."""
    solution = kit.solutions / slug / f"{module_name(slug)}.py"
    text = solution.read_text("utf-8")
    if path != solution:
        text = overlay(text, path.read_text("utf-8"), path)
    return grade_text(slug, text, grader, task)


def grade_text(slug: str, text: str, grader: Grader, task: str | None = None) -> ExerciseReport:
    """Grade a text as the file of an exercise."""
    with tempfile.TemporaryDirectory(prefix="grader-prove-") as scratch:
        folder = Path(scratch) / slug
        folder.mkdir()
        (folder / f"{module_name(slug)}.py").write_text(text, "utf-8")
        return grader.grade_exercise(Path(scratch), slug, task)


def overlay(solution: str, variant: str, path: Path) -> str:
    """Return the solution with its functions of the same names replaced by the variant's.

    What else the variant has (imports, helpers) is put in front of its first function. Raises
    AuthorError where the variant does not parse or replaces nothing.
    """
    try:
        theirs, ours = read_tree(variant), read_tree(solution)
    except SyntaxError as error:
        raise AuthorError(path, str(error), error.lineno) from error
    replaced = []
    for node in theirs.body:
        if isinstance(node, (ast.FunctionDef, ast.Assign, ast.AnnAssign)):
            name = _name(node)
            own = definition(ours, name)
            if own is not None:
                replaced.append(own)
    if not replaced:
        raise AuthorError(path, "replaces no function of the solution")
    lines = solution.splitlines()
    for node in replaced:
        assert node.end_lineno is not None
        lines[node.lineno - 1 : node.end_lineno] = [""] * (node.end_lineno - node.lineno + 1)
    main = next((i for i, line in enumerate(lines) if line.startswith("if __name__")), len(lines))
    return "\n".join([*lines[:main], variant, *lines[main:]]) + "\n"


def _name(node: ast.FunctionDef | ast.Assign | ast.AnnAssign) -> str:
    if isinstance(node, ast.FunctionDef):
        return node.name
    target = node.targets[0] if isinstance(node, ast.Assign) else node.target
    return target.id if isinstance(target, ast.Name) else ""


def read_expected(path: Path) -> Expected:
    """Read the first line of a wrong answer. Raises AuthorError where it has another form."""
    first = path.read_text("utf-8").partition("\n")[0]
    matched = _EXPECT.match(first)
    if matched is None:
        wanted = "# expect: 7.2 arrays flips_kernel (or - for no mistake)"
        raise AuthorError(path, f"begins with {first!r}; expected `{wanted}`", 1)
    mistake = None if matched["mistake"] == "-" else matched["mistake"]
    return Expected(matched["task"], matched["check"], mistake, matched["status"] or "fail")


def _not_all(report: ExerciseReport, status: str) -> str:
    for task in report.tasks:
        for finding in task.findings:
            if finding.status != status:
                return f"{task.id} {finding.check}: {finding.status} {finding.code} {finding.data}"
    return ""


def _not_as_expected(report: ExerciseReport, expected: Expected) -> str:
    task = next((task for task in report.tasks if task.id == expected.task), None)
    if task is None:
        return f"there is no task {expected.task}"
    bad = [f for f in task.findings if f.status in ("fail", "limit", "error", expected.status)]
    if not bad:
        return f"{expected.task} passes"
    first = bad[0]
    found = Expected(task.id, first.check, first.mistake, first.status)
    return "" if found == expected else f"expected {expected}, found {found}: {first.code}"
