"""The trainer: a process of its own that trains one network under one recipe.

Standard input takes one JSON object (`network`, `recipe`, `seed`), standard output gives a JSON
object a line: `{"epoch": 3, "epochs": 12}` while it trains, `{"accuracy": 0.99, ...}` at the end.
Nothing a student wrote comes here, but the sizes of the network are theirs.
"""

from __future__ import annotations

import json
import sys
from typing import Any, TextIO

MAX_PARAMETERS = 3_000_000


def main() -> None:
    """Train what standard input describes."""
    out = sys.stdout
    request = json.load(sys.stdin)
    print(json.dumps(train(request, out)), file=out, flush=True)


def train(request: dict[str, Any], out: TextIO) -> dict[str, Any]:
    """Train and return the accuracy on the test set and the losses of the epochs.

    The same request gives the same bits on the same machine: seeded, deterministic operations, one
    thread.
    """
    import keras
    import tensorflow as tf

    from grader.network import from_json
    from grader.spec import Recipe
    from grader.train import data
    from grader.train.rebuild import to_keras

    recipe = Recipe(**{**request["recipe"], "seeds": tuple(request["recipe"]["seeds"])})
    seed = request["seed"]
    tf.config.threading.set_intra_op_parallelism_threads(1)
    tf.config.threading.set_inter_op_parallelism_threads(1)
    tf.config.experimental.enable_op_determinism()
    keras.utils.set_random_seed(seed)
    model = to_keras(from_json(request["network"]))
    x, y = data.load(recipe.data, recipe.train_size, seed, recipe.train_options)
    test_seed = data.TEST_STREAM + seed
    x_test, y_test = data.load(recipe.data, recipe.test_size, test_seed, recipe.test_options)
    optimizer = keras.optimizers.get(recipe.optimizer)
    optimizer.learning_rate = recipe.learning_rate
    model.compile(optimizer, "sparse_categorical_crossentropy", metrics=["accuracy"])
    history = model.fit(
        x,
        y,
        epochs=recipe.epochs,
        batch_size=recipe.batch_size,
        verbose=0,
        callbacks=[_progress(keras, recipe.epochs, out)],
    )
    predicted = model.predict(x_test, batch_size=256, verbose=0).argmax(axis=-1)
    return {
        "accuracy": float((predicted == y_test).mean()),
        "losses": [float(loss) for loss in history.history["loss"]],
    }


def _progress(keras: Any, epochs: int, out: TextIO) -> Any:
    def tell(epoch: int, logs: Any) -> None:
        print(json.dumps({"epoch": epoch + 1, "epochs": epochs}), file=out, flush=True)

    return keras.callbacks.LambdaCallback(on_epoch_end=tell)


if __name__ == "__main__":
    main()
