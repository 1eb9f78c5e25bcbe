"""Template: what `exercise.yaml` beside a scenario says, so that people can play it."""
