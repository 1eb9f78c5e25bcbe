"""AAR: the after-action report with its improvement plan: gathered, compared, drawn, written."""
