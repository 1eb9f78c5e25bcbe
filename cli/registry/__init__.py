"""Registry: every noun and verb of an exercise, said once for the shell and for the prompt.

`command` is what a verb is; `registry` holds them all; `reading` turns words into values; `session`
is for whom and on which exercise a command runs; `shell` makes typer commands of them, `complete`
and `manual` serve the prompt; `shown` writes answers.
"""
