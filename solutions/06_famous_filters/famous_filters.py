# %% [markdown]
# # Exercise 06 · Famous filters
# Long before networks learned their filters, people invented them: nine numbers blur a
# picture, nine others find its edges. `Conv2D` does not care where its numbers come from.
# Here you write the famous ones down and put them into a layer by hand.
# The figure in README.md shows one letter through five of them.

# %%
import keras
import numpy as np


# %% [markdown]
# ## Task 6.1 · Nine numbers (5 points, about 12 minutes)
# %%
def make_filter(name: str) -> np.ndarray:
    """Return the filter of that name as an array of shape (3, 3).

    Asked number by number:
      identity   the picture comes out as it went in
      blur       the plain mean of the nine pixels (the "box")
      gaussian   a mean with the weights 1 2 1, 2 4 2, 1 2 1
    Asked by its sum and by the sign of each cell, so that any strength is right:
      sharpen    middle above 0, its four direct neighbours below, corners 0; sum 1
      edge       middle above 0, all eight neighbours below; sum 0
      sobel_x    answers above 0 where the picture gets brighter to the right;
                 six cells count, the middle column is 0; sum 0
      sobel_y    the same where it gets brighter downwards; the middle row is 0
    Like Conv2D, all of them are laid on the picture as they stand: nothing is flipped.

    >>> round(float(make_filter("gaussian").sum()), 6), round(float(make_filter("edge").sum()), 6)
    (1.0, 0.0)
    >>> brighter_to_the_right = np.array([[0, 0, 9], [0, 0, 9], [0, 0, 9]])
    >>> bool((make_filter("sobel_x") * brighter_to_the_right).sum() > 0)
    True
    """
    # BEGIN SOLUTION 6.1: what should each of them answer on a flat grey area? That is its sum.
    filters = {
        "identity": [[0, 0, 0], [0, 1, 0], [0, 0, 0]],
        "blur": np.ones((3, 3)) / 9,
        "gaussian": np.outer([1, 2, 1], [1, 2, 1]) / 16,
        "sharpen": [[0, -1, 0], [-1, 5, -1], [0, -1, 0]],
        "edge": [[-1, -1, -1], [-1, 8, -1], [-1, -1, -1]],
        "sobel_x": [[-1, 0, 1], [-2, 0, 2], [-1, 0, 1]],
        "sobel_y": [[-1, -2, -1], [0, 0, 0], [1, 2, 1]],
    }
    return np.array(filters[name], dtype=float)
    # END SOLUTION


# %% [markdown]
# ## Task 6.2 · A layer full of them (5 points, about 12 minutes)
# %%
def build_filter_bank(names: list[str]) -> keras.Model:
    """Return a model of one Conv2D that carries these filters, in the order of the names.

    Its input is `keras.Input((None, None, 1))`: a grey picture of any size. The maps are as
    large as the picture ("same"), one for each name; there is no bias and no activation. A
    name may come twice. Conv2D keeps its filters in one array: (rows, columns, channels that
    come in, filters). What the model answers is asked with identity, blur, gaussian and the
    two Sobels; for these two with Sobel's own numbers, the middle ones 2 and the outer ones 1.

    >>> bank = build_filter_bank(["sobel_x", "blur"])
    >>> bank.output_shape, bank.count_params()
    ((None, None, None, 2), 18)
    >>> bank(np.ones((1, 5, 4, 1))).shape == (1, 5, 4, 2)
    True
    """
    # BEGIN SOLUTION 6.2: build the layer, then replace its random numbers by your filters.
    #     On which axis do the filters lie side by side?
    conv = keras.layers.Conv2D(len(names), 3, padding="same", use_bias=False)
    model = keras.Sequential([keras.Input((None, None, 1)), conv])
    filters = np.stack([make_filter(name) for name in names], axis=-1)
    conv.set_weights([filters[:, :, None, :]])
    return model
    # END SOLUTION


# %% [markdown]
# ## Play
# %%
if __name__ == "__main__":
    step = np.repeat([[0.0, 0.0, 0.0, 1.0, 1.0, 1.0]], 5, axis=0)[None, ..., None]
    print(np.round(build_filter_bank(["sobel_x"])(step)[0, :, :, 0], 1))
