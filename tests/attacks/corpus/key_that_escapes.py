"""Returns keys and types whose names steer terminals, pages and spreadsheets."""
# 1.3 fail value.keys

Named = type("\x1b[2J<img src=x onerror=alert(1)>=HYPERLINK(1)", (), {})


def facts(x):
    return {"\x1b[2J\x1b[32m100/100": Named(), "=1+1": "<script>"}
