# expect: 18.1 repaired integer_pictures
PREPROCESS = lambda images: images // 255  # noqa: E731
