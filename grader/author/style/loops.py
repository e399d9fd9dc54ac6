"""Style of what repeats: variables, loops, and settings that several layers share.

Every rewriting changes one function in place, keeps what its network computes, and does nothing
where it does not apply.
"""

from __future__ import annotations

import ast
from collections.abc import Sequence

from grader.author.style.syntax import (
    Rewrite,
    blocks,
    expression,
    fresh,
    in_order,
    layer_kind,
    loads,
    put,
    statements,
    target,
    written,
)

MAX_PERIOD = 4
MAX_TURNS = 6


def inlined(function: ast.FunctionDef) -> None:
    """Put a layer that has a variable of its own where the variable is read, right behind it."""
    for block in blocks(function):
        for index in reversed(range(len(block) - 1)):
            name, node = target(block[index]), block[index]
            if name is None or not isinstance(node, ast.Assign) or not layer_kind(node.value):
                continue
            if loads(function, name) == loads(block[index + 1], name) == 1:
                put(block[index + 1], name, node.value)
                del block[index]


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
                put(node, name, number)
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


# What several layers share


def _sharing(head: str, call: str, *, unpacked: bool) -> Rewrite:
    """Return the rewriting that says once what all layers of the commonest kind say.

    Args:
        head: the line that says it; it has places for `name`, `kind` and what is `said`.
        call: what is called in place of the layer.
        unpacked: whether each call takes `**name`.
    """

    def rewrite(function: ast.FunctionDef) -> None:
        kind, calls = _commonest(function)
        shared = _shared(calls)
        if len(calls) < 2 or not shared:
            return
        name = fresh(function, "alike")
        said = ", ".join(f"{key}={value}" for key, value in shared.items())
        line = statements(head.format(name=name, kind=kind, said=said))
        for each in calls:
            each.keywords = [k for k in each.keywords if k.arg not in shared]
            each.func = expression(call.format(name=name, kind=kind))
            if unpacked:
                each.keywords.append(ast.keyword(None, ast.Name(name, ast.Load())))
        start = 1 if ast.get_docstring(function) is not None else 0
        function.body[start:start] = line

    return rewrite


def _commonest(function: ast.FunctionDef) -> tuple[str, list[ast.Call]]:
    by_kind: dict[str, list[ast.Call]] = {}
    for node in in_order(function):
        kind = layer_kind(node)
        if kind is not None:
            assert isinstance(node, ast.Call)
            by_kind.setdefault(kind, []).append(node)
    return max(by_kind.items(), key=lambda item: len(item[1]), default=("", []))


def _shared(calls: Sequence[ast.Call]) -> dict[str, str]:
    """Return the constant settings that all the calls have, as text."""
    settings = [
        {k.arg: written(k.value) for k in each.keywords if isinstance(k.value, ast.Constant)}
        for each in calls
    ]
    first = settings[0] if settings else {}
    return {
        key: value
        for key, value in first.items()
        if key is not None and all(each.get(key) == value for each in settings)
    }


settings_in_a_dict = _sharing("{name} = dict({said})", "keras.layers.{kind}", unpacked=True)
layers_by_partial = _sharing(
    "{name} = functools.partial(keras.layers.{kind}, {said})", "{name}", unpacked=False
)
