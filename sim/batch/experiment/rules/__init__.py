"""What must hold in an experiment file, one rule a function."""
