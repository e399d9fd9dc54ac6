# Answers with NumPy's numbers and arrays, and with floats that are whole.
import numpy as np

SIZE_PREDICTION = {
    "stem": np.int64(109),
    "stem_same": np.float32(112),
    "pool": np.array(13),
    "pool_same": 14.0,
    "unread": np.uint8(1),
    "smaller": " Stride  2",
}


def conv_output_size(n, k, s=1, padding="valid", dilation=1):
    if padding == "same":
        return np.ceil(n / s)
    starts = np.arange(0, n - dilation * (k - 1), s)
    if starts.size == 0:
        raise ValueError("too long")
    return np.int64(starts.size)


def same_padding(n, k, s):
    total = np.maximum(0, (np.ceil(n / s) - 1) * s + k - n)
    return np.floor(total / 2), np.ceil(total / 2)


def find_kernels(sizes=(9, 5, 3, 1)):
    return 1 - np.diff(sizes)
