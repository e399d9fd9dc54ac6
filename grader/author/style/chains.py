"""Style of Functional: one line or many, with blocks in loops, functions and models.

Every rewriting changes one function in place, keeps what its network computes, and does nothing
where it does not apply.
"""

from __future__ import annotations

import ast
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from grader.author.style.syntax import (
    Rewrite,
    blocks,
    fresh,
    in_turn,
    is_applied,
    layer_kind,
    loads,
    put,
    statements,
    target,
    written,
)


def spread(function: ast.FunctionDef) -> None:
    """Give every layer that is called inside of another call a line of its own."""
    for block in blocks(function):
        index = 0
        while index < len(block):
            node = block[index]
            if isinstance(node, (ast.Assign, ast.Return)) and node.value is not None:
                before = _hoisted(function, node.value)
                block[index:index] = before
                index += len(before)
            index += 1


def _hoisted(function: ast.FunctionDef, value: ast.expr) -> list[ast.stmt]:
    """Return assignments of what is called inside of an expression; their names stand there now."""
    before: list[ast.stmt] = []
    for place, index in _arguments(value):
        before += _hoisted(function, place[index])
        if is_applied(place[index]):
            name, text = fresh(function, "h"), written(place[index])
            place[index] = ast.Name(name, ast.Load())
            before += statements(f"{name} = {text}")
    return before


def _arguments(value: ast.expr) -> list[tuple[list[ast.expr], int]]:
    """Return where the arguments of a call stand, those in a list one by one."""
    if not isinstance(value, ast.Call) or layer_kind(value):
        return []
    places = []
    for index, argument in enumerate(value.args):
        if isinstance(argument, ast.List):
            places += [(argument.elts, inner) for inner in range(len(argument.elts))]
        else:
            places.append((value.args, index))
    return places


def drawn_in(function: ast.FunctionDef) -> None:
    """Write layers that are called one behind the other as one expression."""
    for block in blocks(function):
        for index in reversed(range(len(block) - 1)):
            name, node, after = target(block[index]), block[index], block[index + 1]
            if name is None or not isinstance(node, ast.Assign) or not is_applied(node.value):
                continue
            gone = loads(function, name) == 1 or target(after) == name
            simple = isinstance(after, (ast.Assign, ast.Return))
            if simple and (gone or isinstance(after, ast.Return)) and loads(after, name) == 1:
                put(after, name, node.value)
                del block[index]


@dataclass(frozen=True)
class _Run:
    """Layers that are called one behind the other, each on what the one before has returned."""

    layers: tuple[str, ...]
    source: str
    result: str


Part = Callable[[ast.FunctionDef, _Run], str]
"""Returns the statements that stand in place of a run."""
MAX_RUN = 3


def _by_runs(part: Part) -> Rewrite:
    def rewrite(function: ast.FunctionDef) -> None:
        for block in list(blocks(function)):
            start = 0
            while start < len(block):
                run = _run(function, block, start)
                if len(run.layers) > 1:
                    new = statements(part(function, run))
                    block[start : start + len(run.layers)] = new
                    start += len(new)
                else:
                    start += 1

    return rewrite


def _run(function: ast.FunctionDef, block: Sequence[ast.stmt], start: int) -> _Run:
    layers: list[str] = []
    source = result = ""
    for node in block[start : start + MAX_RUN]:
        read = _read(node)
        if read is None or (layers and read != result):
            break
        name = target(node) or ""
        if layers and name != result and loads(function, result) != 1:
            break
        source, result = source or read, name
        assert isinstance(node, ast.Assign)
        assert isinstance(node.value, ast.Call)
        layers.append(written(node.value.func))
    return _Run(tuple(layers), source, result)


def _read(node: ast.stmt) -> str | None:
    """Return the variable that a statement such as `y = Dense(2)(x)` reads."""
    if target(node) is None or not isinstance(node, ast.Assign) or not is_applied(node.value):
        return None
    assert isinstance(node.value, ast.Call)
    read = node.value.args[0]
    return read.id if isinstance(read, ast.Name) else None


def _in_sequential(function: ast.FunctionDef, run: _Run) -> str:
    return f"{run.result} = keras.Sequential([{', '.join(run.layers)}])({run.source})"


def _in_loop(function: ast.FunctionDef, run: _Run) -> str:
    layer = fresh(function, "layer")
    start = "" if run.source == run.result else f"{run.result} = {run.source}\n"
    layers = ", ".join(run.layers)
    return f"{start}for {layer} in ({layers}):\n    {run.result} = {layer}({run.result})"


def _in_function(function: ast.FunctionDef, run: _Run) -> str:
    block, tensor = fresh(function, "block"), fresh(function, "tensor")
    lines = [f"    {tensor} = {layer}({tensor})" for layer in run.layers]
    head, tail = f"def {block}({tensor}):", f"    return {tensor}"
    return "\n".join([head, *lines, tail, f"{run.result} = {block}({run.source})"])


def _in_model(function: ast.FunctionDef, run: _Run) -> str:
    part, inner = fresh(function, "part"), fresh(function, "inner")
    lines = [f"{inner} = {part} = keras.Input({run.source}.shape[1:])"]
    lines += [f"{inner} = {layer}({inner})" for layer in run.layers]
    return "\n".join([*lines, f"{run.result} = keras.Model({part}, {inner})({run.source})"])


runs_in_sequentials = in_turn(spread, _by_runs(_in_sequential))
runs_in_loops = in_turn(spread, _by_runs(_in_loop))
runs_in_functions = in_turn(spread, _by_runs(_in_function))
runs_in_models = in_turn(spread, _by_runs(_in_model))


def layers_first(function: ast.FunctionDef) -> None:
    """Make each layer in a line of its own before it is called."""
    for block in blocks(function):
        for index in reversed(range(len(block))):
            node = block[index]
            if _read(node) is not None:
                assert isinstance(node, ast.Assign)
                assert isinstance(node.value, ast.Call)
                layer, made = fresh(function, "layer"), written(node.value.func)
                node.value.func = ast.Name(layer, ast.Load())
                block[index:index] = statements(f"{layer} = {made}")
