# expect: 10.2 compiled logits_not_told
import keras


def build_xo_cnn(filters=3, padding="valid"):
    return keras.Sequential(
        [
            keras.Input((14, 14, 1)),
            keras.layers.Conv2D(filters, 3, padding=padding, activation="relu"),
            keras.layers.MaxPooling2D(),
            keras.layers.Conv2D(filters, 3, padding=padding, activation="relu"),
            keras.layers.MaxPooling2D(),
            keras.layers.Flatten(),
            keras.layers.Dense(1),
        ]
    )


def compile_model(model):
    model.compile("adam", "binary_crossentropy", metrics=["accuracy"])
    return model
