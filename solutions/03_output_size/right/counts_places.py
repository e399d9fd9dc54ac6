# Counts the places one by one, with loops; gives lists where the solution gives tuples.
def conv_output_size(n, k, s=1, padding="valid", dilation=1):
    if padding == "same":
        return len(range(0, n, s))
    reach = (k - 1) * dilation
    places = 0
    start = 0
    while start + reach < n:
        places += 1
        start += s
    if places == 0:
        raise ValueError("the window does not fit")
    return places


def same_padding(n, k, s):
    last_start = 0
    while last_start + s < n:
        last_start += s
    missing = last_start + k - n
    before = after = 0
    while before + after < missing:
        if after > before:
            before += 1
        else:
            after += 1
    return [before, after]


def find_kernels(sizes=(9, 5, 3, 1)):
    kernels = []
    for i in range(1, len(sizes)):
        k = 1
        while sizes[i - 1] - k + 1 > sizes[i]:
            k += 1
        kernels.append(k)
    return tuple(kernels)
