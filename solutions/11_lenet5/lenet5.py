# %% [markdown]
# # Exercise 11 · LeNet-5
# The oldest network of this course read the digits on cheques in 1998. Two convolutions, two
# poolings, three dense layers: everything in it you know already. First count it by hand, then
# build it; and find out what has to change when a picture has 28 pixels instead of 32.
# README.md has the figure.

# %%
import keras


# %% [markdown]
# ## Task 11.1 · Six numbers by hand (4 points, about 10 minutes)
# Pencil first. A slip in a single layer shows in the total; a slip in a size shows in what follows.
# What is still None is not judged. When your network stands, run this file: Keras answers below.
# %%
def lenet_predictions() -> dict[str, int]:
    """Return six numbers about LeNet-5: whole numbers, worked out by hand.

    layer    what it is              layer    what it is
    input    pictures (32, 32, 1)             Flatten()
    C1       Conv2D(6, 5)            C5       Dense(120)
    S2       AveragePooling2D(2)     F6       Dense(84)
    C3       Conv2D(16, 5)           output   Dense(10)
    S4       AveragePooling2D(2)

    What is not written has Keras's default: no padding, stride 1 in convolutions, and biases.

    key       the number
    "C1"      how many numbers C1 learns
    "S2"      how many numbers S2 learns
    "C3"      how many numbers C3 learns
    "C5"      how many numbers C5 learns
    "total"   how many numbers the whole network learns
    "flat"    how many numbers Flatten() hands on when the pictures are (28, 36, 1) instead

    >>> sorted(lenet_predictions())
    ['C1', 'C3', 'C5', 'S2', 'flat', 'total']
    """
    # BEGIN SOLUTION 11.1: put a number, or a product such as 5 * 5 * 3, for each None.
    # STUB: return {
    # STUB:     "C1": None,
    # STUB:     "S2": None,
    # STUB:     "C3": None,
    # STUB:     "C5": None,
    # STUB:     "total": None,
    # STUB:     "flat": None,
    # STUB: }
    c1 = (5 * 5 * 1 + 1) * 6
    c3 = (5 * 5 * 6 + 1) * 16
    c5 = (5 * 5 * 16 + 1) * 120
    f6, output = (120 + 1) * 84, (84 + 1) * 10
    total = c1 + c3 + c5 + f6 + output
    return {"C1": c1, "S2": 0, "C3": c3, "C5": c5, "total": total, "flat": 4 * 6 * 16}
    # END SOLUTION


# %% [markdown]
# ## Task 11.2 · From the table to the code (7 points, about 15 minutes)
# %%
def build_lenet5(input_size: int = 32, padding: str = "valid", classic: bool = True) -> keras.Model:
    """Return LeNet-5 for grey pictures of `input_size` x `input_size` pixels.

    layer    what it is
    input    (input_size, input_size, 1)
    C1       convolution, 6 filters 5 x 5, with `padding` ("valid" or "same")
    S2       pooling 2 x 2
    C3       convolution, 16 filters 5 x 5, without padding
    S4       pooling 2 x 2
             everything in one row
    C5       120 units
    F6       84 units
    output   10 classes, softmax

    `classic=True` is the network of 1998: average pooling, and tanh after C1, C3, C5 and F6.
    `classic=False` is the same network as one would write it today: max pooling, and ReLU in the
    same four places. The arguments are obeyed, also where they fit the paper badly; `input_size`
    is 16 or more. Nothing is compiled or trained here.

    >>> build_lenet5(28, "same").output_shape
    (None, 10)
    >>> build_lenet5(28, "valid").count_params()
    44426
    """
    # BEGIN SOLUTION 11.2: choose the pooling and the activation, then write the table as layers.
    #   Which of them needs `padding`?
    pool = keras.layers.AveragePooling2D if classic else keras.layers.MaxPooling2D
    activation = "tanh" if classic else "relu"
    return keras.Sequential(
        [
            keras.Input((input_size, input_size, 1)),
            keras.layers.Conv2D(6, 5, padding=padding, activation=activation),
            pool(2),
            keras.layers.Conv2D(16, 5, activation=activation),
            pool(2),
            keras.layers.Flatten(),
            keras.layers.Dense(120, activation=activation),
            keras.layers.Dense(84, activation=activation),
            keras.layers.Dense(10, activation="softmax"),
        ]
    )
    # END SOLUTION


# %% [markdown]
# ## Predicted, then run
# Your own network answers, once all six numbers stand: one row for each layer, the total below.
# For "flat", halve and shrink the sides of (28, 36, 1) along its rows.
# %%
if __name__ == "__main__":
    if None not in lenet_predictions().values():
        print("You say:", lenet_predictions())
        build_lenet5().summary()

# %% [markdown]
# ## Play
# %%
if __name__ == "__main__":
    for size, padding in ((32, "valid"), (28, "same"), (28, "valid")):  # which two are one network?
        print(size, padding, build_lenet5(size, padding).count_params())
