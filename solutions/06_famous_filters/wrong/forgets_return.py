# expect: 6.1 arrays -
# Returns None.
import numpy as np


def make_filter(name):
    filters = {
        "identity": [[0, 0, 0], [0, 1, 0], [0, 0, 0]],
        "blur": np.ones((3, 3)) / 9,
        "gaussian": np.array([[1, 2, 1], [2, 4, 2], [1, 2, 1]]) / 16,
        "sharpen": [[0, -1, 0], [-1, 5, -1], [0, -1, 0]],
        "edge": [[-1, -1, -1], [-1, 8, -1], [-1, -1, -1]],
        "sobel_x": [[-1, 0, 1], [-2, 0, 2], [-1, 0, 1]],
        "sobel_y": [[-1, -2, -1], [0, 0, 0], [1, 2, 1]],
    }
    np.array(filters[name])
