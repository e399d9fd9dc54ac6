"""`author prove --styles`: the solution passes in many other styles, too.

Each style is a draw of rewritings that keep the network. Every building task is drawn for from a
generator of its own, so that its seventh variant is the same one every time; no two variants of a
task have the same text.
"""

from __future__ import annotations

import ast
import copy
import functools
import random
from collections.abc import Collection, Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from itertools import islice
from pathlib import Path

from rich.console import Console
from rich.table import Table
from rich.text import Text

from grader.author.prove import PROOF_SEED, grade_text
from grader.author.style import arguments, chains, layers, loops, sequentials, spelling
from grader.author.style.syntax import Rewrite, bound, in_turn, written
from grader.grade import Grader, Options
from grader.kit import Kit, module_name
from grader.reference import FrozenTask
from grader.spec import Design, Layers, Params, Shapes
from grader.submission import definition

COUNT = 30
"""Variants of each exercise."""
MAX_IDLE_DRAWS = 300
"""Draws without a new text after which a task has no more variants."""
SHARE_LEFT = 0.4
"""How often a group of rewritings leaves a function as it is."""

GROUPS: tuple[tuple[Rewrite, ...], ...] = (
    (loops.inlined,),
    (loops.unrolled,),
    (layers.without_dropout,),
    (
        sequentials.collected,
        sequentials.added,
        in_turn(sequentials.collected, sequentials.added_in_a_loop),
        in_turn(sequentials.collected, sequentials.called_in_a_loop),
        in_turn(sequentials.collected, sequentials.nested),
        in_turn(sequentials.collected, sequentials.features_and_head),
        in_turn(sequentials.collected, sequentials.listed_first),
        sequentials.functional,
        sequentials.functional,
        sequentials.functional,
    ),
    (
        layers.activation_layers,
        layers.own_layers,
        layers.activations_on_tensors,
        layers.operations_on_tensors,
        layers.activations_as_functions,
    ),
    (layers.joined_by_functions, layers.joined_by_operations, layers.joined_by_plus),
    (layers.reshaped,),
    (layers.pooled_by_operations,),
    (loops.folded,),
    (arguments.tuples,),
    (arguments.sizes_written_out, arguments.defaults_written_out),
    (arguments.he_normal, arguments.glorot),
    (arguments.names_of_kinds, arguments.names_of_layers),
    (arguments.keywords, arguments.positional),
    (
        chains.spread,
        chains.drawn_in,
        chains.runs_in_sequentials,
        chains.runs_in_loops,
        chains.runs_in_functions,
        chains.runs_in_models,
        in_turn(chains.spread, chains.layers_first),
    ),
    (loops.settings_in_a_dict, loops.layers_by_partial),
    (
        spelling.input_by_shape,
        spelling.input_by_name,
        spelling.input_of_layers,
        spelling.input_of_batches,
        spelling.input_layers,
    ),
    (spelling.models_by_keywords,),
    (spelling.aliases,),
    (spelling.models_module,),
    (
        spelling.layers_module,
        spelling.short_module,
        spelling.bare_names,
        spelling.keras_of_tensorflow,
    ),
)
"""Of each group at most one is drawn, and they are done in this order."""
IMPORTS = {
    "layers": "from keras import layers",
    "L": "from keras import layers as L",
    "tf": "import tensorflow as tf",
    "functools": "import functools",
}


@dataclass(frozen=True)
class Restyled:
    """One program in many styles."""

    programs: tuple[str, ...]
    distinct: Mapping[str, int]
    """By function: how many of its variants differ from each other and from the solution."""


@dataclass(frozen=True)
class Failed:
    """A variant that does not pass."""

    number: int
    fault: str
    path: Path
    """Where its text was kept."""


@dataclass(frozen=True)
class StyleProof:
    """What came of the variants of one exercise."""

    exercise: str
    tasks: tuple[str, ...]
    graded: int
    distinct: int
    """Of the building task that has the fewest variants."""
    failed: tuple[Failed, ...]


# Drawing


def restyle(text: str, names: Collection[str], number: int) -> str:
    """Return a program with the functions of these names in their style of that number."""
    return restyled(text, names, number + 1).programs[number]


def restyled(text: str, names: Collection[str], count: int) -> Restyled:
    """Return the first `count` variants of a program, the functions of these names rewritten.

    A function that has fewer variants begins again with its first one.
    """
    module = ast.parse(text)
    drawn = {}
    for name in names:
        function = definition(module, name)
        if isinstance(function, ast.FunctionDef):
            variants = list(islice(variants_of(function), count))
            drawn[name] = variants or [function]
    programs = [
        _program(module, {name: each[k % len(each)] for name, each in drawn.items()})
        for k in range(count)
    ]
    return Restyled(tuple(programs), {name: len(each) for name, each in drawn.items()})


def variants_of(function: ast.FunctionDef) -> Iterator[ast.FunctionDef]:
    """Yield a function in one style after the other, until no new ones are found."""
    drawing = random.Random(function.name)
    seen, idle = {written(function)}, 0
    while idle < MAX_IDLE_DRAWS:
        variant = copy.deepcopy(function)
        for rewrite in _draw(drawing):
            rewrite(variant)
        text = written(variant)
        idle = idle + 1 if text in seen else 0
        if text not in seen:
            seen.add(text)
            yield variant


def _draw(drawing: random.Random) -> list[Rewrite]:
    """Return some of the rewritings: of each group one, or none."""
    drawn = []
    for group in GROUPS:
        left, which = drawing.random() < SHARE_LEFT, int(drawing.random() * len(group))
        if not left:
            drawn.append(group[which])
    return drawn


def _program(module: ast.Module, functions: Mapping[str, ast.FunctionDef]) -> str:
    body: list[ast.stmt] = [
        functions.get(node.name, node) if isinstance(node, ast.FunctionDef) else node
        for node in module.body
    ]
    imports = [i for i, node in enumerate(body) if isinstance(node, (ast.Import, ast.ImportFrom))]
    place = imports[-1] + 1 if imports else 0
    body[place:place] = _missing_imports(body, functions)
    return ast.unparse(ast.fix_missing_locations(ast.Module(body, []))) + "\n"


def _missing_imports(
    body: Sequence[ast.stmt], functions: Mapping[str, ast.FunctionDef]
) -> list[ast.stmt]:
    """Return imports of what the rewritten functions read and nothing else gives a meaning to."""
    known = {alias.asname or alias.name for node in body for alias in getattr(node, "names", [])}
    known |= {
        name.id
        for node in body
        if isinstance(node, (ast.Assign, ast.AnnAssign))
        for name in ast.walk(node)
        if isinstance(name, ast.Name)
    }
    read: set[str] = set()
    for function in functions.values():
        names = {node.id for node in ast.walk(function) if isinstance(node, ast.Name)}
        read |= names - bound(function)
    lines = []
    for name in sorted(read - known):
        if name in IMPORTS:
            lines.append(IMPORTS[name])
        elif name in spelling.CLASSES:
            lines.append(f"from keras.layers import {name}")
    return ast.parse("\n".join(lines)).body


# Proving


def prove_styles(
    kit: Kit,
    selection: Sequence[tuple[str, str | None]],
    count: int = COUNT,
    seed: int = PROOF_SEED,
) -> int:
    """Grade the selected exercises in `count` styles, print a table; 1 where one fails."""
    console = Console(highlight=False)
    with Grader(kit, Options(accuracy="none", seed=seed)) as grader:
        proofs = [
            proof_of(kit, slug, only, grader, count)
            for slug, only in selection
            if building_tasks(kit, slug, only)
        ]
    console.print(_table(proofs))
    for proof in proofs:
        for each in proof.failed:
            line = f"{proof.exercise} style {each.number}: {each.fault}\n  {each.path}"
            console.print(Text(line, "red"), soft_wrap=True)
    return 1 if any(proof.failed for proof in proofs) else 0


def building_tasks(kit: Kit, slug: str, only: str | None = None) -> tuple[FrozenTask, ...]:
    """Return the tasks of an exercise whose functions build a network that is looked at."""
    return tuple(
        task
        for task in kit.load(slug, answers=False).tasks
        if only in (None, task.id)
        and any(isinstance(check, (Shapes, Params, Layers, Design)) for check in task.checks)
    )


def proof_of(
    kit: Kit, slug: str, only: str | None, grader: Grader, count: int = COUNT
) -> StyleProof:
    """Grade the variants of one exercise, two at a time; all its building tasks are rewritten."""
    tasks = building_tasks(kit, slug, only)
    solution = kit.solutions / slug / f"{module_name(slug)}.py"
    found = restyled(solution.read_text("utf-8"), [task.name for task in tasks], count)
    with ThreadPoolExecutor(2) as pool:
        faults = list(pool.map(functools.partial(_fault, slug, grader), found.programs))
    kept = kit.root / ".grader" / "styles" / slug
    failed = [
        Failed(number, fault, _keep(kept / f"style_{number}.py", program))
        for number, (fault, program) in enumerate(zip(faults, found.programs))
        if fault
    ]
    least = min(found.distinct.values())
    return StyleProof(slug, tuple(task.id for task in tasks), count, least, tuple(failed))


def _fault(slug: str, grader: Grader, program: str) -> str:
    """Say which finding keeps a program from passing; empty where it passes."""
    for task in grade_text(slug, program, grader).tasks:
        for finding in task.findings:
            if finding.status != "pass":
                return f"{task.id} {finding.check}: {finding.status} {finding.code} {finding.data}"
    return ""


def _keep(path: Path, program: str) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(program, "utf-8")
    return path


def _table(proofs: Sequence[StyleProof]) -> Table:
    table = Table(box=None, pad_edge=False)
    for column in ("exercise", "building tasks", "variants", "passed"):
        table.add_column(column)
    for proof in proofs:
        passed = f"{proof.graded - len(proof.failed)} / {proof.graded}"
        table.add_row(proof.exercise, " ".join(proof.tasks), str(proof.distinct), passed)
    return table
