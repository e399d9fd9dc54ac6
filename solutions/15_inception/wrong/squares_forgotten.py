# expect: 15.2 values one_side_of_kernel
import math


def googlenet_table():
    rows, size, channels = list(STEM), 28, 192  # noqa: F821
    for name, filters in PLAN.items():  # noqa: F821
        if filters is None:
            size, params = math.ceil(size / 2), 0
        else:
            f1, f3r, f3, f5r, f5, fp = filters
            params = (channels + 1) * (f1 + f3r + f5r + fp)
            params += (3 * f3r + 1) * f3 + (5 * f5r + 1) * f5
            channels = f1 + f3 + f5 + fp
        rows.append({"name": name, "shape": (size, size, channels), "params": params})
    rows.append({"name": "fc", "shape": (1000,), "params": (channels + 1) * 1000})
    return rows
