"""Politics: what damage does to governments, who gives way, and what that does to their standing.

Reads the World's measures and disputes and what they cost; knows neither orders nor the economy.
Equation numbers (§P) refer to docs/explanation/politics.md.
"""
