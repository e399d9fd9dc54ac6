# expect: 2.3 arrays windows_step_by_kernel
import numpy as np


def activation_map(image, kernel):
    kh, kw = kernel.shape
    return np.array(
        [
            [
                (image[i : i + kh, j : j + kw] * kernel).mean()
                for j in range(0, image.shape[1] - kw + 1, kw)
            ]
            for i in range(0, image.shape[0] - kh + 1, kh)
        ]
    )
