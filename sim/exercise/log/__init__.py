"""Log: the append-only account of an exercise, in one SQLite file.

`entry` is one line of it and the chain that ties it to the line before; `file` keeps them, and the
records of rounds, in SQLite; `text` writes them as JSON Lines and reads them back.
"""
