"""Tests of `grader/messages/`."""
