"""Every error here is raised by Keras, TensorFlow, NumPy or Python themselves."""

from __future__ import annotations

import io
import os
import string

import pytest
from rich.cells import cell_len
from rich.console import Console

from grader.judge.explain import explain
from grader.judge.keras_errors import TABLE, Explanation
from grader.messages import LANGUAGES, Messages, catalogue
from grader.report.model import Report
from grader.report.terminal import Terminal
from grader.run.evidence import Step, StudentError, read_error
from grader.run.worker.main import StudentFile

PICTURES = "x = np.zeros((4, 8, 8, 1), np.float32)\n"
MODEL = "model = keras.Sequential([keras.Input((4,)), layers.Dense(3)])\n"
DATA = "x, rows, numbers = np.zeros((4, 4)), np.zeros((4, 3)), np.array([0, 1, 2, 3])\n"
INPUT = "image = keras.Input((8, 8, 16))\nsmall = keras.Input((4, 4, 32))\n"
DENSE = "dense = layers.Dense(3)\ndense.build((None, 4))\n"


def trained(loss: str, labels: str) -> str:
    fit = f"model.compile('sgd', {loss!r})\nmodel.fit(x, {labels}, verbose=0)"
    return f"{DATA}{MODEL}{fit}"


ERRORS: list[tuple[str, str, dict[str, str]]] = [
    ("keras.Sequential(layers.Dense(3), layers.Dense(2))", "sequential_list", {}),
    (
        "keras.Sequential(layers.Dense(3), layers.Dense(2), layers.Dense(1))",
        "sequential_list",
        {},
    ),
    (
        f"{INPUT}keras.Model(image, layers.Conv2D(2, 3))",
        "model_ends",
        {"ends": "outputs", "type": "Conv2D"},
    ),
    (
        f"{INPUT}keras.Model((8, 8, 16), layers.Conv2D(2, 3)(image))",
        "model_ends",
        {"ends": "inputs", "type": "int"},
    ),
    (f"{INPUT}keras.Model(image, None)", "model_ends", {"ends": "outputs", "type": "NoneType"}),
    (f"{INPUT}keras.Model(image, layers.Flatten()(small))", "disconnected", {}),
    (
        f"{INPUT}x = layers.ReLU()(image)\nkeras.Model(x, layers.Flatten()(image))",
        "disconnected",
        {},
    ),
    (
        f"{INPUT}keras.Sequential([image, layers.ReLU()(image)])",
        "tensor_in_sequential",
        {},
    ),
    (
        "keras.Sequential([keras.Input((4, 4, 1)), layers.Flatten])",
        "class_not_object",
        {"name": "Flatten"},
    ),
    (f"{MODEL}model.compile(keras.optimizers.Adam)", "class_not_object", {"name": "Adam"}),
    ("keras.Sequential([keras.Input((4,)), 'relu'])", "not_a_layer", {"type": "str"}),
    ("keras.Sequential([(28, 28, 1), layers.Flatten()])", "not_a_layer", {"type": "tuple"}),
    ("keras.Sequential([[layers.Flatten()]])", "not_a_layer", {"type": "list"}),
    (
        "keras.Sequential([layers.Flatten(name='a'), layers.Dense(2, name='a')])",
        "same_name",
        {"name": "a"},
    ),
    (
        f"{INPUT}x = layers.ReLU(name='a')(image)\nkeras.Model(image, layers.Flatten(name='a')(x))",
        "same_name",
        {"name": "a"},
    ),
    (f"{MODEL}model.get_layer('conv')", "no_layer", {"name": "conv"}),
    ("layers.Flatten()(layers.Conv2D(2, 3))", "layer_not_called", {"layer": "Conv2D"}),
    (f"{INPUT}layers.Add()([image, layers.ReLU()])", "layer_not_called", {"layer": "ReLU"}),
    ("layers.Conv2D(2, 3)((28, 28, 1))", "not_a_tensor", {"value": "28"}),
    ("layers.Dense(2)(None)", "not_a_tensor", {"value": "None"}),
    ("layers.Flatten()()", "no_tensor", {}),
    (f"{INPUT}layers.Add()(image, image)", "one_list", {}),
    (f"{INPUT}layers.Add()(image)", "one_list", {}),
    (f"{INPUT}layers.Concatenate()(image)", "one_list", {}),
    (
        f"{INPUT}layers.Conv2D(2, 3)([image, image])",
        "one_input",
        {"layer": "Conv2D", "count": "2"},
    ),
    (f"{INPUT}layers.Dense(2, image)", "tensor_as_setting", {}),
    (f"{INPUT}layers.Flatten(image)", "tensor_as_setting", {}),
    ("layers.Flatten(layers.Conv2D(2, 3))", "tensor_as_setting", {}),
    (f"{INPUT}image(layers.Flatten())", "tensor_called", {}),
    ("layers.Dense(4).output", "never_called", {"layer": "Dense"}),
    (
        "keras.Sequential([keras.Input((4, 4, 1)), layers.MaxPooling2D(2), layers.Conv2D(8, 3)])",
        "negative_size",
        {"window": "3×3", "size": "2×2"},
    ),
    (
        "layers.Conv2D(2, 3, dilation_rate=(2, 3))(keras.Input((4, 5, 1)))",
        "negative_size",
        {"window": "5×7", "size": "4×5"},
    ),
    (
        "x = layers.MaxPooling2D(3)(keras.Input((5, 5, 1)))\nlayers.MaxPooling2D((2, 3))(x)",
        "negative_size",
        {"window": "2×3", "size": "1×1"},
    ),
    (
        "layers.Conv2D(8, 5)(np.zeros((1, 4, 4, 1)))",
        "negative_size",
        {"window": "5×5", "size": "4×4"},
    ),
    (
        "layers.Conv2D(8, 3)(keras.Input((28, 28)))",
        "axes",
        {"layer": "Conv2D", "expected": "3", "shape": "(28, 28)"},
    ),
    (
        "layers.GlobalAveragePooling2D()(keras.Input((128,)))",
        "axes",
        {"layer": "GlobalAveragePooling2D", "expected": "3", "shape": "(128,)"},
    ),
    (
        "layers.Conv2D(8, 3, name='first')(np.zeros((28, 28, 1)))",
        "axes_with_batch",
        {"layer": "first", "expected": "4", "shape": "(28, 28, 1)"},
    ),
    (
        "conv = layers.Conv2D(8, 3)\nconv(keras.Input((9, 9, 1)))\nconv(keras.Input((9, 9, 3)))",
        "last_axis",
        {"layer": "Conv2D", "expected": "1", "shape": "(9, 9, 3)"},
    ),
    (
        f"{MODEL}model.predict(np.zeros((2, 5)), verbose=0)",
        "last_axis",
        {"layer": "Dense", "expected": "4", "shape": "(2, 5)"},
    ),
    (
        "x = keras.Input((8, 8, 1))\nkeras.Model(x, layers.Flatten()(x))(np.zeros((2, 9, 9, 3)))",
        "model_input",
        {"expected": "(None, 8, 8, 1)", "found": "(2, 9, 9, 3)"},
    ),
    (
        "model = keras.Sequential([keras.Input((2, 2, 1)), layers.Flatten()])\n"
        "model(np.zeros((2, 2)))",
        "model_input",
        {"expected": "(None, 2, 2, 1)", "found": "(2, 2)"},
    ),
    (
        f"{INPUT}layers.Add()([image, small])",
        "unlike_shapes",
        {"first": "(8, 8, 16)", "second": "(4, 4, 32)"},
    ),
    (
        "layers.Multiply()([np.zeros((1, 8, 8, 2)), np.zeros((1, 8, 8, 3))])",
        "unlike_shapes",
        {"first": "(8, 8, 2)", "second": "(8, 8, 3)"},
    ),
    (
        f"{INPUT}image + small",
        "unlike_shapes",
        {"first": "(8, 8, 16)", "second": "(4, 4, 32)"},
    ),
    (
        "keras.ops.add(np.zeros((1, 8, 2)), np.zeros((1, 8, 3)))",
        "unlike_shapes",
        {"first": "(1, 8, 2)", "second": "(1, 8, 3)"},
    ),
    (
        "np.zeros((3, 4)) * np.zeros(3)",
        "unlike_shapes",
        {"first": "(3, 4)", "second": "(3,)"},
    ),
    (
        f"{INPUT}layers.Concatenate()([image, small])",
        "concatenated_shapes",
        {"shapes": "(8, 8, 16), (4, 4, 32)"},
    ),
    (
        "keras.Sequential([keras.Input((None, None, 1)), layers.Flatten(), layers.Dense(2)])",
        "open_size",
        {"layer": "Dense"},
    ),
    (
        "layers.Reshape((5, 5))(keras.Input((4, 4)))",
        "reshape",
        {"count": "16", "target": "(5, 5)"},
    ),
    ("np.zeros((4, 4)).reshape(5, -1, 1)", "reshape", {"count": "16", "target": "(5, -1, 1)"}),
    ("tf.nn.relu(keras.Input((4,)))", "tensorflow_function", {}),
    ("np.maximum(keras.Input((4,)), 0)", "symbolic_value", {}),
    ("float(keras.Input((4,)))", "symbolic_value", {}),
    ("keras.Input((4,)).numpy()", "symbolic_value", {}),
    ("max(0, keras.Input((4,)))", "symbolic_condition", {}),
    ("[row for row in keras.Input((4,))]", "symbolic_loop", {}),
    (f"{INPUT}layers.MaxPooling2D(image)", "symbolic_loop", {}),
    ("keras.Input((4,))[0] = 1", "tensor_cell", {}),
    ("tf.zeros(3)[0] = 1", "tensor_cell", {}),
    ("x = np.zeros(3, np.uint8)\nx /= 255", "whole_numbers_in_place", {"dtype": "uint8"}),
    ("x = np.zeros(3, np.int64)\nx -= 0.5", "whole_numbers_in_place", {"dtype": "int64"}),
    ("layers.Conv2D(2, 3)(np.zeros((1, 4, 4, 1), np.uint8))", "whole_numbers", {"dtype": "uint8"}),
    (
        "tf.nn.conv2d(np.zeros((1, 4, 4, 1), np.uint8), np.zeros((3, 3, 1, 2)), 1, 'SAME')",
        "whole_numbers",
        {"dtype": "uint8"},
    ),
    ("tf.constant([1], tf.uint8) * 0.5", "whole_numbers", {"dtype": "uint8"}),
    (
        "tf.constant([1], tf.uint8) / tf.constant([0.5])",
        "two_types",
        {"first": "uint8", "second": "float32"},
    ),
    (
        "tf.constant(1.0) + tf.constant(1.0, tf.float64)",
        "two_types",
        {"first": "float", "second": "double"},
    ),
    (
        "layers.AveragePooling2D()",
        "missing_argument",
        {"layer": "AveragePooling2D", "arguments": "pool_size"},
    ),
    (
        "layers.Conv2D()",
        "missing_argument",
        {"layer": "Conv2D", "arguments": "filters, kernel_size"},
    ),
    (
        f"{MODEL}model.compile(loss='mse', from_logits=True)",
        "from_logits_in_compile",
        {},
    ),
    (
        "layers.Conv2D(8, 3, stride=2)",
        "unknown_argument",
        {"owner": "Conv2D", "argument": "stride"},
    ),
    (
        f"{MODEL}model.compile(metric=['accuracy'])",
        "unknown_argument",
        {"owner": "compile", "argument": "metric"},
    ),
    (
        f"{DATA}{MODEL}model.compile('sgd', 'mse')\nmodel.fit(x, rows, epoch=3)",
        "unknown_argument",
        {"owner": "fit", "argument": "epoch"},
    ),
    (
        "keras.Input(input_shape=(4,))",
        "unknown_argument",
        {"owner": "Input", "argument": "input_shape"},
    ),
    (
        "keras.optimizers.Adam(lr=0.1)",
        "unknown_argument",
        {"owner": "keras.optimizers", "argument": "lr"},
    ),
    ("layers.Dense(3, activation='rellu')", "unknown_activation", {"name": "rellu"}),
    (trained("crossentropi", "rows"), "unknown_loss", {"name": "crossentropi"}),
    (f"{MODEL}model.compile('adamm')", "unknown_optimizer", {"name": "adamm"}),
    (
        f"{DATA}{MODEL}model.compile('sgd', 'mse', metrics=['acuracy'])\n"
        "model.fit(x, rows, verbose=0)",
        "unknown_metric",
        {"name": "acuracy"},
    ),
    ("layers.Conv2D(8, 3, 'relu')", "misplaced", {"setting": "strides", "value": "relu"}),
    ("layers.MaxPooling2D(2, 'same')", "misplaced", {"setting": "strides", "value": "same"}),
    (
        "layers.Conv2D(8, 3, 1, 'same', 'relu')",
        "misplaced",
        {"setting": "data_format", "value": "relu"},
    ),
    ("layers.Conv2D(8, 3, padding='samme')", "padding_word", {"value": "samme"}),
    (
        "layers.Conv2D(8, 0)",
        "window_setting",
        {"setting": "kernel_size", "count": "2", "value": "0"},
    ),
    (
        "layers.Conv2D(8, (3, 3, 1))",
        "window_setting",
        {"setting": "kernel_size", "count": "2", "value": "(3, 3, 1)"},
    ),
    (
        "layers.MaxPooling2D(4 / 2)",
        "window_setting",
        {"setting": "pool_size", "count": "2", "value": "2.0"},
    ),
    ("layers.Conv2D(-1, 3)", "count_setting", {"setting": "filters", "value": "-1"}),
    ("layers.Conv2D(8 / 2, 3)(keras.Input((4, 4, 1)))", "fraction_in_shape", {"value": "4.0"}),
    ("keras.Input((28 / 2, 28, 1))", "fraction_in_shape", {"value": "14.0"}),
    ("keras.Input(28, 28, 1)", "shape_brackets", {"value": "28"}),
    (
        "layers.Conv2D(8, 3, strides=2, dilation_rate=2)",
        "strides_and_dilation",
        {"strides": "(2, 2)", "dilation_rate": "(2, 2)"},
    ),
    ("layers.Conv2D(5, 3, groups=2)", "groups_of_filters", {"filters": "5", "groups": "2"}),
    (
        "layers.Conv2D(4, 3, groups=2)(keras.Input((8, 8, 3)))",
        "groups_of_channels",
        {"channels": "3", "groups": "2"},
    ),
    ("layers.Dropout(50)", "dropout_rate", {"value": "50"}),
    (f"{DATA}{MODEL}model.fit(x, rows)", "not_compiled", {}),
    (f"{DATA}{MODEL}model.compile('sgd')\nmodel.fit(x, rows, verbose=0)", "no_loss", {}),
    (
        "keras.losses.categorical_crossentropy(from_logits=True)",
        "loss_called",
        {"name": "categorical_crossentropy"},
    ),
    (f"{MODEL}model.compile('sgd', 'mse', 'accuracy')", "loss_weights", {"value": "accuracy"}),
    (
        f"{MODEL}model.compile('sgd', 'mse', metrics='accuracy')",
        "metrics_list",
        {"value": "accuracy"},
    ),
    (
        f"{PICTURES}model = keras.Sequential([keras.Input((8, 8, 1)), layers.Conv2D(3, 3)])\n"
        "model.compile('sgd', 'sparse_categorical_crossentropy')\n"
        "model.fit(x, np.zeros(4), verbose=0)",
        "map_for_a_label",
        {"labels": "()", "outputs": "(6, 6, 3)"},
    ),
    (
        trained("sparse_categorical_crossentropy", "rows"),
        "whole_number_labels",
        {"labels": "(3,)", "outputs": "(3,)"},
    ),
    (
        trained("categorical_crossentropy", "numbers"),
        "labels_like_outputs",
        {"labels": "()", "outputs": "(3,)"},
    ),
    (
        "keras.losses.categorical_crossentropy(np.zeros((4, 2)), np.zeros((4, 3)))",
        "labels_like_outputs",
        {"labels": "(4, 2)", "outputs": "(4, 3)"},
    ),
    (
        "keras.losses.SparseCategoricalCrossentropy()(np.array([0, 5]), np.full((2, 3), 0.5))",
        "label_outside",
        {"label": "5", "last": "2"},
    ),
    (trained("sparse_categorical_crossentropy", "numbers"), "label_outside_in_training", {}),
    (trained("mse", "rows[1:]"), "samples", {"pictures": "4", "labels": "3"}),
    (trained("mse", "rows").replace("fit(x", "fit([[1, 2]]"), "data_type", {"type": "list"}),
    (
        trained("mse", "rows").replace("fit(x, rows", "fit(((x, rows), (x[1:], rows[1:]))"),
        "pictures_and_labels",
        {},
    ),
    (
        f"{DENSE}dense.set_weights([np.zeros((3, 4)), np.zeros(3)])",
        "weights_shape",
        {"layer": "Dense", "expected": "(4, 3)", "found": "(3, 4)"},
    ),
    (
        f"{DENSE}dense.kernel.assign(np.zeros((4, 4)))",
        "weights_shape",
        {"layer": "Dense", "expected": "(4, 3)", "found": "(4, 4)"},
    ),
    (
        f"{DENSE}dense.set_weights([np.zeros((4, 3))])",
        "weights_count",
        {"layer": "Dense", "expected": "2", "found": "1"},
    ),
    ("tensorflow.zeros(3)", "not_imported", {"name": "tensorflow"}),
    ("Conv2D(8, 3)", "layer_alone", {"name": "Conv2D"}),
    ("layers.Conv2D(8, 3, activation=relu)", "word_without_quotes", {"name": "relu"}),
    ("layers.Conv2D(filtres, 3)", "unknown_name", {"name": "filtres"}),
    ("layers.Conv2d(8, 3)", "not_in_module", {"module": "keras.layers", "name": "Conv2d"}),
    ("keras.Dense(8)", "not_in_module", {"module": "keras", "name": "Dense"}),
    ("np.matmull", "not_in_module", {"module": "numpy", "name": "matmull"}),
    ("layers.Dense(8).shape", "layer_attribute", {"layer": "Dense", "name": "shape"}),
    ("keras.Input((4, 4, 1)).Conv2D(8, 3)", "tensor_attribute", {"name": "Conv2D"}),
]  # fmt: skip
"""A piece of code that raises, with what explains it."""

OTHERS = [
    # Not of every version that the kit runs with: their words, as Keras 3.15 has them.
    (
        "Received an invalid value for `units`, expected a positive integer. Received: units=3.5",
        "count_setting",
        {"setting": "units", "value": "3.5"},
    ),
    (
        "The number of input channels must match the kernel's input channels. Received: input"
        " channels=3, kernel input channels=1, data_format='channels_last'.",
        "kernel_channels",
        {"channels": "3", "kernel": "1"},
    ),
    (
        "Unknown variable: <Variable path=sequential_1/dense_1/kernel, shape=(4, 3)>. This"
        " optimizer can only be called for the variables it was originally built with.",
        "optimizer_reused",
        {},
    ),
    # As Keras 3.10 has them.
    (
        "Computed output size would be negative. Received `inputs shape=(None, 2, 2, 8)`,"
        " `kernel shape=(5, 5, 8, 8)`, `dilation_rate=[1 1]`.",
        "negative_size",
        {"window": "5×5", "size": "2×2"},
    ),
    (
        'Input 0 of layer "conv2d_3" is incompatible with the layer: expected min_ndim=4, found'
        " ndim=2. Full shape received: (None, 784)",
        "axes",
        {"layer": "Conv2D", "expected": "3", "shape": "(784,)"},
    ),
    (
        'Input 0 of layer "dense" is incompatible with the layer: expected axis -1 of input shape'
        " to have value 5, but received input with shape (None, 6)",
        "last_axis",
        {"layer": "Dense", "expected": "5", "shape": "(6,)"},
    ),
    (
        "Cannot convert '(3, 3, 1, 4.0)' to a shape. Found invalid entry '4.0' of type '<class"
        " 'float'>'.",
        "fraction_in_shape",
        {"value": "4.0"},
    ),
    ("`inputs` not connected to `outputs`", "disconnected", {}),
    # What TensorFlow's graphs say.
    (
        "Negative dimension size caused by subtracting 3 from 1 for '{{node conv2d/convolution}}'",
        "negative_size",
        {"window": "3", "size": "1"},
    ),
]


def provoked(code: str) -> StudentError:
    """What the runner sends of an exception, as the grader reads it."""
    os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "3")
    import keras
    import numpy as np
    import tensorflow as tf

    keras.backend.clear_session()
    names = {"keras": keras, "layers": keras.layers, "np": np, "tf": tf}
    with pytest.raises(Exception) as caught:  # noqa: PT011
        exec(code, names)
    return read_error(StudentFile("student.py", code).describe(caught.value))


@pytest.mark.parametrize(("code", "expected", "data"), ERRORS)
def test_what_a_real_error_means(code, expected, data):
    error = provoked(code)
    assert explain(error) == Explanation(expected, data), f"{error.type}: {error.message}"


@pytest.mark.parametrize(("message", "expected", "data"), OTHERS)
def test_the_words_of_other_versions(message, expected, data):
    assert explain(StudentError("raised", "ValueError", message)) == Explanation(expected, data)


@pytest.mark.parametrize(
    ("line", "code"),
    [("return model.fit((x, y))", "pictures_and_labels"), ("tf.constant(None)", None)],
)
def test_labels_that_are_missing_where_fit_is_called(line, code):
    steps = (Step(3, line),)
    error = StudentError("raised", "ValueError", "None values not supported.", steps)
    found = explain(error)
    assert (found and found.code) == code


def test_every_row_of_the_table_is_tried():
    assert {known.code for known in TABLE} == {code for _, code, _ in (*ERRORS, *OTHERS)}


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_sentence_uses_what_it_is_given(language):
    for _, code, data in (*ERRORS, *OTHERS):
        sentence = catalogue(language)["keras_error"][code]
        used = {name for _, name, _, _ in string.Formatter().parse(sentence) if name}
        assert used == data.keys(), code


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_sentence_is_short_and_asks(language):
    for _, code, data in (*ERRORS, *OTHERS):
        told = Messages(language).text("keras_error", code, data)
        assert cell_len(told) <= 152, told  # two lines of a terminal, indented
        assert "?" in told, code


@pytest.mark.parametrize(
    "code",
    [
        "1 / 0",
        "[1, 2][9]",
        "[1, 2].push(3)",
        "{}['filters']",
        "int('8x')",
        "'text'.numpy()",
        "np.zeros(3)[9]",
        "(lambda filters: filters)()",
        "(lambda filters: filters)(filter=8)",
        "raise ValueError('padding must be same or valid')",
    ],
)
def test_an_ordinary_error_speaks_for_itself(code):
    assert explain(provoked(code)) is None


@pytest.mark.parametrize("kind", ["exit", "input", "memory", "signature"])
def test_only_exceptions_are_explained(kind):
    assert explain(StudentError(kind, "TypeError", "too many positional arguments")) is None


@pytest.mark.parametrize(
    "message",
    [
        "Computed output size would be negative. Received `inputs shape=`, `kernel shape=`",
        "Computed output size would be negative. Received `inputs shape=(None, x, None, 1)`,"
        " `kernel shape=(None, 5)`, `dilation_rate=[9]`",
        "total size of the tensor must be unchanged. Received: input_shape=(), target_shape=()",
        "total size of the tensor must be unchanged. Received: input_shape=("
        f"{', '.join(['999999999'] * 150)}), target_shape=(-1)",
        "Shapes used to initialize variables must be fully-defined for variable path=''",
        "requires inputs with matching shapes except for the concatenation axis."
        " Received: input_shape=[]",
        "Received a label value of 9 which is outside the valid range of [0, 999999999)",
        "Could not interpret loss identifier: \n{call} [red]" + "x" * 500,
    ],
)
def test_a_message_that_somebody_made_up_does_no_harm(message):
    found = explain(StudentError("raised", "ValueError", message))
    assert found is not None
    assert all(len(text) <= 60 and "\n" not in text for text in found.data.values())


NEGATIVE = """
import keras


def build_net(filters):
    model = keras.Sequential([keras.Input((9, 7, 1))])
    model.add(keras.layers.MaxPooling2D(4))
    model.add(keras.layers.Conv2D(filters, 3))
    return model
"""


def lines(report, language):
    file = io.StringIO()
    console = Console(file=file, width=80, highlight=False)
    Terminal(console, Messages(language)).show(Report("exercises", (report,), {}, 1.0))
    return [line.strip() for line in file.getvalue().splitlines()]


def test_the_meaning_stands_above_the_message(grade):
    report = grade("02_small_net", NEGATIVE, "2.1")
    finding = report.tasks[0].findings[0]
    assert (finding.code, finding.line, finding.data["error"]) == ("call.raised", 8, "ValueError")
    assert finding.data["explanation"] == {
        "code": "negative_size",
        "data": {"window": "3×3", "size": "2×1"},
    }
    english, korean = lines(report, "en"), lines(report, "ko")
    assert english[3:6] == [
        "The window covers 3×3, but only 2×1 enters this layer. Is the window too",
        "large, or did something before it shrink the picture too much?",
        "build_net(filters=2) raises ValueError: Computed output size would be zero",
    ]
    assert korean[3:6] == [
        "이 층에 들어오는 크기: 2×1 · 창: 3×3 · 창이 너무 큰가요, 아니면 앞에서",
        "이미지가 너무 많이 줄었나요?",
        "build_net(filters=2) · 오류 ValueError: Computed output size would be zero",
    ]
    place = "small_net.py:8  model.add(keras.layers.Conv2D(filters, 3))"
    assert place in english[6:] and place in korean[6:]


def test_an_error_while_the_file_is_loaded_is_explained_too(grade):
    text = f"{NEGATIVE}\nlayers.Conv2D(8, 3)\n"
    finding = grade("02_small_net", text, "2.1").tasks[0].findings[0]
    assert finding.code == "import.raised"
    assert finding.data["explanation"] == {"code": "not_imported", "data": {"name": "layers"}}
