"""Takes memory that is shared with nobody."""
# 1.3 fail call.raised

import mmap


def facts(x):
    kept = [mmap.mmap(-1, 1 << 30) for _ in range(6)]
    for piece in kept:
        piece.write(bytes(1 << 30))
