"""Listens on a port for its neighbours."""
# 1.3 fail call.raised

import socket


def facts(x):
    socket.create_server(("127.0.0.1", 0)).listen()
