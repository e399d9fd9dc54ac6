"""Style of layers: activations apart, operations in place of layers, no dropout.

Every rewriting changes one function in place, keeps what its network computes, and does nothing
where it does not apply.
"""

from __future__ import annotations

import ast
from collections.abc import Callable

from grader.author.style.syntax import (
    Rewrite,
    blocks,
    expression,
    is_applied,
    layer_kind,
    layers_of,
    replace,
    written,
)

_OF_MAPS = {"GlobalMaxPooling2D": "keras.ops.max", "GlobalAveragePooling2D": "keras.ops.mean"}
_OF_TENSORS = ("relu", "softmax", "sigmoid", "tanh")

# Activations


Made = Callable[[ast.expr], ast.expr]
"""Makes a layer, or an activation, of the value of `activation=`."""


def _activation_of(call: ast.Call) -> ast.keyword | None:
    """Return the argument `activation=` where it says something: a text, or a variable."""
    for each in call.keywords:
        if each.arg == "activation" and _name_of(each.value) is not None:
            return each
        if each.arg == "activation" and isinstance(each.value, ast.Name):
            return each
    return None


def _name_of(value: ast.expr) -> str | None:
    """Return the name of one of the functions that stand in `keras.ops`, too."""
    if isinstance(value, ast.Constant) and value.value in _OF_TENSORS:
        return str(value.value)
    return None


def _as_layer(value: ast.expr) -> ast.expr:
    return ast.Call(expression("keras.layers.Activation"), [value], [])


def _as_own_layer(value: ast.expr) -> ast.expr:
    kind = {"relu": "ReLU", "softmax": "Softmax"}.get(_name_of(value) or "")
    return expression(f"keras.layers.{kind}()") if kind else _as_layer(value)


def _taken_out(layer: Made, applied: Made) -> Rewrite:
    """Return the rewriting that puts `layer` behind layers in lists, `applied` on tensors."""

    def rewrite(function: ast.FunctionDef) -> None:
        replace(function, on_tensor)
        _split_lists(function, layer)
        _split_calls(function, layer)

    def on_tensor(node: ast.expr) -> ast.expr | None:
        if not is_applied(node):
            return None
        assert isinstance(node, ast.Call)
        assert isinstance(node.func, ast.Call)
        keyword = _activation_of(node.func)
        if keyword is None:
            return None
        node.func.keywords.remove(keyword)
        return ast.Call(applied(keyword.value), [node], [])

    return rewrite


def _split_lists(function: ast.FunctionDef, layer: Made) -> None:
    for node in ast.walk(function):
        if isinstance(node, ast.List):
            split: list[ast.expr] = []
            for element in node.elts:
                split += [element, *_out_of(element, layer)]
            node.elts = split


def _split_calls(function: ast.FunctionDef, layer: Made) -> None:
    """Write `model.add(Dense(2, activation="relu"))` as two additions."""
    for block in blocks(function):
        for index in reversed(range(len(block))):
            node = block[index]
            call = node.value if isinstance(node, ast.Expr) else None
            if (
                isinstance(call, ast.Call)
                and isinstance(call.func, ast.Attribute)
                and call.func.attr in ("add", "append")
                and len(call.args) == 1
            ):
                for out in _out_of(call.args[0], layer):
                    block.insert(index + 1, ast.Expr(ast.Call(call.func, [out], [])))
    ast.fix_missing_locations(function)


def _out_of(element: ast.expr, layer: Made) -> list[ast.expr]:
    if layer_kind(element) is None:
        return []
    assert isinstance(element, ast.Call)
    keyword = _activation_of(element)
    if keyword is None:
        return []
    element.keywords.remove(keyword)
    return [layer(keyword.value)]


def _in_module(module: str) -> Made:
    def made(value: ast.expr) -> ast.expr:
        name = _name_of(value)
        return expression(f"keras.{module}.{name}") if name else _as_layer(value)

    return made


activation_layers = _taken_out(_as_layer, _as_layer)
own_layers = _taken_out(_as_own_layer, _as_own_layer)
activations_on_tensors = _taken_out(_as_layer, _in_module("activations"))
operations_on_tensors = _taken_out(_as_own_layer, _in_module("ops"))


def activations_as_functions(function: ast.FunctionDef) -> None:
    """Write `activation="relu"` as `activation=keras.activations.relu`."""
    for _, call in layers_of(function):
        for each in call.keywords:
            name = _name_of(each.value)
            if each.arg == "activation" and name:
                each.value = expression(f"keras.activations.{name}")


# Layers that can be said otherwise


def _joined_by(add: str, concatenate: str) -> Rewrite:
    """Return the rewriting of Add and Concatenate; both texts have a place for the list."""

    def change(node: ast.expr) -> ast.expr | None:
        if not is_applied(node):
            return None
        assert isinstance(node, ast.Call)
        assert isinstance(node.func, ast.Call)
        kind, read = layer_kind(node.func), node.args[0]
        pair = isinstance(read, ast.List) and len(read.elts) == 2
        if node.func.args or node.func.keywords or not pair | (kind == "Concatenate"):
            return None
        if kind == "Concatenate":
            return expression(concatenate.format(all=written(read)))
        if kind == "Add":
            assert isinstance(read, ast.List)
            first, second = map(written, read.elts)
            return expression(add.format(all=written(read), first=first, second=second))
        return None

    return lambda function: replace(function, change)


joined_by_functions = _joined_by("keras.layers.add({all})", "keras.layers.concatenate({all})")
joined_by_operations = _joined_by(
    "keras.ops.add({first}, {second})", "keras.ops.concatenate({all}, axis=-1)"
)
joined_by_plus = _joined_by("({first}) + ({second})", "keras.layers.Concatenate(axis=3)({all})")


def reshaped(function: ast.FunctionDef) -> None:
    """Write Flatten as Reshape."""

    def change(node: ast.expr) -> ast.expr | None:
        return expression("keras.layers.Reshape((-1,))") if layer_kind(node) == "Flatten" else None

    replace(function, change)


def pooled_by_operations(function: ast.FunctionDef) -> None:
    """Write a global pooling that is called on a tensor as an operation."""

    def change(node: ast.expr) -> ast.expr | None:
        if not is_applied(node):
            return None
        assert isinstance(node, ast.Call)
        operation = _OF_MAPS.get(layer_kind(node.func) or "")
        return (
            expression(f"{operation}({written(node.args[0])}, axis=(1, 2))") if operation else None
        )

    replace(function, change)


def without_dropout(function: ast.FunctionDef) -> None:
    """Leave dropout layers out of lists; a network that is asked does not notice."""
    for node in ast.walk(function):
        if isinstance(node, ast.List):
            node.elts = [each for each in node.elts if layer_kind(each) != "Dropout"]
