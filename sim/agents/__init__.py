"""The Mesa model: the one place that imports mesa."""
