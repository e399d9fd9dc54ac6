"""Makes files without end."""
# 1.3 fail call.raised
# confined: 1.3 limit run.disk

def facts(x):
    number = 0
    while True:
        number += 1
        open(f"{number}", "w").close()
