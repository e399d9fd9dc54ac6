# expect: 2.2 values divides_by_rows
def match_score(patch, kernel):
    rows = patch.shape[0]
    return float((patch * kernel).sum() / rows)
