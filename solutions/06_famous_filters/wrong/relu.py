# expect: 6.2 outputs activation_extra
# Negative answers are cut off.
import keras
import numpy as np


def build_filter_bank(names):
    filters = [make_filter(name) for name in names]  # noqa: F821
    model = keras.Sequential(
        [
            keras.Input((None, None, 1)),
            keras.layers.Conv2D(len(names), 3, padding="same", use_bias=False, activation="relu"),
        ]
    )
    model.layers[0].set_weights([np.stack(filters, axis=-1)[:, :, None, :]])
    return model
