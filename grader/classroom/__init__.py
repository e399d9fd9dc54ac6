"""A whole class: what was handed in, who graded what when, and what came of it."""
