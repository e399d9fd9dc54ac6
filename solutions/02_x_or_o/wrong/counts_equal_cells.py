# expect: 2.2 values counts_agreements
def match_score(patch, kernel):
    return float((patch == kernel).sum() / kernel.size)
