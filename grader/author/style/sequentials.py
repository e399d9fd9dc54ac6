"""Style of Sequential: lists, additions, models in models, or Functional after all.

Every rewriting changes one function in place, keeps what its network computes, and does nothing
where it does not apply.
"""

from __future__ import annotations

import ast
from collections.abc import Callable
from dataclasses import dataclass

from grader.author.style.syntax import (
    blocks,
    called,
    dotted,
    fresh,
    in_order,
    loads,
    statements,
    target,
    written,
)


@dataclass(frozen=True)
class _Made:
    """Where in the body of a function a Sequential is made, and of what."""

    index: int
    layers: ast.expr
    variable: str
    """Empty where it is returned at once."""

    @property
    def elements(self) -> list[ast.expr]:
        """The layers that are written out, or one starred expression."""
        if isinstance(self.layers, ast.List):
            return self.layers.elts
        return [ast.Starred(self.layers, ast.Load())]


def _made(function: ast.FunctionDef) -> _Made | None:
    for index, node in enumerate(function.body):
        value = node.value if isinstance(node, (ast.Return, ast.Assign)) else None
        call = called(value, "Sequential") if value is not None else None
        variable = target(node) or ""
        plain = isinstance(node, ast.Return) or variable
        if plain and call is not None and len(call.args) == 1 and not call.keywords:
            return _Made(index, call.args[0], variable)
    return None


def added(function: ast.FunctionDef) -> None:
    """Begin with an empty Sequential and add each layer."""
    made = _made(function)
    if made is None:
        return
    name, layer = made.variable or fresh(function, "model"), fresh(function, "layer")
    lines = [f"{name} = keras.Sequential()"]
    for each in made.elements:
        if isinstance(each, ast.Starred):
            lines += [f"for {layer} in {written(each.value)}:", f"    {name}.add({layer})"]
        else:
            lines.append(f"{name}.add({written(each)})")
    _put_in(function, made, lines, name)


def added_in_a_loop(function: ast.FunctionDef) -> None:
    """Begin with an empty Sequential and add the layers in a loop over their list."""
    made = _made(function)
    if made is None:
        return
    name, layer = made.variable or fresh(function, "model"), fresh(function, "layer")
    lines = [f"{name} = keras.Sequential()", f"for {layer} in {written(made.layers)}:"]
    _put_in(function, made, [*lines, f"    {name}.add({layer})"], name)


def called_in_a_loop(function: ast.FunctionDef) -> None:
    """Call each layer of the list on what the one before has returned."""
    made = _made(function)
    if made is None:
        return
    inputs, layers, x, layer = (fresh(function, n) for n in ("inputs", "rest", "x", "layer"))
    name = made.variable or fresh(function, "model")
    lines = [
        f"{inputs}, *{layers} = {written(made.layers)}",
        f"{x} = {inputs}",
        f"for {layer} in {layers}:",
        f"    {x} = {layer}({x})",
        f"{name} = keras.Model({inputs}, {x})",
    ]
    _put_in(function, made, lines, name)


def nested(function: ast.FunctionDef) -> None:
    """Put the layers in the middle into a Sequential of their own."""

    def halves(elements: list[str]) -> list[str]:
        middle = max(3, 2 * len(elements) // 3)
        inner = f"keras.Sequential([{', '.join(elements[1:middle])}])"
        return [elements[0], inner, *elements[middle:]]

    _regrouped(function, halves)


def features_and_head(function: ast.FunctionDef) -> None:
    """Make one Sequential of the first layers, another one of the last, and one of both."""

    def halves(elements: list[str]) -> list[str]:
        middle = len(elements) // 2
        parts = (elements[:middle], elements[middle:])
        return [f"keras.Sequential([{', '.join(part)}])" for part in parts]

    _regrouped(function, halves)


def _regrouped(function: ast.FunctionDef, group: Callable[[list[str]], list[str]]) -> None:
    made = _made(function)
    if made is not None and isinstance(made.layers, ast.List) and len(made.elements) > 3:
        name = made.variable or fresh(function, "model")
        elements = group([written(each) for each in made.elements])
        _put_in(function, made, [f"{name} = keras.Sequential([{', '.join(elements)}])"], name)


def listed_first(function: ast.FunctionDef) -> None:
    """Give the list of layers a name before it becomes a Sequential."""
    made = _made(function)
    if made is not None and isinstance(made.layers, ast.List):
        layers, name = fresh(function, "layers"), made.variable or fresh(function, "model")
        lines = [f"{layers} = {written(made.layers)}", f"{name} = keras.Sequential({layers})"]
        _put_in(function, made, lines, name)


def _put_in(function: ast.FunctionDef, made: _Made, lines: list[str], name: str) -> None:
    if not made.variable:
        lines = [*lines, f"return {name}"]
    function.body[made.index : made.index + 1] = statements("\n".join(lines))


def collected(function: ast.FunctionDef) -> None:
    """Collect the layers that are added to a Sequential in a list, and make it of the list."""
    made = _made(function)
    if made is None or not made.variable or not _only_added_to(function, made.variable):
        return
    layers = fresh(function, "layers")
    _each_added(function, made.variable, f"{layers}.append({{0}})")
    model = f"{made.variable} = keras.Sequential({layers})"
    function.body[made.index] = statements(f"{layers} = {written(made.layers)}")[0]
    function.body[-1:] = [*statements(model), function.body[-1]]
    _drawn_together(function, made.index, layers)


def _drawn_together(function: ast.FunctionDef, index: int, layers: str) -> None:
    """Write a list that is only appended to, line by line, as one list."""
    between = function.body[index + 1 : -2]
    start = f"{layers}.append("
    if between and all(written(node).startswith(start) for node in between):
        first = function.body[index]
        assert isinstance(first, ast.Assign)
        assert isinstance(first.value, ast.List)
        first.value.elts += [node.value.args[0] for node in between]  # type: ignore[attr-defined]
        model = f"keras.Sequential({written(first.value)})"
        function.body[index:] = statements(f"return {model}")


def _only_added_to(function: ast.FunctionDef, name: str) -> bool:
    """Whether a variable is read by `name.add(...)` and the last `return` only."""
    added = sum(_addition(node, name) is not None for node in in_order(function))
    last = function.body[-1]
    returned = isinstance(last, ast.Return) and written(last) == f"return {name}"
    return returned and added > 0 and loads(function, name) == added + 1


def _addition(node: ast.AST, name: str) -> ast.expr | None:
    """Return what the statement `name.add(...)` adds."""
    call = node.value if isinstance(node, ast.Expr) else None
    if isinstance(call, ast.Call) and dotted(call.func) == f"{name}.add" and len(call.args) == 1:
        return call.args[0]
    return None


def _each_added(function: ast.FunctionDef, name: str, pattern: str) -> None:
    for block in blocks(function):
        for index, node in enumerate(block):
            layer = _addition(node, name)
            if layer is not None:
                block[index] = statements(pattern.format(written(layer)))[0]


def functional(function: ast.FunctionDef) -> None:
    """Write a Sequential as a Functional model, layer by layer."""
    made = _made(function)
    if made is None:
        return
    if _only_added_to(function, made.variable):
        _additions_as_calls(function, made)
    elif _begins_with_input(made) and not any(isinstance(e, ast.Starred) for e in made.elements):
        _written_as_calls(function, made)
    else:
        called_in_a_loop(function)


def _begins_with_input(made: _Made) -> bool:
    return bool(made.elements) and called(made.elements[0], "Input") is not None


def _additions_as_calls(function: ast.FunctionDef, made: _Made) -> None:
    if len(made.elements) == 1 and _begins_with_input(made):
        x, inputs = fresh(function, "x"), fresh(function, "inputs")
        _each_added(function, made.variable, f"{x} = {{0}}({x})")
        start = f"{x} = {inputs} = {written(made.elements[0])}"
        function.body[made.index] = statements(start)[0]
        function.body[-1:] = statements(f"return keras.Model({inputs}, {x})")


def _written_as_calls(function: ast.FunctionDef, made: _Made) -> None:
    x, inputs = fresh(function, "x"), fresh(function, "inputs")
    name = made.variable or fresh(function, "model")
    lines = [f"{x} = {inputs} = {written(made.elements[0])}"]
    for each in made.elements[1:]:
        layer = written(each) if isinstance(each, (ast.Call, ast.Name)) else f"({written(each)})"
        lines.append(f"{x} = {layer}({x})")
    _put_in(function, made, [*lines, f"{name} = keras.Model({inputs}, {x})"], name)
