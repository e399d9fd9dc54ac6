# expect: 6.2 shapes filters_off
import keras
import numpy as np


def build_filter_bank(names):
    filters = [make_filter(name) for name in ["identity", *names]]  # noqa: F821
    conv = keras.layers.Conv2D(len(filters), 3, padding="same", use_bias=False)
    model = keras.Sequential([keras.Input((None, None, 1)), conv])
    conv.set_weights([np.stack(filters, axis=-1)[:, :, None, :]])
    return model
