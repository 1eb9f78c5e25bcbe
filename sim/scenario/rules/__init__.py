"""What must hold between the parts of a scenario, one rule a function."""
