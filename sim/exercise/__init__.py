"""Exercise: a scenario conducted with people, from STARTEX to the after-action report."""
