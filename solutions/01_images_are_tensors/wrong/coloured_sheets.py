# expect: 1.2 arrays blanks_other_channels
import numpy as np


def split_channels(img):
    if img.ndim == 2:
        return [img]
    sheets = []
    for c in range(img.shape[2]):
        sheet = np.zeros_like(img)
        sheet[:, :, c] = img[:, :, c]
        sheets.append(sheet)
    return sheets
