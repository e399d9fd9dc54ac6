"""Accuracy: networks trained by the kit itself, from plain data, under a recipe."""
