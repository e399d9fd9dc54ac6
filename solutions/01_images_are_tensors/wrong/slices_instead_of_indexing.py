# expect: 1.2 arrays keeps_axis_of_one
import numpy as np


def split_channels(img):
    img = np.atleast_3d(img)
    return [img[:, :, c : c + 1] for c in range(img.shape[2])]
