"""Leaves a setting of Keras that would turn every number into half precision."""
# exercise 02

import os

import keras
import numpy as np

folder = os.path.expanduser("~/.keras")
for place in (folder, os.environ["KERAS_HOME"]):
    os.makedirs(place, exist_ok=True)
    with open(os.path.join(place, "keras.json"), "w") as file:
        file.write('{"floatx": "float16", "image_data_format": "channels_first"}')
