"""Returns a list that holds itself."""
# 1.3 fail value.type

def facts(x):
    answer = []
    answer.append(answer)
    return answer
