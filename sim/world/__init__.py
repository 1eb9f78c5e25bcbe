"""The World: all quantities at one instant, as arrays, and how it is built from a Scenario."""
