"""Printing: the papers of the day, each built up from nothing for those who are to read it."""
