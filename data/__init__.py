"""Data sets that the kit generates; nothing is downloaded."""
