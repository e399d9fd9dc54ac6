"""Exercises as notebooks: how they are made, and how `check` reads what a kernel has run so far."""
