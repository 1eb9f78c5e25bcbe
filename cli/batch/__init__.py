"""`countervail batch`: thousands of runs of one scenario, and what they say."""
