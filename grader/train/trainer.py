"""The trainer: a process of its own that trains one network under one recipe.

Standard input takes one JSON object (`network`, `recipe`, `extras`, `seed`), standard output gives
one a line: `{"epoch": 3, "epochs": 12}` while it trains, `{"accuracy": 0.99, ...}` at the end. With
`"portrait": true` it is trained to be looked at: see `grader.train.sitting`.
Nothing a student wrote comes here, but the sizes of the network are theirs.
"""

from __future__ import annotations

import json
import math
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, TextIO

from grader.network import Layer, Network, from_json
from grader.spec import Recipe
from grader.train import data

MAX_PARAMETERS = 3_000_000
FIRST = 256
"""How many pictures the loss before any training is measured on."""


@dataclass(frozen=True)
class Extras:
    """What a submission brings to a training besides its network."""

    optimizer: Mapping[str, Any] | None = None
    """As `grader.network.compiled.to_json` writes it; None for the recipe's own."""
    pixels: tuple[float, ...] | None = None
    """What each pixel of 0 to 255 becomes; None leaves the data as the generator scales them."""


@dataclass(frozen=True)
class Ready:
    """A network about to be trained."""

    model: Any
    loss: Any
    network: Network
    recipe: Recipe
    extras: Extras
    seed: int


def main() -> None:
    """Train what standard input describes."""
    out = sys.stdout
    request = json.load(sys.stdin)
    if request.get("portrait"):
        from grader.train.sitting import portray

        found = portray(request, out)
    else:
        found = train(request, out)
    print(json.dumps(found), file=out, flush=True)


def train(request: dict[str, Any], out: TextIO) -> dict[str, Any]:
    """Train and return the accuracy on the test set and the losses of the epochs.

    The same request gives the same bits on the same machine: seeded, deterministic operations, one
    thread.
    """
    ready = prepare(request)
    recipe, model, seed = ready.recipe, ready.model, ready.seed
    x, y = data.load(recipe.data, recipe.train_size, seed, recipe.train_options)
    x_test, y_test = data.load_test(recipe.data, recipe.test_size, seed, recipe.test_options)
    x, x_test = pixels(x, ready.extras), pixels(x_test, ready.extras)
    first = slice(FIRST)
    start = float(ready.loss(y[first], model(x[first], training=False)))
    history = fit(ready, x, y, out)
    predicted = classes(ready, model.predict(x_test, batch_size=256, verbose=0))
    return {
        "accuracy": float((predicted == y_test).mean()),
        "losses": [float(loss) for loss in history.history["loss"]],
        "start": start if math.isfinite(start) else None,
    }


def prepare(request: dict[str, Any]) -> Ready:
    """Return the network that a request describes, with its first weights drawn from the seed."""
    import keras
    import tensorflow as tf

    from grader.train.rebuild import to_keras

    tf.config.threading.set_intra_op_parallelism_threads(1)
    tf.config.threading.set_inter_op_parallelism_threads(1)
    tf.config.experimental.enable_op_determinism()
    keras.utils.set_random_seed(request["seed"])
    network = from_json(request["network"])
    model = to_keras(network)
    loss = _loss(keras, network.layers[network.output], binary=model.output_shape[-1] == 1)
    recipe, extras = Recipe(**request["recipe"]), Extras(**request["extras"])
    return Ready(model, loss, network, recipe, extras, request["seed"])


def fit(ready: Ready, x: Any, y: Any, out: TextIO, *callbacks: Any) -> Any:
    """Train under the recipe and return Keras's history; every epoch is told to `out`."""
    import keras

    recipe = ready.recipe
    ready.model.compile(_optimizer(keras, recipe, ready.extras), ready.loss)
    return ready.model.fit(
        x,
        y,
        epochs=recipe.epochs,
        batch_size=recipe.batch_size,
        verbose=0,
        callbacks=[*callbacks, _progress(keras, recipe.epochs, out)],
    )


def classes(ready: Ready, answers: Any) -> Any:
    """Return the class that each row of a network's answers names."""
    middle = 0.0 if ready.loss.get_config()["from_logits"] else 0.5
    return answers[:, 0] > middle if answers.shape[-1] == 1 else answers.argmax(axis=-1)


def pixels(x: Any, extras: Extras) -> Any:
    """Return pictures as the generator scales them, or as the submission does."""
    if extras.pixels is None:
        return x
    import numpy as np

    return np.asarray(extras.pixels, np.float32)[np.rint(x * 255).astype(np.uint8)]


def _loss(keras: Any, last: Layer, *, binary: bool) -> Any:
    """Return cross-entropy for the labels; a head without any function gives logits."""
    logits = last.kind != "Activation"
    if binary:
        return keras.losses.BinaryCrossentropy(from_logits=logits)
    return keras.losses.SparseCategoricalCrossentropy(from_logits=logits)


def _optimizer(keras: Any, recipe: Recipe, extras: Extras) -> Any:
    """Return the recipe's optimiser, or the one that the submission was compiled with."""
    if extras.optimizer is None:
        optimizer = keras.optimizers.get(recipe.optimizer)
        optimizer.learning_rate = recipe.learning_rate
        return optimizer
    own = extras.optimizer
    constructor = getattr(keras.optimizers, own["optimizer"])
    return constructor(learning_rate=own["rate"], **own["options"])


def _progress(keras: Any, epochs: int, out: TextIO) -> Any:
    def tell(epoch: int, logs: Any) -> None:
        print(json.dumps({"epoch": epoch + 1, "epochs": epochs}), file=out, flush=True)

    return keras.callbacks.LambdaCallback(on_epoch_end=tell)


if __name__ == "__main__":
    main()
