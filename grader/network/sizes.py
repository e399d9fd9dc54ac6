"""The size of a picture after a window has slid over it, along one axis.

Formulas: Keras's `compute_conv_output_shape` and `compute_pooling_output_shape`
(`keras/src/ops/operation_utils.py`), and Dumoulin and Visin, "A guide to convolution arithmetic
for deep learning" (2016), relations 6 and 14. An open size (`None`) stays open.
"""

from __future__ import annotations


def reach(k: int, d: int = 1) -> int:
    """Return how many cells a kernel of `k` taps spans at dilation `d`: `d*(k - 1) + 1`."""
    return d * (k - 1) + 1


def conv_output(
    n: int | None, k: int, s: int = 1, padding: str = "valid", dilation: int = 1
) -> int | None:
    """Return the output size of a convolution; zero or less where the window does not fit."""
    if n is None:
        return None
    if padding == "same":
        return -(-n // s)
    return (n - reach(k, dilation)) // s + 1


def pool_output(n: int | None, k: int, s: int | None = None, padding: str = "valid") -> int | None:
    """Return the output size of a pooling; a stride of `None` is the window itself."""
    return conv_output(n, k, k if s is None else s, padding)


def same_pads(n: int, k: int, s: int = 1, d: int = 1) -> tuple[int, int]:
    """Return the cells that `padding="same"` adds before and after; the odd one goes after.

    Source: TensorFlow's "SAME" rule, `max((ceil(n/s) - 1)*s + reach - n, 0)`.
    """
    missing = max((-(-n // s) - 1) * s + reach(k, d) - n, 0)
    return missing // 2, missing - missing // 2


def transposed_output(
    n: int | None, k: int, s: int, padding: str, extra: int | None, dilation: int
) -> int | None:
    """Return the output size of a transposed convolution; `extra` is Keras's `output_padding`.

    Source: `_get_output_shape_given_tf_padding` in `keras/src/backend/common/backend_utils.py`.
    """
    if n is None:
        return None
    window = reach(k, dilation)
    if padding == "valid":
        return (n - 1) * s + window + (max(window, s) - window if extra is None else extra)
    return n * s if extra is None else (n - 1) * s + window % 2 + extra
