"""Style of whole networks: Sequential or Functional, with loops, blocks and models in models.

Every rewriting changes one function in place, keeps what its network computes, and does nothing
where it does not apply.
"""

from __future__ import annotations

import ast
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from grader.author.syntax import (
    Rewrite,
    blocks,
    called,
    expression,
    fresh,
    in_order,
    is_applied,
    layer_kind,
    loads,
    replace,
    statements,
    target,
    written,
)

MAX_PERIOD = 4
MAX_TURNS = 6


def in_turn(*rewrites: Rewrite) -> Rewrite:
    """Return one rewriting that does several, one after the other."""

    def rewrite(function: ast.FunctionDef) -> None:
        for each in rewrites:
            each(function)

    return rewrite


# Variables and loops


def inlined(function: ast.FunctionDef) -> None:
    """Put a layer that has a variable of its own where the variable is read, right behind it."""
    for block in blocks(function):
        for index in reversed(range(len(block) - 1)):
            name, node = target(block[index]), block[index]
            if name is None or not isinstance(node, ast.Assign) or not layer_kind(node.value):
                continue
            if loads(function, name) == loads(block[index + 1], name) == 1:
                _put(block[index + 1], name, node.value)
                del block[index]


def _put(node: ast.AST, name: str, value: ast.expr) -> None:
    def change(each: ast.expr) -> ast.expr | None:
        read = isinstance(each, ast.Name) and isinstance(each.ctx, ast.Load) and each.id == name
        return value if read else None

    replace(node, change)


def unrolled(function: ast.FunctionDef) -> None:
    """Write the turns of a loop over written-out numbers one below the other."""
    for block in blocks(function):
        for index in reversed(range(len(block))):
            node = block[index]
            if isinstance(node, ast.For) and not node.orelse:
                turns = _turns(node, function)
                if turns is not None:
                    block[index : index + 1] = [stmt for turn in turns for stmt in turn]


def _turns(loop: ast.For, function: ast.FunctionDef) -> list[list[ast.stmt]] | None:
    """Return the body of a loop for each turn, the loop's names replaced by their numbers."""
    values, names = _values(loop.iter), _names(loop.target)
    if values is None or names is None or len(values) > MAX_TURNS:
        return None
    if any(loads(function, name) != loads(loop, name) for name in names):
        return None
    turns = []
    for value in values:
        own = value.elts if isinstance(value, ast.Tuple) else [value]
        if len(own) != len(names):
            return None
        body = statements("\n".join(map(written, loop.body)))
        for name, number in zip(names, own):
            for node in body:
                _put(node, name, number)
        turns.append(body)
    return turns


def _values(node: ast.expr) -> list[ast.expr] | None:
    """Return what a loop runs over: a written-out tuple, or `range` of a number."""
    if isinstance(node, (ast.Tuple, ast.List)):
        return None if any(isinstance(each, ast.Starred) for each in node.elts) else node.elts
    if isinstance(node, ast.Call) and written(node.func) == "range" and len(node.args) == 1:
        last = node.args[0]
        if isinstance(last, ast.Constant) and isinstance(last.value, int):
            return [ast.Constant(number) for number in range(last.value)]
    return None


def _names(node: ast.expr) -> list[str] | None:
    parts = node.elts if isinstance(node, ast.Tuple) else [node]
    return [each.id for each in parts if isinstance(each, ast.Name)]


def folded(function: ast.FunctionDef) -> None:
    """Write statements that stand there twice, one below the other, as a loop."""
    for block in blocks(function):
        index = 0
        while index < len(block):
            period = _period(block, index)
            if period:
                texts = [written(node) for node in block[index : index + period]]
                count = _repeats([written(node) for node in block[index:]], texts)
                loop = ast.For(
                    ast.Name("_", ast.Store()),
                    expression(f"range({count})"),
                    block[index : index + period],
                    [],
                )
                block[index : index + count * period] = [loop]
            index += 1
    ast.fix_missing_locations(function)


def _period(block: Sequence[ast.stmt], start: int) -> int:
    """Return how many statements from here on stand there a second time; 0 for none."""
    texts = [written(node) for node in block[start:]]
    for period in range(1, MAX_PERIOD + 1):
        once = texts[:period]
        plain = all(isinstance(node, ast.Assign) for node in block[start : start + period])
        if plain and _repeats(texts, once) > 1:
            return period
    return 0


def _repeats(texts: Sequence[str], once: Sequence[str]) -> int:
    count = 0
    while list(texts[count * len(once) : (count + 1) * len(once)]) == list(once):
        count += 1
    return count


# Sequential


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
    if isinstance(call, ast.Call) and written(call.func) == f"{name}.add" and len(call.args) == 1:
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
    if not _only_added_to(function, made.variable):
        first = made.elements[:1]
        written_out = not any(isinstance(each, ast.Starred) for each in made.elements)
        if not written_out or called(first[0], "Input") is None:
            called_in_a_loop(function)
            return
        _written_as_calls(function, made)
        return
    if len(made.elements) == 1 and called(made.elements[0], "Input") is not None:
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


# Functional


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
    """Return assignments of what was called inside of an expression; names stand there now."""
    before: list[ast.stmt] = []
    places = _places(value)
    for arguments, position in places:
        argument = arguments[position]
        before += _hoisted(function, argument)
        if is_applied(argument):
            name = fresh(function, "h")
            arguments[position] = ast.Name(name, ast.Load())
            function.body.append(ast.Pass())  # keeps the name taken until all is in place
            function.body[-1] = ast.Expr(ast.Name(name, ast.Load()))
            before += statements(f"{name} = {written(argument)}")
            function.body.pop()
            _TAKEN.append(name)
    return before


def _places(value: ast.expr) -> list[tuple[list[ast.expr], int]]:
    return []
