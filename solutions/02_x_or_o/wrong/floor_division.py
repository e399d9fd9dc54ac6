# expect: 2.2 values floors_the_score
def match_score(patch, kernel):
    return (patch * kernel).sum() // kernel.size
