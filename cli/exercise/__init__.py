"""Exercise: the nouns of an exercise, a thin module each: parse, call sim.exercise, show."""
