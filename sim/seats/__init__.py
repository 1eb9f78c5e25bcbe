"""Seats: who decides for whom.

`base` says what a seat is, `history` plays what happened, `policies` are the rule tables. The
rest is what policies share: they see by `view`, `provocations`, `coalitions` and `moves`, act by
`gestures`, `relief`, `offers` and `boards`, and hand in by `choices`.
"""
