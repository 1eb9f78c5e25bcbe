"""Paper: a report as a document: what happened, why, what was seen, what is to be done."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from sim.exercise.aar.paper_evaluation import evaluation_pages, improvement_pages
from sim.exercise.aar.paper_rounds import afterwards_pages, round_pages
from sim.exercise.aar.report import (
    Comparison,
    Report,
)
from sim.exercise.aar.summary import overrules, summary
from sim.exercise.aar.words import bracketed, day, listed
from sim.exercise.documents.blocks import (
    Block,
    Document,
    Figure,
    Heading,
    PageBreak,
    Table,
    points,
    prose,
    text,
)
from sim.explain.words import level
from sim.figures import clock
from sim.language import called, n, speaking, t


def paper(report: Report) -> Document:
    """Return a report, in its language, as a document that every writer can write."""
    with speaking(report.language):
        return Document(
            title=t("After-action report: {title}", title=report.title),
            subtitle=_subtitle(report),
            marking=report.marking,
            language=report.language,
            dated=report.ended or report.started,
            blocks=tuple(_blocks(report)),
        )


def _subtitle(report: Report) -> str:
    parts = (
        report.scenario,
        report.started.date().isoformat() if report.started else t("not started"),
        n("{count} round", "{count} rounds", len(report.rounds)),
        "" if report.over else t("the exercise is still under way"),
    )
    return " · ".join(filter(None, parts))


def _blocks(report: Report) -> Iterator[Block]:
    yield from _overview(report)
    yield from _course(report)
    for round in report.rounds:
        yield PageBreak()
        yield from round_pages(round)
    if report.afterwards:
        yield PageBreak()
        yield from afterwards_pages(report.afterwards)
    yield PageBreak()
    yield from _compared(report.comparison, report.figures)
    yield PageBreak()
    yield from evaluation_pages(report)
    yield from improvement_pages(report)
    yield PageBreak()
    yield from _annex(report)


# --- overview ------------------------------------------------------------------------------------


def _overview(report: Report) -> Iterator[Block]:
    yield Heading(t("Overview"))
    yield points(list(summary(report)))
    yield Table(
        (),
        (
            (t("Scenario"), report.scenario),
            (t("Scenario time"), t("{first} to {last}", first=report.startex, last=report.endex)),
            (t("Room time"), t("{time} h played", time=clock(report.played))),
            (t("Rounds"), str(len(report.rounds))),
            (t("Report"), t("names of people are left out") if report.chatham else t("with names")),
        ),
        widths=(1, 3),
    )
    yield Heading(t("Who played"), 2)
    names = any(seat.players for seat in report.seats) and not report.chatham
    yield Table(
        (t("Seat"), t("Role"), t("Played by"), *((t("Names"),) if names else ())),
        tuple(
            (s.seat, s.title, called("chair", s.kind), *((listed(s.players),) if names else ()))
            for s in report.seats
        ),
        t("Seats"),
    )
    yield Heading(t("What it came to"), 2)
    yield from _outcome(report)


def _outcome(report: Report) -> Iterator[Block]:
    if not report.rounds:
        yield text(t("No round was published: there is no result to report."))
        return
    first, last = report.rounds[0], report.rounds[-1]
    before = {one.name: one.earlier for one in first.results}
    yield Table(
        (t("Number"), t("What it is"), t("Before"), t("At the end")),
        tuple(
            (
                f"{one.name} {bracketed(one.unit)}".strip(), t(one.meaning),
                level(before.get(one.name), one.unit), level(one.value, one.unit),
            )
            for one in last.results
        ),
        t("Where it began and where it ended"),
        (4, 6, 2, 2),
        (2, 3),
    )  # fmt: skip
    silent = sum(s.origin == "default" for r in report.rounds for s in r.sheets)
    orders = [o for r in report.rounds for s in r.sheets for o in s.orders]
    refused = sum(order.outcome == "refused" for order in orders)
    injects = sum(len(round.injects) for round in report.rounds)
    yield text(
        t(
            "Orders given: {orders}, refused: {refused}. Silent seats that got default orders: "
            "{silent}. Injects told: {injects}. Overrules of the model by the white cell: "
            "{overruled}.",
            orders=len(orders),
            refused=refused,
            silent=silent,
            injects=injects,
            overruled=overrules(report),
        )
    )
    yield from (figure for figure in report.figures if figure.name == "who-paid")


# --- the course of the exercise ------------------------------------------------------------------


def _course(report: Report) -> Iterator[Block]:
    yield Heading(t("Timeline"))
    yield text(t("Room: hours and minutes played since STARTEX, pauses taken out."), "note")
    yield from (figure for figure in report.figures if figure.name == "timeline")
    lines = len({one.line for one in report.timeline}) > 1
    yield Table(
        (t("Log"), t("Room"), t("Scenario"), *((t("Line"),) if lines else ()), t("What happened")),
        tuple(
            (
                str(one.number), clock(one.elapsed), day(one.day),
                *((one.line,) if lines else ()), one.text,
            )
            for one in report.timeline
        ),
        t("Timeline by both clocks"),
        (1, 1, 2, *((1,) if lines else ()), 9),
        (0,),
    )  # fmt: skip
    yield from (f for f in report.figures if f.name not in ("who-paid", "timeline", "observed"))


# --- comparison ----------------------------------------------------------------------------------


def _compared(comparison: Comparison, figures: Sequence[Figure]) -> Iterator[Block]:
    yield Heading(t("Comparison"))
    if not comparison.columns:
        yield text(t("No round was published: there is nothing to compare."))
        return
    yield points([f"**{column.title}**: {column.about}" for column in comparison.columns])
    yield Table(
        (t("Number"), *(column.title for column in comparison.columns)),
        tuple(
            (
                f"{name} {bracketed(unit)}".strip(),
                *(
                    " / ".join(level(value, unit) for value in column.values[row])
                    for column in comparison.columns
                ),
            )
            for row, (name, unit) in enumerate(
                zip(comparison.numbers, comparison.units, strict=True)
            )
        ),
        t("Numbers round by round"),
        (3, *(2 for _ in comparison.columns)),
        tuple(range(1, len(comparison.columns) + 1)),
    )
    if comparison.notes:
        yield points(list(comparison.notes))
    yield from (figure for figure in figures if figure.name == "observed")


# --- annex ---------------------------------------------------------------------------------------


def _annex(report: Report) -> Iterator[Block]:
    made = report.provenance
    yield Heading(t("Annex: where this comes from"))
    changed = ", ".join(f"{name}={value:g}" for name, value in made.parameters)
    yield Table(
        (),
        tuple(_filled([
            (t("Exercise file"), made.file),
            (t("Log"), t("{count} entries; hash of the last {hash}",
                         count=made.entries, hash=made.hash)),
            (t("Line of play"), made.line),
            (t("Scenario"), t("{name}; hash of its text {hash}",
                              name=made.scenario, hash=made.scenario_hash)),
            (t("Seed"), str(made.seed)),
            (t("Parameters changed"), changed),
            (t("Program"), t(
                "exercise made with Countervail {program}, report with {reporter}",
                program=made.program, reporter=made.reporter)),
        ])),
        widths=(1, 3),
    )  # fmt: skip
    yield from prose(
        t(
            "countervail log verify runs every round again from the file and tells the first "
            "difference. Numbers of the log in this report are those of its entries."
        )
    )


def _filled(rows: Iterable[tuple[str, str]]) -> Iterator[tuple[str, str]]:
    return (row for row in rows if row[1])
