"""Calls about training: what is handed over, what comes back. Real Keras, in a runner."""

from __future__ import annotations

import numpy as np
import pytest

from grader.network.compiled import read_compiled
from grader.run.collect import Call, generate
from grader.run.worker.frames import BuiltModel, Tensor
from grader.spec import GivenData, GivenFunction, GivenModel, Own

LAYERS = (("Flatten", {}), ("Dense", {"units": 3, "activation": "softmax"}))
COMPILED = {"optimizer": "sgd", "loss": "sparse_categorical_crossentropy"}
MODEL = GivenModel((10, 10, 1), LAYERS)
READY = GivenModel((10, 10, 1), LAYERS, compiled=COMPILED)
DATA = GivenData("border_dots", 24, 6, seed=2)


@pytest.fixture
def asked(ask, launcher):
    def asked(text, *calls):
        evidence = ask("import keras\n" + text, *calls, launcher=launcher, keras=True)
        return [evidence.outcomes[call.number] for call in calls]

    return asked


def compiles(number, **arguments):
    return Call(number, "1.1", "compile_model", arguments, want="compiled")


def test_a_model_is_compiled_in_place_or_returned(asked):
    text = """
def compile_model(model):
    model.compile(keras.optimizers.Adam(0.02), "mse", metrics=["accuracy"])
"""
    returned = text + "    return model\n"
    for one in (text, returned):
        (outcome,) = asked(one, compiles(0, model=MODEL))
        settings = read_compiled(outcome.value.config)
        assert (settings.optimizer, settings.loss) == ("Adam", "mean_squared_error")
        assert outcome.value.given


def test_the_students_own_builder_makes_the_argument(asked):
    text = """
def build(units):
    return keras.Sequential([keras.Input((4,)), keras.layers.Dense(units, name="mine")])
def compile_model(model):
    assert model.get_layer("mine").units == 7
    model.compile("sgd", "mse")
    return model
"""
    (outcome,) = asked(text, compiles(0, model=Own("build", {"units": 7})))
    assert read_compiled(outcome.value.config).optimizer == "SGD"
    (outcome,) = asked(text, compiles(0, model=Own("absent")))
    assert (outcome.error.kind, outcome.error.name) == ("missing", "absent")


def test_a_head_may_be_taken_off(asked):
    """The layers of a dry model can be used again."""
    text = """
def compile_model(model):
    bare = keras.Sequential([keras.Input((10, 10, 1)), *model.layers[:-1], keras.layers.Dense(3)])
    bare.compile("sgd", keras.losses.SparseCategoricalCrossentropy(from_logits=True))
    return bare
"""
    (outcome,) = asked(text, compiles(0, model=MODEL))
    assert isinstance(outcome.value, BuiltModel)
    assert read_compiled(outcome.value.config).from_logits
    assert not outcome.value.given


def trains(text_of_return, asked, epochs=2):
    text = f"""
def train(model, data):
    (x, y), validation = data
    history = model.fit(x, y, epochs={epochs}, validation_data=validation, verbose=0)
    return {text_of_return}
"""
    arguments = {"model": READY, "data": DATA}
    (outcome,) = asked(text, Call(0, "1.1", "train", arguments, want="trained"))
    return outcome.value


def test_a_training(asked):
    came = trains("history", asked)
    assert (came["returned"], came["epochs"], came["moved"]) == ("History", 2, True)
    kernel, bias = came["model"].weights["dense"]
    assert (kernel.shape, bias.shape) == ((100, 3), (3,))
    assert np.isfinite(kernel).all()
    assert (came["fits"], came["learned"], came["watched"]) == (1, ["training"], ["validation"])
    assert came["model"].given


FITS = {
    "fit(x_val, y_val, 8)": ("validation", "nothing"),
    "fit(x=x, y=y, validation_data=[x_val, y_val])": ("training", "validation"),
    "fit(x, y[:, None], None, 1, 0, None, 0.5)": ("training", "part"),
    "fit(x, y, None, 1, 0, None, 0.0, (x, y))": ("training", "training"),
    "fit(join([x, x_val]), join([y, y_val]), validation_data=data[1])": ("both", "validation"),
    "fit(join([x_val, x]), join([y_val, y]), validation_data=(x_val[1:], y_val[1:]))": (
        "both",
        "other",
    ),
    "fit(x * 1.5, y, validation_data=tf.data.Dataset.from_tensors(data[1]))": ("other", "other"),
    "fit(tf.data.Dataset.from_tensors((x, y)))": ("other", "nothing"),
    "fit(x, 1 - y % 2)": ("other", "nothing"),
    "fit(tf.constant(x), y)": ("training", "nothing"),
}


def test_what_fit_is_called_with(asked):
    text = "import numpy as np, tensorflow as tf\njoin = np.concatenate\n"
    for number, fit in enumerate(FITS):
        text += f"""
def train_{number}(model, data):
    (x, y), (x_val, y_val) = data
    return model.{fit}
"""
    arguments = {"model": READY, "data": DATA}
    calls = [Call(n, "1.1", f"train_{n}", arguments, want="trained") for n in range(len(FITS))]
    for fit, outcome in zip(FITS, asked(text, *calls)):
        learned, watched = FITS[fit]
        came = outcome.value
        told = (came["fits"], came["learned"], came["watched"])
        assert told == (1, [learned], [watched]), fit


def test_no_history(asked):
    came = trains("history.history", asked)
    assert (came["returned"], came["epochs"]) == ("dict", None)


def test_another_model_was_trained(asked):
    text = """
def train(model, data):
    other = keras.models.clone_model(model)
    other.compile("sgd", "sparse_categorical_crossentropy")
    return other.fit(*data[0], verbose=0)
"""
    arguments = {"model": READY, "data": DATA}
    (outcome,) = asked(text, Call(0, "1.1", "train", arguments, want="trained"))
    assert (outcome.value["epochs"], outcome.value["moved"]) == (1, False)
    assert (outcome.value["fits"], outcome.value["learned"]) == (0, [])


def test_data_cross_as_arrays(ask):
    (x, y), (x_val, y_val) = generate(DATA)
    assert (x.shape, y.shape, x_val.shape, y_val.shape) == (
        (24, 10, 10, 1),
        (24,),
        (6, 10, 10, 1),
        (6,),
    )
    text = "def f(data): return [data[0][0].sum(), data[1][1]]"
    (outcome,) = ask(text, Call(0, "1.1", "f", {"data": DATA})).outcomes.values()
    total, labels = outcome.value
    assert float(total) == pytest.approx(float(x.sum()), rel=1e-5)
    assert labels.tolist() == y_val.tolist()


def test_an_augmentation_of_the_runners(ask):
    text = "def f(x, y, augment): return augment(x, y)"
    x = np.arange(40.0).reshape(2, 5, 4, 1)
    arguments = {"x": x, "y": np.array([5, 6]), "augment": GivenFunction("copies")}
    (outcome,) = ask(text, Call(0, "1.1", "f", arguments)).outcomes.values()
    pictures, labels = outcome.value
    assert (pictures.shape, labels.tolist()) == ((24, 5, 4, 1), 12 * [5, 6])
    assert np.array_equal(pictures[:2], x)
    assert len({picture.tobytes() for picture in pictures}) == 24
    assert np.array_equal(np.sort(pictures[4].ravel()), np.sort(x[0].ravel()))


@pytest.mark.parametrize(
    ("text", "value"),
    [("PREPROCESS = None", None), ("PREPROCESS = lambda batch: batch / 2", [0.5, 1.0])],
)
def test_a_constant_that_is_a_function(ask, text, value):
    call = Call(0, "1.1", "PREPROCESS", {"images": np.array([1, 2])}, "position", "function")
    (outcome,) = ask(text, call).outcomes.values()
    found = outcome.value
    found = found.array if isinstance(found, Tensor) else found
    assert (found if found is None else found.tolist()) == value


def test_a_constant_that_is_none_of_both(ask):
    call = Call(0, "1.1", "PREPROCESS", {"images": np.array([1])}, "position", "function")
    (outcome,) = ask("PREPROCESS = 255", call).outcomes.values()
    assert (outcome.error.kind, outcome.error.type) == ("not_callable", "int")
