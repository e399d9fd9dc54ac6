"""What Keras's own errors mean: the messages that beginners meet, recognised by their words.

A row of TABLE names an explanation, `keras_error.<code>` of the message catalogues. The named
groups of its pattern become the sentence's values; where they must be made more readable first,
a function does so. The first row that fits explains, so the special ones come before the general.
"""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass

from grader.network.schema import SCHEMA

MODELS = ("Sequential", "Functional")
OTHER_KINDS = ("InputLayer", "Conv1D", "MaxPool2D", "AvgPool2D")
MODULES = "keras|layers|models|ops|tf|tensorflow|np|numpy|math|plt"
WORDS = "relu|softmax|sigmoid|tanh|linear|same|valid|adam|sgd|accuracy|mse"
_KINDS = {kind.lower(): kind for kind in (*SCHEMA, *OTHER_KINDS, *MODELS)}
_LAYERS = "|".join((*SCHEMA, *OTHER_KINDS))

Groups = Mapping[str, str]
Read = Callable[[Groups], dict[str, str]]


@dataclass(frozen=True)
class Explanation:
    """What an error means: a key of the catalogues' section `keras_error`, with its values."""

    code: str
    data: Mapping[str, str]


@dataclass(frozen=True)
class Known:
    """One message that is recognised."""

    code: str
    pattern: re.Pattern[str]
    read: Read
    line: re.Pattern[str] | None = None
    """What the student's own line must have in it, too."""


def _sizes(text: str) -> list[str]:
    """Return the sizes of a shape, however it is written: `(None, 4)`, `[None 4]`, `[?,4]`."""
    sizes = re.findall(r"(?<![\w.])(?:None|\?|-?\d{1,9})(?![\w.])", text)
    return ["None" if size == "?" else size for size in sizes]


def _shape(text: str) -> str:
    """Return a shape as Python writes it, without the batch where that is open."""
    return _tuple(_beside_batch(text))


def _beside_batch(text: str) -> list[str]:
    sizes = _sizes(text)
    return sizes[1:] if sizes[:1] == ["None"] else sizes


def _tuple(sizes: list[str]) -> str:
    return f"({sizes[0]},)" if len(sizes) == 1 else f"({', '.join(sizes)})"


def _kind(name: str) -> str:
    """Return a layer's kind where Keras made its name of it (`conv2d_3`), else the name."""
    bare = re.sub(r"_\d+$", "", name).replace("_", "")
    return _KINDS.get(bare.lower(), name)


def _as_they_are(groups: Groups) -> dict[str, str]:
    return {name: _kind(text) if name == "layer" else text for name, text in groups.items()}


def _with_shapes(*names: str) -> Read:
    """Write some of the groups as shapes without the batch."""

    def read(groups: Groups) -> dict[str, str]:
        plain = _as_they_are(groups)
        return {name: _shape(text) if name in names else text for name, text in plain.items()}

    return read


def _with(**constants: str) -> Read:
    """Add values that the message does not have."""
    return lambda groups: {**_as_they_are(groups), **constants}


def _window(groups: Groups) -> dict[str, str]:
    """What a window covers, its holes included, and the sides of what it should go over."""
    sides = _sizes(groups["shape"])[1:-1]
    window = _sizes(groups["window"])[: len(sides)]
    holes = _sizes(groups.get("dilation", "")) or ["1"] * len(window)
    covered = [(int(k) - 1) * int(d) + 1 for k, d in zip(window, holes) if "None" not in (k, d)]
    return {"window": "×".join(map(str, covered)), "size": "×".join(sides)}


def _axes(groups: Groups) -> dict[str, str]:
    """The axes besides the batch."""
    expected = str(int(groups["expected"]) - 1)
    return {**_with_shapes("shape")(groups), "expected": expected}


def _several_shapes(groups: Groups) -> dict[str, str]:
    return {"shapes": ", ".join(map(_shape, re.findall(r"\([^()]*\)", groups["shapes"])))}


def _arguments(groups: Groups) -> dict[str, str]:
    names = re.findall(r"'(\w+)'", groups["arguments"])
    return {"layer": _kind(groups["layer"]), "arguments": ", ".join(names)}


def _last_class(groups: Groups) -> dict[str, str]:
    return {"label": groups["label"], "last": str(int(groups["classes"]) - 1)}


def _layer_of_path(groups: Groups) -> dict[str, str]:
    """`sequential/dense/kernel` belongs to a Dense."""
    layer = ["", *groups["path"].split("/")][-2]
    others = {name: text for name, text in groups.items() if name != "path"}
    return {**others, "layer": _kind(layer)}


def _owner(groups: Groups) -> dict[str, str]:
    return {**groups, "owner": groups["owner"].removesuffix(".__init__")}


def _reshape(groups: Groups) -> dict[str, str]:
    target = _tuple(_sizes(groups["target"].replace("newaxis", "-1")))  # NumPy's word for -1
    if "shape" not in groups:
        return {"count": groups["count"], "target": target}
    sizes = [int(size) for size in _beside_batch(groups["shape"]) if size != "None"]
    return {"count": str(math.prod(sizes)), "target": target}


def _module(groups: Groups) -> dict[str, str]:
    """Keras's modules have other names inside."""
    module = re.sub(r"^keras\.(api|_tf_keras\.keras)\b", "keras", groups["module"])
    return {**groups, "module": module}


def known(code: str, pattern: str, read: Read = _as_they_are, line: str | None = None) -> Known:
    """Return one row of a table: `line` is a pattern for the student's own line."""
    of_line = None if line is None else re.compile(line)
    return Known(code, re.compile(pattern, re.DOTALL), read, of_line)


_LAYER = r"[Ll]ayer ['\"](?P<layer>[^'\"]*)['\"]"
_LABELS = r"target\.shape=(?P<labels>\([^()]*\)), output\.shape=(?P<outputs>\([^()]*\))"
_MAPS = r"target\.shape=(?P<labels>\([^()]*\)), output\.shape=(?P<outputs>\((?:\w+, ){3,}\w+\))"
_NO_SUCH = r"Could not interpret {} identifier: (?P<name>.*)"
_PASSED = r"should be passed as a keyword argument: "
_ADDED = r"Only instances of `keras\.Layer` can be added to a Sequential model\. Received: "
_CLASS = r"<class 'keras\.[\w.]*\.(?P<name>\w+)'>"
_A_FUNCTION_OF_KERAS = (
    r"(?:\w*Trainer\.)?(?P<owner>compile|fit|evaluate|predict|Input|\w+\.__init__)"
)

TABLE: tuple[Known, ...] = (
    # How a model is put together.
    known(
        "sequential_list",
        r"Expected `trainable` to be a boolean\. Received: trainable=<\w+ name="
        rf"|^TypeError: '(?:{_LAYERS})' object is not iterable"
        r"|Argument `name` must be a string .* Received: name=<\w+ name=",
    ),
    known(
        "model_ends",
        r"All `(?P<ends>inputs|outputs)` values must be KerasTensors\."
        r".* of type <class '(?:\w+\.)*(?P<type>\w+)'>",
    ),
    known("disconnected", r"not connected to `(?:in|out)puts`|Graph disconnected"),
    known("tensor_in_sequential", _ADDED + r"<KerasTensor"),
    known("class_not_object", _ADDED + _CLASS),
    known("not_a_layer", _ADDED + r".*\(of type <class '(?:\w+\.)*(?P<type>\w+)'>"),
    known("same_name", r"should have unique names\. Name '(?P<name>[^']*)'"),
    known("same_name", r"The name \"(?P<name>[^\"]*)\" is used \d+ times in the model"),
    known("no_layer", r"No such layer: (?P<name>.*?)\. Existing layers are"),
    # How a layer is called.
    known("layer_not_called", _PASSED + r"<(?P<layer>\w+) name="),
    known("not_a_tensor", _PASSED + r"(?P<value>.*?) \(of type"),
    known("not_a_tensor", r"Inputs to a layer should be tensors\. Got '(?P<value>.*?)' \(of type"),
    known("no_tensor", r"^TypeError: missing a required argument: 'inputs?'"),
    known("one_list", r"^TypeError: too many positional arguments$"),
    known("one_list", r"layer should be called on a list of (?:at least \d )?inputs?"),
    known("one_input", _LAYER + r" expects 1 input\(s\), but it received (?P<count>\d+)"),
    known(
        "tensor_as_setting",
        r"(?:identifier: |Received:? \w+=)<(?:[Kk]eras[Tt]ensor shape|\w+ name)=",
    ),
    known("tensor_called", r"^TypeError: 'KerasTensor' object is not callable"),
    known("never_called", r"The layer (?P<layer>\S+) has never been called"),
    # Sizes and axes.
    known(
        "negative_size",
        r"Computed output size would be (?:zero or )?negative\. Received:? "
        r"`inputs[. ]shape=(?P<shape>[^`]*)`, `(?:kernel shape|pool_size)=(?P<window>[^`]*)`"
        r"(?:, `dilation_rate=(?P<dilation>[^`]*)`)?",
        _window,
    ),
    known(
        "negative_size",
        r"Negative dimension size caused by subtracting (?P<window>\d+) from (?P<size>\d+)",
    ),
    known(
        "axes",
        _LAYER + r".*: expected (?:min_|max_)?ndim=(?P<expected>\d), found ndim=\d+\."
        r" Full shape received: (?P<shape>\(None\b[^()]*\))",
        _axes,
    ),
    known(
        "axes_with_batch",
        _LAYER + r".*: expected (?:min_|max_)?ndim=(?P<expected>\d), found ndim=\d+\."
        r" Full shape received: (?P<shape>\([^()]*\))",
    ),
    known(
        "last_axis",
        _LAYER + r".*: expected axis -1 of input shape to have value (?P<expected>\d+),"
        r" but received input with shape (?P<shape>\([^()]*\))",
        _with_shapes("shape"),
    ),
    known(
        "model_input",
        r"is incompatible with the layer: expected shape=(?P<expected>\([^()]*\)),"
        r" found shape=(?P<found>\([^()]*\))",
    ),
    known(
        "model_input",
        r"Expected shape (?P<expected>\([^()]*\)),"
        r" but input has incompatible shape (?P<found>\([^()]*\))",
    ),
    known(
        "unlike_shapes",
        r"Inputs have incompatible shapes\. Received shapes"
        r" (?P<first>\([^()]*\)) and (?P<second>\([^()]*\))",
    ),
    known(
        "unlike_shapes",
        r"cannot be broadcasted to \w+\."
        r" Input shapes are: (?P<first>\[.*?\]) and (?P<second>\[.*?\])",
        _with_shapes("first", "second"),
    ),
    known(
        "unlike_shapes",
        r"Incompatible shapes: (?P<first>\[.*?\]) vs\. (?P<second>\[.*?\])",
        _with_shapes("first", "second"),
    ),
    known(
        "unlike_shapes",
        r"operands could not be broadcast together with shapes"
        r" (?P<first>\([\d,]*\)) (?P<second>\([\d,]*\))",
        _with_shapes("first", "second"),
    ),
    known(
        "concatenated_shapes",
        r"requires inputs with matching shapes except for the concatenation axis\."
        r" Received: input_shape=\[(?P<shapes>.*)\]",
        _several_shapes,
    ),
    known(
        "open_size",
        r"Shapes used to initialize variables must be fully-defined.* for variable"
        r" path='(?P<path>[^']*)'",
        _layer_of_path,
    ),
    known(
        "reshape",
        r"total size of the tensor must be unchanged\. Received: input_shape=(?P<shape>\([^()]*\)),"
        r" target_shape=(?P<target>\([^()]*\))",
        _reshape,
    ),
    known(
        "reshape",
        r"cannot reshape array of size (?P<count>\d+) into shape (?P<target>\([^()]*\))",
        _reshape,
    ),
    # Tensors without numbers, numbers of the wrong type.
    known("tensorflow_function", r"A KerasTensor cannot be used as input to a TensorFlow function"),
    known(
        "symbolic_value",
        r"A KerasTensor is symbolic: .* You cannot convert it to an? "
        r"|'KerasTensor' object has no attribute '(?:numpy|eval|item|tolist|astype)'",
    ),
    known("symbolic_condition", r"A symbolic KerasTensor cannot be used as a boolean"),
    known("symbolic_loop", r"Iterating over a symbolic KerasTensor is not supported"),
    known("tensor_cell", r"Tensor' object does not support item assignment"),
    known(
        "whole_numbers_in_place",
        r"Cannot cast ufunc '\w+' output from dtype\('float\d+'\)"
        r" to dtype\('(?P<dtype>u?int\d+)'\)",
    ),
    known("whole_numbers", r"type conversion requested to type (?P<dtype>u?int\d+) for"),
    known("whole_numbers", r"Value for attr 'T' of (?P<dtype>u?int\d+) is not in the list"),
    known("whole_numbers", r"Cannot convert \S+ to EagerTensor of dtype (?P<dtype>u?int\d+)"),
    known(
        "two_types",
        r"must have the same dtype, got tf\.(?P<first>\w+) != tf\.(?P<second>\w+)",
    ),
    known(
        "two_types",
        r"was expected to be a (?P<first>\w+) tensor but is a (?P<second>\w+) tensor",
    ),
    # Arguments and their values.
    known(
        "missing_argument",
        r"^TypeError: (?P<layer>\w+)\.__init__\(\) missing \d+ required positional arguments?:"
        r" (?P<arguments>.*)",
        _arguments,
    ),
    known(
        "from_logits_in_compile", r"compile\(\) got an unexpected keyword argument 'from_logits'"
    ),
    known(
        "unknown_argument",
        rf"^TypeError: {_A_FUNCTION_OF_KERAS}\(\) got an unexpected keyword argument"
        r" '(?P<argument>\w+)'",
        _owner,
    ),
    known(
        "unknown_argument",
        r"Unrecognized keyword arguments passed to (?P<owner>\w+): \{'(?P<argument>\w+)'",
    ),
    known(
        "unknown_argument",
        r"Argument\(s\) not recognized: \{'(?P<argument>\w+)'",
        _with(owner="keras.optimizers"),
    ),
    known("class_not_object", r"Could not interpret [\w ]+ identifier: " + _CLASS),
    known("unknown_activation", _NO_SUCH.format("activation function")),
    known("unknown_loss", _NO_SUCH.format("loss")),
    known("unknown_optimizer", _NO_SUCH.format("optimizer")),
    known("unknown_metric", _NO_SUCH.format("metric")),
    known(
        "misplaced",
        r"The `(?P<setting>strides|data_format)` argument must be .*"
        r" Received:? \w+=(?P<value>[a-z_]+)$",
    ),
    known(
        "padding_word",
        r"The `padding` argument must be a list/tuple or one of .* Received: (?P<value>.*)",
    ),
    known(
        "window_setting",
        r"The `(?P<setting>\w+)` argument must be a tuple of (?P<count>\d) integers\."
        r" Received \w+=(?P<value>.*?)(?:, including values .*)?$",
    ),
    known(
        "count_setting",
        r"value for (?:argument )?`(?P<setting>\w+)`[.,] [Ee]xpected a (?:strictly )?positive"
        r" \w+\. Received:? \w+=(?P<value>.*?)\.?$",
    ),
    known("fraction_in_shape", r"invalid (?:dimension|entry) '(?P<value>\d+\.\d*)' of type"),
    known("shape_brackets", r"Cannot convert '(?P<value>\d+)' to a shape"),
    known(
        "strides_and_dilation",
        r"not supported in conjunction with `dilation_rate > 1`\. Received:"
        r" strides=(?P<strides>\([^()]*\)) and dilation_rate=(?P<dilation_rate>\([^()]*\))",
    ),
    known(
        "groups_of_filters",
        r"number of filters must be evenly divisible by the number of groups\."
        r" Received: groups=(?P<groups>\d+), filters=(?P<filters>\d+)",
    ),
    known(
        "groups_of_channels",
        r"number of input channels must be evenly divisible by the number of groups\."
        r" Received:? groups=(?P<groups>\d+), but the input has (?P<channels>\d+) channels",
    ),
    known(
        "dropout_rate",
        r"Invalid value received for argument `rate`\..* Received: rate=(?P<value>.*)",
    ),
    # Training.
    known("not_compiled", r"You must call `compile\(\)` before using the model"),
    known("no_loss", r"No loss to compute\. Provide a `loss` argument"),
    known(
        "loss_called",
        r"^TypeError: (?P<name>\w+)\(\) missing \d required positional arguments?:"
        r" (?:'y_true' and )?'y_pred'",
    ),
    known(
        "loss_weights",
        r"Expected `loss_weights` argument to be .* loss_weights=(?P<value>.*) of type",
    ),
    known("metrics_list", r"Expected `metrics` argument to be .* metrics=(?P<value>.*) of type"),
    known("map_for_a_label", _MAPS, _with_shapes("labels", "outputs")),
    known(
        "whole_number_labels",
        r"Argument `output` must have rank \(ndim\) `target\.ndim - 1`\. Received: " + _LABELS,
        _with_shapes("labels", "outputs"),
    ),
    known(
        "labels_like_outputs",
        r"`target` and `output` must have the same .*\. Received: " + _LABELS,
        _with_shapes("labels", "outputs"),
    ),
    known(
        "label_outside",
        r"Received a label value of (?P<label>-?\d+) which is outside the valid range of"
        r" \[0, (?P<classes>\d{1,9})\)",
        _last_class,
    ),
    known(
        "label_outside_in_training",
        r"Graph execution error:.*Detected at node \S*SparseSoftmaxCrossEntropyWithLogits",
    ),
    known(
        "samples",
        r"Data cardinality is ambiguous.*'x' sizes: (?P<pictures>[\d, ]+)\s*"
        r"'y' sizes: (?P<labels>[\d, ]+)",
    ),
    known("data_type", r"Unrecognized data type: x=.*\(of type <class '(?:\w+\.)*(?P<type>\w+)'>"),
    known("optimizer_reused", r"This optimizer can only be called for the variables it was"),
    # Weights.
    known(
        "weights_shape",
        r"Layer (?P<layer>\S+) weight shape (?P<expected>\([^()]*\)) is not compatible with"
        r" provided weight shape (?P<found>\([^()]*\))",
    ),
    known(
        "weights_shape",
        r"variable\.shape=(?P<expected>\([^()]*\)), Received: value\.shape=(?P<found>\([^()]*\))\."
        r" Target variable: <Variable path=(?P<path>[^,]*),",
        _layer_of_path,
    ),
    known(
        "weights_count",
        r"on " + _LAYER + r" with a weight list of length (?P<found>\d+), but the layer was"
        r" expecting (?P<expected>\d+) weights",
    ),
    known(
        "kernel_channels",
        r"Received: input channels=(?P<channels>\d+), kernel input channels=(?P<kernel>\d+)",
    ),
    # Names.
    known("not_imported", rf"^NameError: name '(?P<name>{MODULES})' is not defined"),
    known(
        "layer_alone", rf"^NameError: name '(?P<name>{_LAYERS}|Sequential|Model)' is not defined"
    ),
    known("word_without_quotes", rf"^NameError: name '(?P<name>{WORDS})' is not defined"),
    known("unknown_name", r"^NameError: name '(?P<name>\w+)' is not defined"),
    known(
        "not_in_module",
        r"^AttributeError: module '(?P<module>(?:keras|numpy|tensorflow)[\w.]*)' has no attribute"
        r" '(?P<name>\w+)'",
        _module,
    ),
    known(
        "layer_attribute",
        rf"^AttributeError: '(?P<layer>{_LAYERS})' object has no attribute '(?P<name>\w+)'",
    ),
    known(
        "tensor_attribute",
        r"^AttributeError: 'KerasTensor' object has no attribute '(?P<name>\w+)'",
    ),
    # Pictures and labels handed to `fit` as one.
    known("pictures_and_labels", r"Data cardinality is ambiguous.*'x' sizes: \d+(?:, \d+)+\s*$"),
    known("pictures_and_labels", r"^ValueError: None values not supported\.$", line=r"\bfit\("),
)
"""The messages of Keras 3.10 to 3.15, of TensorFlow and of NumPy that beginners meet."""
