"""Dependence: who depends on whom, read off a table of trade (docs/explanation/dependence.md)."""
