"""Orders: their grammar and what each does to the measures in force."""
