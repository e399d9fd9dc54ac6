# expect: 6.2 outputs weights_left_to_chance
# The filters never reach the layer.
import keras


def build_filter_bank(names):
    model = keras.Sequential(
        [
            keras.Input((None, None, 1)),
            keras.layers.Conv2D(len(names), 3, padding="same", use_bias=False),
        ]
    )
    return model
