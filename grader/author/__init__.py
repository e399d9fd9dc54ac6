"""What authors do: cut stubs, freeze answers, prove exercises, start new ones."""
