"""The report and its formats."""
