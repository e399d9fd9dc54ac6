# Asks Keras for the numbers: right, though it earns a remark.
import keras


def lenet_predictions():
    model = build_lenet5()  # noqa: F821  # the one of the solution
    learned = [layer.count_params() for layer in model.layers]
    shape = (None, 28, 36, 1)
    for layer in model.layers[:4]:
        shape = layer.compute_output_shape(shape)
    return {
        "C1": learned[0],
        "S2": learned[1],
        "C3": learned[2],
        "C5": learned[5],
        "total": model.count_params(),
        "flat": shape[1] * shape[2] * shape[3],
    }
