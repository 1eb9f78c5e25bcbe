"""`countervail rates`: what becomes of disputes in the model beside what became of them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Annotated, Any

import typer

from cli.options import JsonWanted, Out, Seed, folder_of
from cli.output import (
    as_json,
    mistakes_told,
    progress,
    rounded,
    show,
    tell_of_compiling,
    write_file,
    write_text,
)

if TYPE_CHECKING:
    from sim.politics.record.anchors import Scored
    from sim.politics.record.rates import Row
    from sim.politics.record.stylised import Outcomes

DRAWN, THROUGH = 100_000, 300
"""Disputes drawn where nothing else is said: stylised, and through an economy."""

BATCH = 20_000
"""Disputes between two moves of the progress bar."""


@mistakes_told()
def rates(
    disputes: Annotated[
        int | None,
        typer.Option(
            "--disputes",
            metavar="N",
            min=20,
            max=10_000_000,
            help="Disputes to draw; default: 100,000, or 300 through an economy.",
        ),
    ] = None,
    through: Annotated[
        str | None,
        typer.Option(
            "--through",
            metavar="SCENARIO",
            help="Let losses come out of a scenario's economy; about half a second a dispute.",
        ),
    ] = None,
    seed: Seed = 0,
    out: Out = None,
    json: JsonWanted = False,
) -> None:
    """Draw disputes as they were in history, and set their ends beside those published.

    The published shares are those of TIES, 1945 to 2005. Below them stands how likely single
    cases were held to be, against the base rate: nothing is fitted to them.
    """
    from sim.parameters import load_parameters  # not for --help
    from sim.politics.record.anchors import scored
    from sim.politics.record.rates import table

    folder = folder_of(out)
    parameters = load_parameters()
    count = disputes or (THROUGH if through else DRAWN)
    rows = _played(through, count, seed) if through else table(_drawn(count, seed, parameters))
    cases = scored(parameters)
    data = as_json(rates_data(count, seed, rows, cases, through))
    if json:
        write_text(data)
    else:
        from cli.rates_report import rates_report

        show(*rates_report(count, seed, rows, cases, through))
    if folder:
        from cli.rates_report import save_rates

        write_file(folder / "result.json", f"{data}\n")
        save_rates(rows, folder)
        if not json:
            write_text(f"The result as JSON and the chart as PNG and SVG are in {folder}.")


def _played(name: str, count: int, seed: int) -> tuple[Row, ...]:
    """Return the table of disputes whose losses come out of a scenario's economy."""
    from sim.game import parameters_of  # see above
    from sim.politics.record.rates import disputes_through
    from sim.replay.generated import generated
    from sim.scenario import catalog
    from sim.seats.load import load_scenario

    scenario = load_scenario(catalog.find(name))
    tell_of_compiling()
    with progress("Playing disputes") as told:
        ended = generated(
            scenario, count, seed=seed, parameters=parameters_of(scenario), progress=told
        )
    return disputes_through(ended)


def rates_data(
    disputes: int,
    seed: int,
    rows: tuple[Row, ...],
    cases: tuple[Scored, ...],
    through: str | None = None,
) -> dict[str, Any]:
    """Return base rates and single cases as plain values."""
    from sim.politics.record.anchors import total  # see above

    judged = [row.within for row in rows if row.within is not None]
    return {
        "disputes": disputes,
        "through": through,
        "seed": seed,
        "rows": [_row(row) for row in rows],
        "within": {"hits": sum(judged), "of": len(judged)},
        "anchors": [_case(case) for case in cases],
        "gain": rounded(total(cases)),
    }


def _row(row: Row) -> dict[str, Any]:
    return {
        "group": row.group,
        "name": row.name,
        "published": row.published,
        "simulated": rounded(row.simulated),
        "difference": rounded(row.difference),
        "tolerance": row.tolerance,
        "within": row.within,
        "cases": row.cases,
    }


def _case(case: Scored) -> dict[str, Any]:
    return {
        "name": case.name,
        "title": case.anchor.title,
        "stage": case.anchor.stage,
        "observed": {str(months): outcome for months, outcome in case.anchor.observed.items()},
        "model": rounded(case.model),
        "base": rounded(case.base),
        "score": rounded(case.score),
        "base_score": rounded(case.base_score),
        "gain": rounded(case.gain),
    }


def _drawn(disputes: int, seed: int, parameters: Mapping[str, float]) -> Outcomes:
    """Return what becomes of so many stylised disputes, drawn batch by batch."""
    import numpy as np  # see above

    from sim.politics.record.rates import stylised
    from sim.politics.record.stylised import Outcomes
    from sim.rng import stream

    rng, parts = stream(seed, 0, "stylised disputes"), []
    with progress("Drawing") as told:
        for done in range(0, disputes, BATCH):
            count = min(BATCH, disputes - done)
            parts.append(vars(stylised(count, rng, parameters)))
            if told:
                told(done + count, disputes)
    return Outcomes(**{name: np.concatenate([p[name] for p in parts]) for name in parts[0]})
