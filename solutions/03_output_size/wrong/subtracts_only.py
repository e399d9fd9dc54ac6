# expect: 3.3 values forgets_plus_one
def find_kernels(sizes=(9, 5, 3, 1)):
    return [sizes[i] - sizes[i + 1] for i in range(len(sizes) - 1)]
