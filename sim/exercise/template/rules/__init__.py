"""Rules of an exercise file, by what they are about."""
