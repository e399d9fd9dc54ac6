# Asks Keras who looks at whom (a remark, no deduction), and answers with a tensor.
import keras


def coverage_map(n, k, s, padding):
    windows = -(-n // s) if padding == "same" else (n - k) // s + 1
    back = keras.ops.conv_transpose(
        keras.ops.ones((1, windows, windows, 1)),
        keras.ops.ones((k, k, 1, 1)),
        strides=s,
        padding="valid",
    )[0, :, :, 0]
    before = max((windows - 1) * s + k - n, 0) // 2
    seen = back[before : before + n, before : before + n]
    missing = n - seen.shape[0]
    return keras.ops.pad(seen, ((0, missing), (0, missing)))
