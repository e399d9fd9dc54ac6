"""Style of names: inputs, models, and the modules in which Keras has its layers.

Every rewriting changes one function in place, keeps what its network computes, and does nothing
where it does not apply.
"""

from __future__ import annotations

import ast

from grader.author.style.arguments import SIGNATURES
from grader.author.style.syntax import (
    Change,
    Rewrite,
    bound,
    called,
    dotted,
    expression,
    is_keras,
    replace,
    written,
)

ALIASES = {
    "Conv2D": "Convolution2D",
    "MaxPooling2D": "MaxPool2D",
    "AveragePooling2D": "AvgPool2D",
    "GlobalMaxPooling2D": "GlobalMaxPool2D",
    "GlobalAveragePooling2D": "GlobalAvgPool2D",
}
CLASSES = frozenset({*SIGNATURES, *ALIASES.values(), "BatchNormalization", "Dropout", "Reshape"})
"""Layers whose names may stand without a module in front."""

# Inputs and models


def _with_input(pattern: str) -> Rewrite:
    def change(node: ast.expr) -> ast.expr | None:
        call = called(node, "Input")
        if call is None or len(call.args) != 1 or call.keywords:
            return None
        return expression(pattern.format(written(call.args[0])))

    return lambda function: replace(function, change)


input_by_shape = _with_input("keras.Input(shape={})")
input_by_name = _with_input("keras.Input({}, name='picture')")
input_of_layers = _with_input("keras.layers.Input(shape={}, dtype='float32')")
input_of_batches = _with_input("keras.Input(batch_shape=(None, *{}))")


def input_layers(function: ast.FunctionDef) -> None:
    """Write the input of a Sequential as a layer."""

    def change(node: ast.expr) -> ast.expr | None:
        call = called(node, "Sequential")
        read = call.args[0] if call is not None and call.args else None
        if isinstance(read, ast.List) and read.elts:
            first = called(read.elts[0], "Input")
            if first is not None and len(first.args) == 1 and not first.keywords:
                shape = written(first.args[0])
                read.elts[0] = expression(f"keras.layers.InputLayer(shape={shape})")
        return None

    replace(function, change)


def models_by_keywords(function: ast.FunctionDef) -> None:
    """Give the arguments of models their names, and the outer one a name of its own."""
    for node in ast.walk(function):
        for path, parameters in (("Model", ("inputs", "outputs")), ("Sequential", ("layers",))):
            call = called(node, path)
            if call is not None and len(call.args) == len(parameters):
                named = [ast.keyword(k, v) for k, v in zip(parameters, call.args)]
                call.args, call.keywords = [], [*named, *call.keywords]


# Spellings


def aliases(function: ast.FunctionDef) -> None:
    """Use Keras's other names of the layers."""
    for node in ast.walk(function):
        if isinstance(node, ast.Attribute) and is_keras(node.value, "layers"):
            node.attr = ALIASES.get(node.attr, node.attr)


def models_module(function: ast.FunctionDef) -> None:
    """Write `keras.models.Model`."""
    _in_body(function, _respelled("keras.Sequential", "keras.models.Sequential"))
    _in_body(function, _respelled("keras.Model", "keras.models.Model"))


def _in_body(function: ast.FunctionDef, change: Change) -> None:
    """Replace expressions in the body only: annotations are read before the imports are known."""
    for node in function.body:
        replace(node, change)


def _respelled(old: str, new: str) -> Change:
    def change(node: ast.expr) -> ast.expr | None:
        return expression(new) if dotted(node) == old else None

    return change


def _module_as(name: str) -> Rewrite:
    def rewrite(function: ast.FunctionDef) -> None:
        if name not in bound(function):
            _in_body(function, _respelled("keras.layers", name))

    return rewrite


layers_module = _module_as("layers")
short_module = _module_as("L")


def bare_names(function: ast.FunctionDef) -> None:
    """Write `Dense` in place of `keras.layers.Dense`."""
    taken = bound(function)

    def change(node: ast.expr) -> ast.expr | None:
        if not isinstance(node, ast.Attribute) or not is_keras(node.value, "layers"):
            return None
        return ast.Name(node.attr, ast.Load()) if node.attr in CLASSES - taken else None

    _in_body(function, change)


def keras_of_tensorflow(function: ast.FunctionDef) -> None:
    """Write `tf.keras` in place of `keras`."""

    def change(node: ast.expr) -> ast.expr | None:
        known = isinstance(node, ast.Name) and node.id == "keras"
        return expression("tf.keras") if known else None

    if "tf" not in bound(function):
        _in_body(function, change)
