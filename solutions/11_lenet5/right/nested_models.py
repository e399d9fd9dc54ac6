# Two models inside of a model, operations for activations; predictions worked out by loops.
import keras


def lenet_predictions():
    layers = [(25, 6), (25 * 6, 16), (5 * 5 * 16, 120), (120, 84), (84, 10)]
    learned = []
    for each, outputs in layers:
        learned.append(outputs * each + outputs)
    sides = []
    for side in (28, 36):
        for _ in range(2):
            side = (side - 5 + 1) // 2
        sides.append(side)
    return dict(
        C1=learned[0],
        S2=0,
        C3=learned[1],
        C5=learned[2],
        total=sum(learned),
        flat=sides[0] * sides[1] * 16,
    )


def build_lenet5(input_size=32, padding="valid", classic=True):
    act = keras.ops.tanh if classic else keras.ops.relu
    pool = keras.layers.AveragePooling2D if classic else keras.layers.MaxPooling2D

    def features():
        x = picture = keras.Input((input_size, input_size, 1))
        x = pool(2)(act(keras.layers.Conv2D(6, 5, padding=padding)(x)))
        x = pool(2)(act(keras.layers.Conv2D(16, 5)(x)))
        return keras.Model(picture, keras.layers.Flatten()(x))

    activation = "tanh" if classic else "relu"
    head = [
        keras.layers.Dense(120, activation=activation),
        keras.layers.Dense(84, activation=activation),
        keras.layers.Dense(10, activation=keras.activations.softmax),
    ]
    return keras.Sequential([features(), keras.Sequential(head)])
