"""Adjudication: what becomes of every order."""
