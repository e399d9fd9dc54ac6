# expect: 18.1 repaired -
PREPROCESS = 1 / 255
