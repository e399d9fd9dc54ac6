"""Sends a datagram to the outside."""
# 1.3 fail call.raised

import socket


def facts(x):
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as made:
        made.sendto(b"hello", ("1.1.1.1", 53))
