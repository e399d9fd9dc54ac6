"""What VGG16's facts cost: built dry, read as data, walked. Run as a process of its own."""

from __future__ import annotations

import json
import os
import time

import psutil

EXPECTED = 138_357_544
"""Parameters of VGG16, as keras.applications has it (curriculum 2.3)."""


def main() -> None:
    """Print seconds and mebibytes above the import as JSON."""
    import keras

    from grader.network import read_network, total, walk

    build(keras, 8)  # what Keras loads at the first layer belongs to its import
    process = psutil.Process(os.getpid())
    before, begun = process.memory_info().rss, time.perf_counter()
    config = build(keras, 64)
    parameters, _ = total(walk(read_network(config)))
    took, grown = time.perf_counter() - begun, process.memory_info().rss - before
    assert parameters == EXPECTED, parameters
    print(json.dumps({"seconds": took, "mib": grown / 2**20}))


def build(keras: object, width: int) -> object:
    """Return the config of a VGG16 (of width 64; narrower for practice)."""
    layers = keras.layers  # type: ignore[attr-defined]
    with keras.StatelessScope(initialize_variables=False):  # type: ignore[attr-defined]
        stack = [keras.Input((224, 224, 3))]  # type: ignore[attr-defined]
        for convs, factor in ((2, 1), (2, 2), (3, 4), (3, 8), (3, 8)):
            for _ in range(convs):
                conv = layers.Conv2D(factor * width, 3, padding="same", activation="relu")
                stack.append(conv)
            stack.append(layers.MaxPooling2D(2))
        stack.append(layers.Flatten())
        for units, activation in ((64, "relu"), (64, "relu")):
            stack.append(layers.Dense(units * width, activation=activation))
        stack.append(layers.Dense(1000, activation="softmax"))
        model = keras.Sequential(stack)  # type: ignore[attr-defined]
        return json.loads(model.to_json())


if __name__ == "__main__":
    main()
