# %% [markdown]
# # Exercise 01 · Double it
# Three small functions of whole numbers. README.md has the figure.


# %% [markdown]
# ## Task 1.1 · Twice (2 points, about 5 minutes)
# %%
def double(x: int) -> int:
    """Return twice `x`.

    >>> double(3)
    6
    """
    # BEGIN SOLUTION 1.1: one line is enough.
    return 2 * x
    # END SOLUTION


# %% [markdown]
# ## Task 1.2 · Four times (2 points, about 5 minutes)
# %%
def quadruple(x: int) -> int:
    """Return four times `x`; a negative `x` raises ValueError.

    >>> quadruple(3)
    12
    """
    # BEGIN SOLUTION 1.2: `double` helps,
    #     and it helps twice.
    if x < 0:
        raise ValueError("x is negative")
    return double(double(x))
    # END SOLUTION


# %% [markdown]
# ## Task 1.3 · Facts (2 points, about 5 minutes)
# %%
def facts(x: int) -> dict[str, float]:
    """Return the square and the half of `x` under "square" and "half".

    >>> facts(3)
    {'square': 9, 'half': 1.5}
    """
    found = {"square": 0, "half": 0.0}
    # BEGIN SOLUTION 1.3: fill in both entries.
    # STUB: ...
    found["square"], found["half"] = x * x, x / 2
    # END SOLUTION
    return found


# %%
if __name__ == "__main__":
    print(double(21))
