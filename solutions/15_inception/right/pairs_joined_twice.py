# Pairs of branches are joined first; Dense as 1 x 1; the sizes stand in a list.
import keras
import numpy as np


def inception_module(x, f1, f3r, f3, f5r, f5, fp):
    relu = {"activation": "relu"}
    one = keras.layers.Dense(f1, **relu)(x)
    three = keras.layers.Conv2D(f3r, 1, **relu)(x)
    three = keras.layers.Conv2D(f3, 3, padding="same", **relu)(three)
    five = keras.layers.Conv2D(f5r, 1, **relu)(x)
    five = keras.layers.Conv2D(f5, 5, padding="same", **relu)(five)
    pool = keras.layers.MaxPooling2D((3, 3), strides=1, padding="same")(x)
    pool = keras.layers.Conv2D(fp, 1, **relu)(pool)
    left = keras.layers.concatenate([one, three])
    return keras.layers.concatenate([left, keras.layers.concatenate([five, pool])])


def googlenet_table():
    names = list(PLAN)  # noqa: F821
    plan = np.array([PLAN[name] or [0] * 6 for name in names])  # noqa: F821
    f1, f3r, f3, f5r, f5, fp = plan.T
    depths, depth = [], 192
    for total in f1 + f3 + f5 + fp:
        depths.append(depth)
        depth = total or depth
    cin = np.array(depths)
    params = (cin + 1) * (f1 + f3r + f5r + fp) + (9 * f3r + 1) * f3 + (25 * f5r + 1) * f5
    after = depths[1:] + [depth]
    side = [28, 28] + [14] * 6 + [7] * 3
    middle = [
        {"name": name, "shape": (n, n, c), "params": p}
        for name, n, c, p in zip(names, side, after, params)
    ]
    last = {"name": "fc", "shape": (1000,), "params": 1_025_000}
    return [*STEM, *middle, last]  # noqa: F821


def build_mini_inception(classes=6):
    def body(x):
        x = keras.layers.MaxPooling2D(4)(x)
        for _ in range(2):
            x = inception_module(x, 6, 4, 8, 2, 4, 4)
            x = keras.layers.BatchNormalization(momentum=0.9)(x)
        return keras.layers.GlobalMaxPooling2D(keepdims=True)(x)

    inputs = keras.Input((32, 32, 3))
    x = keras.layers.Flatten()(body(inputs))
    return keras.Model(inputs, keras.layers.Dense(classes, activation="softmax")(x))
