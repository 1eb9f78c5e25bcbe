"""Analysis: what the results say, and how surely."""
