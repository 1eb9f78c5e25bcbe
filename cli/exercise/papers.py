"""`aar` and `print`: the after-action report, and the papers of the day."""

from __future__ import annotations

from pathlib import Path

from cli.exercise.common import seat_names
from cli.registry.command import Answer, Values, Verbs, option, switch
from cli.registry.session import Session

FORMATS = ("docx", "html", "md")

_aar = Verbs("aar", "Write the after-action report with its improvement plan.")
_print = Verbs("print", "Write the papers of the day.")

TO = option(
    "to", "As which kinds of file, such as docx,html; default: both of these; or md.", many=True,
    choices=FORMATS,
)  # fmt: skip
OUT = option("out", "The folder; default: this one.", "path", metavar="DIR")


@_aar.verb(
    "build",
    "Write the report: what was ordered, ruled and felt, and why; ratings; what is to be better.",
    TO,
    OUT,
    option("against", "Another group's file of the same scenario; may be repeated.", many=True,
           metavar="FILE"),
    option("ensemble", "Re-runs behind each range; 0: those that are there.", "whole", metavar="N"),
    switch("chatham", "Name seats where people's names stand."),
)  # fmt: skip
def build(session: Session, values: Values) -> Answer:
    """Write the after-action report."""
    from cli.exercise.pages import aar_written  # loads charts and documents

    return aar_written(
        session,
        formats=values.many("to") or FORMATS[:2],
        folder=values.path("out") or Path(),
        against=[Path(file) for file in values.many("against")],
        ensemble=values.whole("ensemble") or 0,
        chatham=values.flag("chatham"),
    )


KINDS = ("sitman", "roles", "orders", "facilitator", "msel")


def _paper(verb: str, kinds: tuple[str, ...], help: str) -> None:
    @_print.verb(
        verb,
        help,
        TO,
        OUT,
        option("seat", "Only for this seat; may be repeated.", many=True, complete=seat_names),
        option("for", "A scenario that is no exercise yet; its papers have no join codes.",
               metavar="SCENARIO"),
        option("format", "With --for: which of its formats."),
    )  # fmt: skip
    def written(session: Session, values: Values) -> Answer:
        from cli.exercise.pages import papers_written  # see above

        return papers_written(
            session,
            kinds,
            formats=values.many("to") or FORMATS[:2],
            folder=values.path("out") or Path(),
            seats=values.many("seat"),
            scenario=values.text("for"),
            format=values.some("format"),
        )


_paper("sitman", ("sitman",), "Write the situation manual that all players read.")
_paper("roles", ("roles",), "Write a role card for each seat, with its join code.")
_paper("orders", ("orders",), "Write an order sheet for each seat, with codes to tick.")
_paper("facilitator", ("facilitator",), "Write the guide: schedule, checklists, evaluation.")
_paper("msel", ("msel",), "Write the list of injects as a table.")
_paper("pack", KINDS, "Write all papers of the day.")

AAR = _aar.done()
PRINT = _print.done()
