from __future__ import annotations

import ast
import inspect
from pathlib import Path

import keras
import pytest

from grader.author.style import arguments, chains, layers, loops, sequentials, spelling
from grader.author.style.syntax import in_turn, layers_of
from grader.author.styles import (
    GROUPS,
    Failed,
    StyleProof,
    building_tasks,
    proof_of,
    prove_styles,
    restyle,
    restyled,
    variants_of,
)
from grader.grade import Grader, Options
from grader.kit import Kit, module_name

KIT = Kit()
BUILDING = [slug for slug in KIT.slugs if building_tasks(KIT, slug)]
TWO = "02_small_net"

SEQUENTIAL = """
def build(kernel: int, width):
    return keras.Sequential(
        [
            keras.Input((8, 8, 1)),
            keras.layers.Conv2D(2, kernel, padding="same", activation="relu"),
            keras.layers.MaxPooling2D(2),
            keras.layers.Flatten(),
            keras.layers.Dense(width, activation="softmax"),
        ]
    )
"""
ADDED = """
def build():
    model = keras.Sequential([keras.Input((8, 8, 1))])
    model.add(keras.layers.Conv2D(2, 3, activation="relu"))
    model.add(keras.layers.Dense(3))
    return model
"""
ADDED_IN_A_LOOP = """
def build():
    model = keras.Sequential([keras.Input((8, 8, 1))])
    for _ in range(2):
        model.add(keras.layers.Conv2D(2, 3))
    model.add(keras.layers.Flatten())
    return model
"""
STARRED = """
def build(middle):
    return keras.Sequential([keras.Input((8,)), *middle, keras.layers.Dense(2)])
"""
LISTED = """
def build(layers):
    return keras.Sequential(layers)
"""
CHAIN = """
def build():
    x = inputs = keras.Input((8, 8, 1))
    x = keras.layers.Conv2D(2, 3)(x)
    x = keras.layers.ReLU()(x)
    x = keras.layers.Conv2D(2, 3)(x)
    x = keras.layers.ReLU()(x)
    return keras.Model(inputs, keras.layers.Dense(3)(keras.layers.Flatten()(x)))
"""
BLOCK = """
def block(x: keras.KerasTensor, filters: int):
    y = keras.layers.Conv2D(filters, 3, padding="same", activation="relu")(x)
    y = keras.layers.Conv2D(filters, 3, padding="same")(y)
    return keras.layers.ReLU()(keras.layers.Add()([y, x]))
"""
BRANCHES = """
def branches(x: keras.KerasTensor):
    return keras.layers.Concatenate()([keras.layers.Dense(1)(x), keras.layers.Dense(2)(x)])
"""
NORMED = """
def build():
    return keras.Sequential([keras.layers.BatchNormalization(momentum=0.9)])
"""


def built(layers: str) -> str:
    return f"def build(kernel: int, width):\n    return keras.Sequential([{layers}])"


CASES = [
    (
        "tuples", arguments.tuples, SEQUENTIAL,
        built(
            "keras.Input((8, 8, 1)),"
            "keras.layers.Conv2D(2, (kernel, kernel), padding='same', activation='relu'),"
            "keras.layers.MaxPooling2D((2, 2)), keras.layers.Flatten(),"
            "keras.layers.Dense(width, activation='softmax')"
        ),
    ),
    (
        "keywords", arguments.keywords, SEQUENTIAL,
        built(
            "keras.Input((8, 8, 1)), keras.layers.Conv2D("
            "filters=2, kernel_size=kernel, padding='same', activation='relu'),"
            "keras.layers.MaxPooling2D(pool_size=2), keras.layers.Flatten(),"
            "keras.layers.Dense(units=width, activation='softmax')"
        ),
    ),
    (
        "positional", arguments.positional, SEQUENTIAL,
        built(
            "keras.Input((8, 8, 1)),"
            "keras.layers.Conv2D(2, kernel, padding='same', activation='relu'),"
            "keras.layers.MaxPooling2D(2), keras.layers.Flatten(),"
            "keras.layers.Dense(width, 'softmax')"
        ),
    ),
    (
        "sizes", arguments.sizes_written_out, SEQUENTIAL,
        built(
            "keras.Input((8, 8, 1)), keras.layers.Conv2D("
            "2, kernel, padding='same', activation='relu', strides=(1, 1)),"
            "keras.layers.MaxPooling2D(2, strides=None, padding='valid'),"
            "keras.layers.Flatten(), keras.layers.Dense(width, activation='softmax')"
        ),
    ),
    (
        "defaults", arguments.defaults_written_out, SEQUENTIAL,
        built(
            "keras.Input((8, 8, 1)), keras.layers.Conv2D(2, kernel, padding='same',"
            "activation='relu', strides=(1, 1), data_format='channels_last', dilation_rate=1,"
            "use_bias=True, groups=1),"
            "keras.layers.MaxPooling2D(2, strides=None, padding='valid'),"
            "keras.layers.Flatten(data_format='channels_last'),"
            "keras.layers.Dense(width, activation='softmax', use_bias=True)"
        ),
    ),
    (
        "he normal", arguments.he_normal, ADDED,
        """
def build():
    model = keras.Sequential([keras.Input((8, 8, 1))])
    model.add(
        keras.layers.Conv2D(2, 3, activation="relu", kernel_initializer="he_normal")
    )
    model.add(keras.layers.Dense(3, kernel_initializer="he_normal"))
    return model
""",
    ),
    (
        "names of kinds", arguments.names_of_kinds, ADDED_IN_A_LOOP,
        """
def build():
    model = keras.Sequential([keras.Input((8, 8, 1))])
    for _ in range(2):
        model.add(keras.layers.Conv2D(2, 3))
    model.add(keras.layers.Flatten(name="flatten1"))
    return model
""",
    ),
    (
        "names of layers", arguments.names_of_layers, ADDED,
        """
def build():
    model = keras.Sequential([keras.Input((8, 8, 1))])
    model.add(keras.layers.Conv2D(2, 3, activation="relu", name="layer1"))
    model.add(keras.layers.Dense(3, name="layer2"))
    return model
""",
    ),
    ("no names in blocks", arguments.names_of_layers, BLOCK, BLOCK),
    (
        "activation layers", layers.activation_layers, SEQUENTIAL,
        built(
            "keras.Input((8, 8, 1)), keras.layers.Conv2D(2, kernel, padding='same'),"
            "keras.layers.Activation('relu'), keras.layers.MaxPooling2D(2),"
            "keras.layers.Flatten(), keras.layers.Dense(width),"
            "keras.layers.Activation('softmax')"
        ),
    ),
    (
        "own layers", layers.own_layers, ADDED,
        """
def build():
    model = keras.Sequential([keras.Input((8, 8, 1))])
    model.add(keras.layers.Conv2D(2, 3))
    model.add(keras.layers.ReLU())
    model.add(keras.layers.Dense(3))
    return model
""",
    ),
    (
        "activations on tensors", layers.activations_on_tensors, BLOCK,
        """
def block(x: keras.KerasTensor, filters: int):
    y = keras.activations.relu(keras.layers.Conv2D(filters, 3, padding="same")(x))
    y = keras.layers.Conv2D(filters, 3, padding="same")(y)
    return keras.layers.ReLU()(keras.layers.Add()([y, x]))
""",
    ),
    (
        "operations on tensors", layers.operations_on_tensors, BLOCK,
        """
def block(x: keras.KerasTensor, filters: int):
    y = keras.ops.relu(keras.layers.Conv2D(filters, 3, padding="same")(x))
    y = keras.layers.Conv2D(filters, 3, padding="same")(y)
    return keras.layers.ReLU()(keras.layers.Add()([y, x]))
""",
    ),
    (
        "activations as functions", layers.activations_as_functions, ADDED,
        """
def build():
    model = keras.Sequential([keras.Input((8, 8, 1))])
    model.add(keras.layers.Conv2D(2, 3, activation=keras.activations.relu))
    model.add(keras.layers.Dense(3))
    return model
""",
    ),
    (
        "joined by functions", layers.joined_by_functions, BRANCHES,
        """
def branches(x: keras.KerasTensor):
    return keras.layers.concatenate([keras.layers.Dense(1)(x), keras.layers.Dense(2)(x)])
""",
    ),
    (
        "joined by operations", layers.joined_by_operations, BRANCHES,
        """
def branches(x: keras.KerasTensor):
    return keras.ops.concatenate(
        [keras.layers.Dense(1)(x), keras.layers.Dense(2)(x)], axis=-1
    )
""",
    ),
    (
        "joined by plus", layers.joined_by_plus, BLOCK,
        """
def block(x: keras.KerasTensor, filters: int):
    y = keras.layers.Conv2D(filters, 3, padding="same", activation="relu")(x)
    y = keras.layers.Conv2D(filters, 3, padding="same")(y)
    return keras.layers.ReLU()(y + x)
""",
    ),
    (
        "reshaped", layers.reshaped, ADDED_IN_A_LOOP,
        """
def build():
    model = keras.Sequential([keras.Input((8, 8, 1))])
    for _ in range(2):
        model.add(keras.layers.Conv2D(2, 3))
    model.add(keras.layers.Reshape((-1,)))
    return model
""",
    ),
    (
        "pooled by operations", layers.pooled_by_operations,
        "def build(x):\n    return keras.layers.GlobalMaxPooling2D()(x)",
        "def build(x):\n    return keras.ops.max(x, axis=(1, 2))",
    ),
    (
        "without dropout", layers.without_dropout,
        "def build():\n    return [keras.layers.Dropout(0.5), keras.layers.Dense(2)]",
        "def build():\n    return [keras.layers.Dense(2)]",
    ),
    (
        "input by shape", spelling.input_by_shape, STARRED,
        """
def build(middle):
    return keras.Sequential([keras.Input(shape=(8,)), *middle, keras.layers.Dense(2)])
""",
    ),
    (
        "input of batches", spelling.input_of_batches, STARRED,
        """
def build(middle):
    return keras.Sequential(
        [keras.Input(batch_shape=(None, *(8,))), *middle, keras.layers.Dense(2)]
    )
""",
    ),
    (
        "input layer", spelling.input_layers, STARRED,
        """
def build(middle):
    return keras.Sequential(
        [keras.layers.InputLayer(shape=(8,)), *middle, keras.layers.Dense(2)]
    )
""",
    ),
    (
        "models by keywords", spelling.models_by_keywords, LISTED,
        "def build(layers):\n    return keras.Sequential(layers=layers)",
    ),
    (
        "aliases and bare names", in_turn(spelling.aliases, spelling.bare_names), ADDED,
        """
def build():
    model = keras.Sequential([keras.Input((8, 8, 1))])
    model.add(Convolution2D(2, 3, activation="relu"))
    model.add(Dense(3))
    return model
""",
    ),
    (
        "models module", spelling.models_module, LISTED,
        "def build(layers):\n    return keras.models.Sequential(layers)",
    ),
    (
        "layers module", spelling.layers_module, BRANCHES,
        """
def branches(x: keras.KerasTensor):
    return layers.Concatenate()([layers.Dense(1)(x), layers.Dense(2)(x)])
""",
    ),
    (
        "a variable of that name", spelling.layers_module,
        "def build(layers):\n    return [*layers, keras.layers.Dense(2)]",
        "def build(layers):\n    return [*layers, keras.layers.Dense(2)]",
    ),
    (
        "keras of tensorflow", spelling.keras_of_tensorflow, BRANCHES,
        """
def branches(x: keras.KerasTensor):
    return tf.keras.layers.Concatenate()(
        [tf.keras.layers.Dense(1)(x), tf.keras.layers.Dense(2)(x)]
    )
""",
    ),
    (
        "inlined", loops.inlined,
        """
def build(layers):
    dense = keras.layers.Dense(2)
    layers += [dense]
    kept = keras.layers.Dense(2)
    return layers + [kept], kept
""",
        """
def build(layers):
    layers += [keras.layers.Dense(2)]
    kept = keras.layers.Dense(2)
    return layers + [kept], kept
""",
    ),
    (
        "unrolled", loops.unrolled,
        """
def build(x, n):
    for filters, kernel in ((2, 3), (4, 5)):
        x = keras.layers.Conv2D(filters, kernel)(x)
    for _ in range(n):
        x = keras.layers.ReLU()(x)
    return x
""",
        """
def build(x, n):
    x = keras.layers.Conv2D(2, 3)(x)
    x = keras.layers.Conv2D(4, 5)(x)
    for _ in range(n):
        x = keras.layers.ReLU()(x)
    return x
""",
    ),
    (
        "folded", loops.folded, CHAIN,
        """
def build():
    x = inputs = keras.Input((8, 8, 1))
    for _ in range(2):
        x = keras.layers.Conv2D(2, 3)(x)
        x = keras.layers.ReLU()(x)
    return keras.Model(inputs, keras.layers.Dense(3)(keras.layers.Flatten()(x)))
""",
    ),
    (
        "added", sequentials.added, STARRED,
        """
def build(middle):
    model = keras.Sequential()
    model.add(keras.Input((8,)))
    for layer in middle:
        model.add(layer)
    model.add(keras.layers.Dense(2))
    return model
""",
    ),
    (
        "added in a loop", sequentials.added_in_a_loop, LISTED,
        """
def build(layers):
    model = keras.Sequential()
    for layer in layers:
        model.add(layer)
    return model
""",
    ),
    (
        "called in a loop", sequentials.called_in_a_loop, STARRED,
        """
def build(middle):
    inputs, *rest = [keras.Input((8,)), *middle, keras.layers.Dense(2)]
    x = inputs
    for layer in rest:
        x = layer(x)
    model = keras.Model(inputs, x)
    return model
""",
    ),
    (
        "nested", sequentials.nested, SEQUENTIAL,
        """
def build(kernel: int, width):
    model = keras.Sequential(
        [
            keras.Input((8, 8, 1)),
            keras.Sequential(
                [
                    keras.layers.Conv2D(2, kernel, padding="same", activation="relu"),
                    keras.layers.MaxPooling2D(2),
                ]
            ),
            keras.layers.Flatten(),
            keras.layers.Dense(width, activation="softmax"),
        ]
    )
    return model
""",
    ),
    (
        "features and head", sequentials.features_and_head, SEQUENTIAL,
        """
def build(kernel: int, width):
    model = keras.Sequential(
        [
            keras.Sequential(
                [
                    keras.Input((8, 8, 1)),
                    keras.layers.Conv2D(2, kernel, padding="same", activation="relu"),
                ]
            ),
            keras.Sequential(
                [
                    keras.layers.MaxPooling2D(2),
                    keras.layers.Flatten(),
                    keras.layers.Dense(width, activation="softmax"),
                ]
            ),
        ]
    )
    return model
""",
    ),
    (
        "listed first", sequentials.listed_first, STARRED,
        """
def build(middle):
    layers = [keras.Input((8,)), *middle, keras.layers.Dense(2)]
    model = keras.Sequential(layers)
    return model
""",
    ),
    (
        "collected", sequentials.collected, ADDED,
        """
def build():
    return keras.Sequential(
        [
            keras.Input((8, 8, 1)),
            keras.layers.Conv2D(2, 3, activation="relu"),
            keras.layers.Dense(3),
        ]
    )
""",
    ),
    (
        "collected from a loop", sequentials.collected, ADDED_IN_A_LOOP,
        """
def build():
    layers = [keras.Input((8, 8, 1))]
    for _ in range(2):
        layers.append(keras.layers.Conv2D(2, 3))
    layers.append(keras.layers.Flatten())
    model = keras.Sequential(layers)
    return model
""",
    ),
    (
        "functional from a list", sequentials.functional, SEQUENTIAL,
        """
def build(kernel: int, width):
    x = inputs = keras.Input((8, 8, 1))
    x = keras.layers.Conv2D(2, kernel, padding="same", activation="relu")(x)
    x = keras.layers.MaxPooling2D(2)(x)
    x = keras.layers.Flatten()(x)
    x = keras.layers.Dense(width, activation="softmax")(x)
    model = keras.Model(inputs, x)
    return model
""",
    ),
    (
        "functional from additions", sequentials.functional, ADDED_IN_A_LOOP,
        """
def build():
    x = inputs = keras.Input((8, 8, 1))
    for _ in range(2):
        x = keras.layers.Conv2D(2, 3)(x)
    x = keras.layers.Flatten()(x)
    return keras.Model(inputs, x)
""",
    ),
    (
        "functional from a variable", sequentials.functional, LISTED,
        """
def build(layers):
    inputs, *rest = layers
    x = inputs
    for layer in rest:
        x = layer(x)
    model = keras.Model(inputs, x)
    return model
""",
    ),
    (
        "spread", chains.spread, BRANCHES,
        """
def branches(x: keras.KerasTensor):
    h = keras.layers.Dense(1)(x)
    h2 = keras.layers.Dense(2)(x)
    return keras.layers.Concatenate()([h, h2])
""",
    ),
    (
        "drawn in", chains.drawn_in, BLOCK,
        """
def block(x: keras.KerasTensor, filters: int):
    return keras.layers.ReLU()(
        keras.layers.Add()(
            [
                keras.layers.Conv2D(filters, 3, padding="same")(
                    keras.layers.Conv2D(filters, 3, padding="same", activation="relu")(x)
                ),
                x,
            ]
        )
    )
""",
    ),
    (
        "runs in sequentials", chains.runs_in_sequentials, CHAIN,
        """
def build():
    x = inputs = keras.Input((8, 8, 1))
    x = keras.Sequential(
        [keras.layers.Conv2D(2, 3), keras.layers.ReLU(), keras.layers.Conv2D(2, 3)]
    )(x)
    x = keras.layers.ReLU()(x)
    h2 = keras.Sequential([keras.layers.Flatten(), keras.layers.Dense(3)])(x)
    return keras.Model(inputs, h2)
""",
    ),
    (
        "runs in loops", chains.runs_in_loops, BLOCK,
        """
def block(x: keras.KerasTensor, filters: int):
    y = x
    for layer in (
        keras.layers.Conv2D(filters, 3, padding="same", activation="relu"),
        keras.layers.Conv2D(filters, 3, padding="same"),
    ):
        y = layer(y)
    h = keras.layers.Add()([y, x])
    return keras.layers.ReLU()(h)
""",
    ),
    (
        "runs in functions", chains.runs_in_functions, BLOCK,
        """
def block(x: keras.KerasTensor, filters: int):
    def block2(tensor):
        tensor = keras.layers.Conv2D(filters, 3, padding="same", activation="relu")(tensor)
        tensor = keras.layers.Conv2D(filters, 3, padding="same")(tensor)
        return tensor
    y = block2(x)
    h = keras.layers.Add()([y, x])
    return keras.layers.ReLU()(h)
""",
    ),
    (
        "runs in models", chains.runs_in_models, BLOCK,
        """
def block(x: keras.KerasTensor, filters: int):
    inner = part = keras.Input(x.shape[1:])
    inner = keras.layers.Conv2D(filters, 3, padding="same", activation="relu")(inner)
    inner = keras.layers.Conv2D(filters, 3, padding="same")(inner)
    y = keras.Model(part, inner)(x)
    h = keras.layers.Add()([y, x])
    return keras.layers.ReLU()(h)
""",
    ),
    (
        "layers first", chains.layers_first, BLOCK,
        """
def block(x: keras.KerasTensor, filters: int):
    layer2 = keras.layers.Conv2D(filters, 3, padding="same", activation="relu")
    y = layer2(x)
    layer = keras.layers.Conv2D(filters, 3, padding="same")
    y = layer(y)
    return keras.layers.ReLU()(keras.layers.Add()([y, x]))
""",
    ),
    (
        "settings in a dict", loops.settings_in_a_dict, BLOCK,
        """
def block(x: keras.KerasTensor, filters: int):
    alike = dict(padding="same")
    y = keras.layers.Conv2D(filters, 3, activation="relu", **alike)(x)
    y = keras.layers.Conv2D(filters, 3, **alike)(y)
    return keras.layers.ReLU()(keras.layers.Add()([y, x]))
""",
    ),
    (
        "layers by partial", loops.layers_by_partial, BLOCK,
        """
def block(x: keras.KerasTensor, filters: int):
    alike = functools.partial(keras.layers.Conv2D, padding="same")
    y = alike(filters, 3, activation="relu")(x)
    y = alike(filters, 3)(y)
    return keras.layers.ReLU()(keras.layers.Add()([y, x]))
""",
    ),
]  # fmt: skip


def parsed(text):
    function = ast.parse(text).body[0]
    assert isinstance(function, ast.FunctionDef)
    return function


def plain(text):
    return ast.unparse(ast.parse(text))


@pytest.mark.parametrize(
    ("rewrite", "before", "after"), [c[1:] for c in CASES], ids=[c[0] for c in CASES]
)
def test_a_rewriting(rewrite, before, after):
    function = parsed(before)
    rewrite(function)
    assert ast.unparse(function) == plain(after)


@pytest.mark.parametrize("group", range(len(GROUPS)))
def test_nothing_touches_a_batch_normalisation(group):
    for rewrite in GROUPS[group]:
        function = parsed(NORMED)
        rewrite(function)
        assert "BatchNormalization(momentum=0.9" in ast.unparse(function)


# Keras's own words


@pytest.mark.parametrize("kind", arguments.SIGNATURES)
def test_parameters_stand_in_the_order_of_keras(kind):
    known = tuple(inspect.signature(getattr(keras.layers, kind).__init__).parameters)[1:]
    given = arguments.SIGNATURES[kind]
    assert known[: len(given)] == given


@pytest.mark.parametrize("kind", arguments.DEFAULTS)
def test_defaults_are_those_of_keras(kind):
    known = inspect.signature(getattr(keras.layers, kind).__init__).parameters
    for name, text in arguments.DEFAULTS[kind].items():
        default, ours = known[name].default, ast.literal_eval(text)
        if name == "data_format":
            assert (default, ours) == (None, keras.config.image_data_format())
        else:
            assert default in (ours, (ours, ours))


@pytest.mark.parametrize(("kind", "alias"), spelling.ALIASES.items())
def test_an_alias_is_the_same_class(kind, alias):
    assert getattr(keras.layers, alias) is getattr(keras.layers, kind)


# Draws


def test_the_draws_are_stable():
    function = parsed(CHAIN)
    first = [ast.unparse(f) for f, _ in zip(variants_of(function), range(12))]
    again = [ast.unparse(f) for f, _ in zip(variants_of(function), range(12))]
    assert first == again
    assert len({*first, ast.unparse(function)}) == 13
    assert ast.unparse(function) == plain(CHAIN)
    text = "import keras\n" + CHAIN
    assert restyled(text, ["build"], 12).programs[7] == restyle(text, ["build"], 7)


def test_a_task_that_has_few_variants_begins_again():
    found = restyled("import keras\ndef f(x):\n    return keras.Model(x, x)\n", ["f"], 30)
    assert 1 <= found.distinct["f"] < 30
    assert found.programs[0] == found.programs[found.distinct["f"]]


def test_what_the_new_names_need_is_imported():
    text = "import keras\n" + CHAIN
    programs = restyled(text, ["build"], 40).programs
    lines = {line for program in programs for line in program.split("\n") if "import" in line}
    assert {
        "from keras import layers",
        "from keras import layers as L",
        "from keras.layers import Dense",
        "import functools",
        "import keras",
        "import tensorflow as tf",
    } <= lines


@pytest.mark.parametrize("slug", BUILDING)
def test_every_building_task_has_thirty_variants(slug):
    names = [task.name for task in building_tasks(KIT, slug)]
    solution = KIT.solutions / slug / f"{module_name(slug)}.py"
    found = restyled(solution.read_text("utf-8"), names, 30)
    assert found.distinct == dict.fromkeys(names, 30)


# Proofs


@pytest.fixture(scope="module")
def grader(launcher):
    return Grader(KIT, Options(accuracy="none", seed=20), launcher)


@pytest.mark.parametrize("slug", BUILDING)
def test_two_styles_of_each_exercise_pass(slug, grader):
    assert proof_of(KIT, slug, None, grader, 2).failed == ()


def test_a_style_that_does_not_pass(own_kit, launcher, monkeypatch):
    monkeypatch.setattr("grader.author.styles.GROUPS", ((_without_padding,),))
    monkeypatch.setattr("grader.author.styles.SHARE_LEFT", 0.0)
    own_grader = Grader(own_kit, Options(accuracy="none", seed=3), launcher)
    proof = proof_of(own_kit, TWO, None, own_grader, 1)
    assert (proof.tasks, proof.graded, proof.distinct) == (("2.1",), 1, 1)
    (failed,) = proof.failed
    assert failed.fault.startswith("2.1 shapes: fail shape.")
    assert failed.path == own_kit.root / ".grader" / "styles" / TWO / "style_0.py"
    assert "padding" not in failed.path.read_text("utf-8")


def _without_padding(function):
    for _, call in layers_of(function):
        call.keywords = [each for each in call.keywords if each.arg != "padding"]


def test_the_command(own_kit, capsys, monkeypatch):
    monkeypatch.setenv("COLUMNS", "60")
    proofs = {
        TWO: StyleProof(TWO, ("2.1", "2.3"), 30, 28, ()),
    }
    monkeypatch.setattr("grader.author.styles.proof_of", lambda kit, slug, *_: proofs[slug])
    selection = [(slug, None) for slug in own_kit.slugs]
    assert prove_styles(own_kit, selection) == 0
    table = [
        ["exercise", "building", "tasks", "variants", "passed"],
        [TWO, "2.1", "2.3", "28", "30", "/", "30"],
    ]
    assert [line.split() for line in capsys.readouterr().out.splitlines()] == table
    failed = Failed(4, "2.1 shapes: fail " + 99 * "x", Path("kept.py"))
    proofs[TWO] = StyleProof(TWO, ("2.1",), 30, 30, (failed,))
    assert prove_styles(own_kit, selection) == 1
    told = capsys.readouterr().out.splitlines()
    assert told[1].split() == [TWO, "2.1", "30", "29", "/", "30"]
    assert told[2:] == [f"{TWO} style 4: {failed.fault}", "  kept.py"]
