# Plain Python sums; the map grows row by row; the picture is copied and its zeros replaced.
import numpy as np


def to_plus_minus_one(img):
    result = img.astype("float32")
    result[result == 0] = -1
    return result


def match_score(patch, kernel):
    products = [p * k for p, k in zip(patch.flatten(), kernel.flatten())]
    return sum(products) / len(products)


def activation_map(image, kernel):
    height, width = kernel.shape
    rows = []
    for top in range(len(image) - height + 1):
        row = []
        for left in range(len(image[0]) - width + 1):
            row.append(match_score(image[top : top + height, left : left + width], kernel))
        rows.append(row)
    return np.array(rows)
