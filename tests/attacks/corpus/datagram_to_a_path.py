"""Sends a datagram to a socket of the machine through a pair of its own."""
# 1.3 fail call.raised

import socket


def facts(x):
    one, _ = socket.socketpair(socket.AF_UNIX, socket.SOCK_DGRAM)
    one.sendto(b"hello", "/dev/log")
