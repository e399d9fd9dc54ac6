"""Returns a hundred million entries that are one and the same."""
# 1.3 limit run.time
# 1.3 limit run.memory
# 1.3 fail run.exited

def facts(x):
    answer = ["x" * 20_000]
    for _ in range(6):
        answer = [answer] * 10_000
    return answer
