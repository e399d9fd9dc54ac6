# expect: 2.2 values clips_negatives
def match_score(patch, kernel):
    score = (patch * kernel).mean()
    return float(score) if score > 0 else 0.0
