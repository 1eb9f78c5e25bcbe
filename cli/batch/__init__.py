"""`countervail batch`: thousands of runs of a scenario, and what they tell."""
