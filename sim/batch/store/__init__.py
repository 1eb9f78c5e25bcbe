"""Store: a folder that holds an experiment as run and all that came of it."""
