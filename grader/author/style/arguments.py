"""Style of arguments: tuples, keywords, defaults, initializers and names of layers.

Every rewriting changes one function in place, keeps what its network computes, and does nothing
where it does not apply.
"""

from __future__ import annotations

import ast

from grader.author.style.syntax import (
    Rewrite,
    expression,
    is_keras,
    layers_of,
    written,
)

_POOL = ("pool_size", "strides", "padding", "data_format")
_GLOBAL = ("data_format", "keepdims")
_CONV = ("strides", "padding", "data_format", "dilation_rate")
SIGNATURES = {
    "Conv2D": ("filters", "kernel_size", *_CONV, "groups", "activation", "use_bias"),
    "DepthwiseConv2D": (
        *("kernel_size", "strides", "padding", "depth_multiplier", "data_format"),
        *("dilation_rate", "activation", "use_bias"),
    ),
    "Dense": ("units", "activation", "use_bias"),
    "MaxPooling2D": _POOL,
    "AveragePooling2D": _POOL,
    "GlobalMaxPooling2D": _GLOBAL,
    "GlobalAveragePooling2D": _GLOBAL,
    "ZeroPadding2D": ("padding", "data_format"),
    "Flatten": ("data_format",),
    "Activation": ("activation",),
    "ReLU": ("max_value", "negative_slope", "threshold"),
    "Softmax": ("axis",),
    "Concatenate": ("axis",),
    "Add": (),
}
"""Parameters by kind, in Keras's order, as far as they may stand without their names."""
_SIZES = {"strides": "(1, 1)", "padding": "'valid'"}
_ALL = {**_SIZES, "data_format": "'channels_last'", "dilation_rate": "1", "use_bias": "True"}
DEFAULTS = {
    "Conv2D": {**_ALL, "groups": "1", "activation": "None"},
    "DepthwiseConv2D": {**_ALL, "depth_multiplier": "1"},
    "Dense": {"activation": "None", "use_bias": "True"},
    "MaxPooling2D": {"pool_size": "(2, 2)", "strides": "None", "padding": "'valid'"},
    "AveragePooling2D": {"strides": "None", "padding": "'valid'"},
    "GlobalMaxPooling2D": {"data_format": "'channels_last'", "keepdims": "False"},
    "GlobalAveragePooling2D": {"data_format": "'channels_last'", "keepdims": "False"},
    "ZeroPadding2D": {"data_format": "'channels_last'"},
    "Flatten": {"data_format": "'channels_last'"},
    "ReLU": {"max_value": "None", "negative_slope": "0.0", "threshold": "0.0"},
    "Softmax": {"axis": "-1"},
    "Concatenate": {"axis": "-1"},
}
_SQUARE = ("kernel_size", "strides", "pool_size", "dilation_rate")


def _given(kind: str, call: ast.Call) -> dict[str, ast.expr]:
    given = dict(zip(SIGNATURES.get(kind, ()), call.args))
    return {**given, **{each.arg: each.value for each in call.keywords if each.arg}}


def _is_plain(kind: str, call: ast.Call) -> bool:
    """Whether every argument of a call can be named."""
    starred = any(isinstance(each, ast.Starred) for each in call.args)
    doubled = any(each.arg is None for each in call.keywords)
    return kind in SIGNATURES and len(call.args) <= len(SIGNATURES[kind]) and not starred | doubled


def tuples(function: ast.FunctionDef) -> None:
    """Write whole numbers that stand for two as two: `kernel_size=3` becomes `(3, 3)`."""
    whole = {a.arg for a in function.args.args if a.annotation and written(a.annotation) == "int"}

    def doubled(value: ast.expr) -> ast.expr:
        number = isinstance(value, ast.Constant) and type(value.value) is int
        if number or (isinstance(value, ast.Name) and value.id in whole):
            return ast.Tuple([value, value], ast.Load())
        return value

    for kind, call in layers_of(function):
        for index, name in enumerate(SIGNATURES.get(kind, ())[: len(call.args)]):
            if name in _SQUARE:
                call.args[index] = doubled(call.args[index])
        for keyword in call.keywords:
            if keyword.arg in _SQUARE:
                keyword.value = doubled(keyword.value)


def keywords(function: ast.FunctionDef) -> None:
    """Give every argument of a layer its name."""
    for kind, call in layers_of(function):
        if _is_plain(kind, call):
            call.keywords = [ast.keyword(name, value) for name, value in _given(kind, call).items()]
            call.args = []


def positional(function: ast.FunctionDef) -> None:
    """Take the names of the first arguments of a layer away."""
    for kind, call in layers_of(function):
        if not _is_plain(kind, call):
            continue
        for name in SIGNATURES[kind][len(call.args) :]:
            named = next((each for each in call.keywords if each.arg == name), None)
            if named is None:
                break
            call.keywords.remove(named)
            call.args.append(named.value)


def _with_defaults(function: ast.FunctionDef, only: tuple[str, ...] | None) -> None:
    for kind, call in layers_of(function):
        if not _is_plain(kind, call):
            continue
        given = _given(kind, call)
        for name, value in DEFAULTS.get(kind, {}).items():
            if name not in given and (only is None or name in only):
                call.keywords.append(ast.keyword(name, expression(value)))


def sizes_written_out(function: ast.FunctionDef) -> None:
    """Write the default strides and padding of layers out."""
    _with_defaults(function, ("strides", "padding"))


def defaults_written_out(function: ast.FunctionDef) -> None:
    """Write the defaults of layers out."""
    _with_defaults(function, None)


def _with_initializer(settings: dict[str, str]) -> Rewrite:
    def rewrite(function: ast.FunctionDef) -> None:
        for kind, call in layers_of(function):
            known = {each.arg for each in call.keywords}
            if kind in ("Conv2D", "Dense") and not known & {None, *settings}:
                call.keywords += [ast.keyword(k, expression(v)) for k, v in settings.items()]

    return rewrite


he_normal = _with_initializer({"kernel_initializer": "'he_normal'"})
glorot = _with_initializer(
    {
        "kernel_initializer": "keras.initializers.GlorotUniform()",
        "bias_initializer": "keras.initializers.Zeros()",
    }
)


def _with_names(pattern: str) -> Rewrite:
    def rewrite(function: ast.FunctionDef) -> None:
        tensors = [a for a in function.args.args if a.annotation and _is_tensor(a.annotation)]
        if tensors:  # it is called several times in one network, where a name may stand once
            return
        for number, (kind, call) in enumerate(_made_once(function), start=1):
            if all(each.arg != "name" for each in call.keywords):
                name = pattern.format(kind=kind.lower(), number=number)
                call.keywords.append(ast.keyword("name", ast.Constant(name)))

    return rewrite


# NOTE: a name such as `conv2d_1` is Keras's own to give; beside a layer without a name it raises.
names_of_kinds = _with_names("{kind}{number}")
names_of_layers = _with_names("layer{number}")


def _is_tensor(annotation: ast.expr) -> bool:
    return is_keras(annotation, "KerasTensor")


def _made_once(function: ast.FunctionDef) -> list[tuple[str, ast.Call]]:
    """Return the layers that one call of the function makes at most once."""
    repeating = (ast.For, ast.While, ast.FunctionDef, ast.Lambda, ast.ListComp, ast.GeneratorExp)
    inside: set[int] = set()
    for node in ast.walk(function):
        if node is not function and isinstance(node, repeating):
            inside |= {id(each) for each in ast.walk(node)}
    return [found for found in layers_of(function) if id(found[1]) not in inside]
