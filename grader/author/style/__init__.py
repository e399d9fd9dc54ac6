"""Rewritings of a program that keep its networks: what `author prove --styles` draws from."""
