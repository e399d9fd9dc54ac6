"""What runs in the untrusted process; it knows nothing that is judged."""
