"""Opens a connection to the outside."""
# 1.3 fail call.raised

import socket


def facts(x):
    socket.create_connection(("1.1.1.1", 80), 2).sendall(b"hello")
