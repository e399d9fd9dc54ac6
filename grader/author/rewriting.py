"""Style of single calls: arguments, defaults, names, activations and spellings of layers.

Every rewriting changes one function in place, keeps what its network computes, and does nothing
where it does not apply. `BatchNormalization` is left alone: its settings may belong to the task.
"""

from __future__ import annotations

import ast
from collections.abc import Callable

from grader.author.syntax import (
    Change,
    Rewrite,
    blocks,
    bound,
    called,
    expression,
    is_applied,
    is_keras,
    layer_kind,
    layers_of,
    replace,
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
ALIASES = {
    "Conv2D": "Convolution2D",
    "MaxPooling2D": "MaxPool2D",
    "AveragePooling2D": "AvgPool2D",
    "GlobalMaxPooling2D": "GlobalMaxPool2D",
    "GlobalAveragePooling2D": "GlobalAvgPool2D",
}
_SQUARE = ("kernel_size", "strides", "pool_size", "dilation_rate")
_OF_TENSORS = ("relu", "softmax", "sigmoid", "tanh")

# Arguments


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


names_of_kinds = _with_names("{kind}_{number}")
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


def without_dropout(function: ast.FunctionDef) -> None:
    """Leave dropout layers out of lists; a network that is asked does not notice."""
    for node in ast.walk(function):
        if isinstance(node, ast.List):
            node.elts = [each for each in node.elts if layer_kind(each) != "Dropout"]


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
        if isinstance(node, ast.Attribute) and node.attr in ALIASES:
            if is_keras(node, f"layers.{node.attr}"):
                node.attr = ALIASES[node.attr]


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
        return expression(new) if isinstance(node, ast.Attribute) and written(node) == old else None

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
        if isinstance(node, ast.Attribute) and is_keras(node.value, "layers"):
            if node.attr[0].isupper() and node.attr not in taken:
                return ast.Name(node.attr, ast.Load())
        return None

    _in_body(function, change)


def keras_of_tensorflow(function: ast.FunctionDef) -> None:
    """Write `tf.keras` in place of `keras`."""

    def change(node: ast.expr) -> ast.expr | None:
        known = isinstance(node, ast.Name) and node.id == "keras"
        return expression("tf.keras") if known else None

    if "tf" not in bound(function):
        _in_body(function, change)
