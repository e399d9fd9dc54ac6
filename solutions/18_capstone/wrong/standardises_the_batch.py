# expect: 18.1 repaired batch_statistics
def standardised(images):
    return (images - images.mean()) / images.std()


PREPROCESS = standardised
