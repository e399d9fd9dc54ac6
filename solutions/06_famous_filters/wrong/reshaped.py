# expect: 6.2 outputs reshapes_axes
import keras
import numpy as np


def build_filter_bank(names):
    filters = [make_filter(name) for name in names]  # noqa: F821
    model = keras.Sequential(
        [
            keras.Input((None, None, 1)),
            keras.layers.Conv2D(len(names), 3, padding="same", use_bias=False),
        ]
    )
    model.layers[0].set_weights([np.array(filters).reshape(3, 3, 1, -1)])
    return model
