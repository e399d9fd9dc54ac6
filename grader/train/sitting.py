"""In the trainer: a network trained to be looked at, while it learns and afterwards.

The pictures it is tried on are those that anybody may see, never a test set.
"""

from __future__ import annotations

import base64
import math
from typing import Any, TextIO

import numpy as np

from grader.train import data
from grader.train.trainer import Ready, classes, fit, pixels, prepare

TRIED = 500
"""Pictures that are read after every epoch: of the training set, and as many new ones."""
MISREAD = 8
MOVED = 300
"""Pictures that are read for each shift."""
FILTERS = 8
SIDE = 64
"""Maps of larger sides are not brought back."""
Array = np.ndarray[Any, Any]


def portray(request: dict[str, Any], out: TextIO) -> dict[str, Any]:
    """Train and return what `grader.train.portrait.Portrait` holds, as JSON."""
    ready = prepare(request)
    recipe, seed = ready.recipe, ready.seed
    x, y = data.load(recipe.data, recipe.train_size, seed, recipe.train_options)
    shown, labels = data.load_shown(recipe.data, TRIED, seed, recipe.test_options)
    x, tried = pixels(x, ready.extras), pixels(shown, ready.extras)
    parts = ((x[:TRIED], y[:TRIED]), (tried, labels))
    epochs = [_measured(ready, *parts)]
    fit(ready, x, y, out, _Watch(ready, parts, epochs).callback())
    answers = ready.model.predict(tried, batch_size=256, verbose=0)
    predicted, true = classes(ready, answers).astype(int), labels.astype(int)
    return {
        "accuracy": float((predicted == true).mean()),
        "epochs": epochs,
        "confusion": _confusion(true, predicted, max(answers.shape[-1], 2)),
        "misread": [
            {"picture": _bytes(shown[i]), "label": int(true[i]), "read": int(predicted[i])}
            for i in np.flatnonzero(predicted != true)[:MISREAD]
        ],
        "shifts": _shifts(ready),
        **_first_layer(ready, shown, tried, true),
    }


class _Watch:
    """Measures after every epoch."""

    def __init__(self, ready: Ready, parts: Any, epochs: list[list[float | None]]) -> None:
        self._ready, self._parts, self._epochs = ready, parts, epochs

    def callback(self) -> Any:
        import keras

        return keras.callbacks.LambdaCallback(on_epoch_end=self._measure)

    def _measure(self, epoch: int, logs: Any) -> None:
        self._epochs.append(_measured(self._ready, *self._parts))


def _measured(ready: Ready, *parts: tuple[Array, Array]) -> list[float | None]:
    """Return loss and accuracy on the training pictures, then on the new ones."""
    found: list[float | None] = []
    for x, y in parts:
        answers = ready.model.predict(x, batch_size=256, verbose=0)
        loss = float(ready.loss(y.reshape(len(y), -1) if answers.shape[-1] == 1 else y, answers))
        found.append(loss if math.isfinite(loss) else None)
        found.append(float((classes(ready, answers) == y).mean()))
    return found


def _confusion(true: Array, predicted: Array, count: int) -> list[list[int]]:
    """Return how often a class (row) was read as another (column)."""
    table = np.zeros((count, count), int)
    inside = (true < count) & (predicted < count)
    np.add.at(table, (true[inside], predicted[inside]), 1)
    return [[int(n) for n in row] for row in table]


def _shifts(ready: Ready) -> list[list[float]]:
    """Return the accuracy on pictures moved by so many pixels; none where they cannot be moved."""
    recipe, options = ready.recipe, data.options_of(ready.recipe.data)
    if "shift" not in options:
        return []
    still = {"scatter": 0} if "scatter" in options else {}
    found = []
    for shift in range(ready.model.input_shape[1] // 4 + 1):
        moved = {**recipe.test_options, **still, "shift": shift}
        x, y = data.load_shown(recipe.data, MOVED, ready.seed, moved)
        answers = ready.model.predict(pixels(x, ready.extras), batch_size=256, verbose=0)
        found.append([shift, float((classes(ready, answers) == y).mean())])
    return found


def _first_layer(ready: Ready, shown: Array, tried: Array, labels: Array) -> dict[str, Any]:
    """Return the filters of the first convolution, and what they make of two pictures."""
    import keras

    channels = shown.shape[-1]
    convolutions = (x for x in ready.model.layers if isinstance(x, keras.layers.Conv2D))
    first = next((one for one in convolutions if one.kernel.shape[2] == channels), None)
    if first is None or max(first.output.shape[1:3]) > SIDE:
        return {"filters": None, "maps": []}
    places = [int(np.flatnonzero(labels == label)[0]) for label in np.unique(labels)[:2]]
    answers = keras.Model(ready.model.inputs, first.output).predict(tried[places], verbose=0)
    relu = _bends(ready)
    maps = np.maximum(answers, 0) if relu else answers
    return {
        "filters": _packed(np.asarray(first.kernel)[..., :FILTERS], "<f4"),
        "relu": relu,
        "maps": [
            {"picture": _bytes(shown[i]), "label": int(labels[i]), "maps": _packed(one, "<f4")}
            for i, one in zip(places, maps[..., :FILTERS])
        ],
    }


def _bends(ready: Ready) -> bool:
    """Whether a ReLU follows the first convolution at once."""
    layers = ready.network.layers
    place = next((i for i, layer in enumerate(layers) if layer.kind == "Conv2D"), None)
    return any(place in one.inputs and one.get("function") == "relu" for one in layers)


def _bytes(picture: Array) -> dict[str, Any]:
    return _packed(np.rint(np.clip(picture, 0, 1) * 255), "|u1")


def _packed(array: Array, dtype: str) -> dict[str, Any]:
    values = np.nan_to_num(array).astype(dtype)
    data = base64.b64encode(values.tobytes()).decode()
    return {"shape": list(values.shape), "dtype": dtype, "data": data}
