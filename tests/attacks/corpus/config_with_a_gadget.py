"""Has its model describe an activation that would change Keras itself."""
# exercise 02
# 2.1 fail network.malformed

import keras
import numpy as np


GADGET = """{"module": "keras", "class_name": "Sequential", "registered_name": null, "config":
{"name": "s", "layers": [{"module": "keras.layers", "class_name": "InputLayer", "registered_name":
null, "config": {"batch_shape": [null, 9, 7, 1], "dtype": "float32", "name": "i"}}, {"module":
"keras.layers", "class_name": "Activation", "registered_name": null, "config": {"activation":
{"module": "keras.config", "class_name": "function", "config": "set_epsilon", "registered_name":
"set_epsilon"}}}]}}"""


class Model(keras.Sequential):
    def to_json(self, **_):
        return GADGET


def build_net(filters):
    return Model([keras.Input((9, 7, 1))])
