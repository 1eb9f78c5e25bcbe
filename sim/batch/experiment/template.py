"""Template: a sensible experiment file for a scenario, to be changed by whoever runs it."""

from __future__ import annotations

import datetime as dt
import json
import re
import textwrap
from collections.abc import Iterable, Iterator

from sim.batch.design.counts import DEFAULTS
from sim.batch.experiment.gist import RELEASE, Gist
from sim.batch.experiment.load import experiment_of
from sim.batch.experiment.names import Named
from sim.batch.experiment.settings import nominal
from sim.batch.experiment.spec import Constants
from sim.batch.experiment.study import counted
from sim.errors import SimError, unknown
from sim.parameters import catalogue
from sim.scenario.balance import quantity
from sim.scenario.spec import Scenario

MOST_UNCERTAIN = 10
OF_A_GRID = 4
"""Uncertainties of a full factorial, which multiplies with each."""

MOST_COUNTRIES, MOST_DISPUTES = 4, 3
"""Of which outcomes are looked at."""

WEEKS = 26
"""The stock that the example of a lever sets up [week]."""

FIRST_LOOK = {
    "one_at_a_time": "levels: 5",
    "full_factorial": "levels: 3",
    "latin_hypercube": "samples: 256",
    "sobol_sequence": "samples: 256",
    "morris": "trajectories: 20, levels: 4",
    "saltelli": "samples: 64, second_order: false",
    "efast": "samples: 65, curves: 2",
}
"""Method -> what a first look asks of it: minutes, not hours."""

DEAR = 2.0
"""From how many times its base price on a good is said to be too dear; to be changed [1]."""

WIDTH = 96
"""Signs in a line of the file."""


def template(checked: Scenario, *, scenario: str = "", method: str = "saltelli") -> str:
    """Return the text of an experiment file for a scenario.

    `scenario` is what the file calls it, a packaged name or a path; default: the scenario's name.
    """
    if method not in DEFAULTS:
        raise SimError(unknown("method", method, DEFAULTS))
    gist = Gist(checked)
    most = OF_A_GRID if method == "full_factorial" else MOST_UNCERTAIN
    parts = (
        _head(checked, scenario or checked.name),
        _levers(gist),
        _uncertainties(checked, gist.parameters(most)),
        _outcomes(gist),
        _design(method),
    )
    text = "\n".join("\n".join(part) + "\n" for part in parts)
    runs, told = counted(experiment_of(text, checked), checked)
    allowed = -(-runs // 1000) * 1000
    about = f"This comes to {runs:,} runs: {told}. More than the budget is not begun without --yes."
    return text + "\n".join(["", *_remark(about), f"budget: {{runs: {allowed}, hours: 1}}", ""])


def _head(checked: Scenario, scenario: str) -> Iterator[str]:
    yield from _remark(
        f"An experiment on {scenario}, to be changed: what drives the losses? `countervail batch "
        "check FILE` checks it, `countervail batch run FILE` runs it; docs/reference/experiment.md "
        "tells every key."
    )
    yield f"name: {checked.name[:33]}-study"
    yield f"title: {quoted(f'What drives the losses: {checked.title}'[:200])}"
    yield f"scenario: {quoted(scenario)}"
    yield f"rounds: {checked.calendar.rounds}"


def _levers(gist: Gist) -> Iterator[str]:
    yield from _remark(
        "Levers: what somebody can choose. Each combination of options is a lever set, and all are "
        "compared under the same uncertainties and the same chance. The first option is what the "
        "scenario does by itself."
    )
    levers = [lever for lever in (_stock(gist), _policy(gist)) if lever]
    if levers:
        yield "levers:"
        yield from levers[0]
    else:
        levers = [[], _left_out(gist)]
        yield "# levers:"
    for lever in levers[1:]:
        yield from (f"# {line}" for line in lever)


def _stock(gist: Gist) -> list[str]:
    """Return a lever: a stock, with an order to sell it where nobody would."""
    if not gist.stored or not (gist.decides or gist.sells):
        return []
    country, product = quoted(gist.target), quoted(gist.stored)
    stock = f"{{country: {country}, product: {product}, weeks: {WEEKS}}}"
    held = f"What the state of {gist.target} holds of {gist.stored} before it begins"
    lever = ["  stockpile:", f"    meaning: {held}", "    options:", "      as_it_is: {}"]
    if gist.decides:
        return [*lever, f"      half_a_year: {{stocks: [{stock}]}}"]
    lever[1] += ", and sells once it is pressed"
    return [
        *lever,
        "      half_a_year:",
        f"        stocks: [{stock}]",
        "        orders:  # nobody plays it, and a stock that is not sold does nothing",
        f"          - by: {country}",
        f"            date: {gist.pressed_from}",
        f"            order: {_sale(gist)}",
    ]


def _sale(gist: Gist) -> str:
    """Return the order that sells the stock within as long as it is to last."""
    until = gist.pressed_from + dt.timedelta(weeks=WEEKS, days=-1)
    amount = float(f"{gist.use(WEEKS):.3g}")
    return f"{RELEASE} product={gist.stored} amount={amount:.12g} until={until}"


def _policy(gist: Gist) -> list[str]:
    if not gist.played:
        return []
    seat = gist.played
    return [
        "  course:",
        f"    meaning: What plays {seat}",
        "    options:",
        "      as_it_is: {}",
        f"      passive: {{policies: {{{seat}: passive}}}}",
    ]


def _left_out(gist: Gist) -> list[str]:
    orders = gist.scenario.orders
    return [
        "  course:",
        "    options:",
        "      as_it_is: {}",
        f"      otherwise: {{without: [{orders[0].id if orders else 'id-or-tag-of-an-order'}]}}",
    ]


def _uncertainties(checked: Scenario, names: Iterable[str]) -> Iterator[str]:
    yield from _remark(
        "Uncertainties: what nobody knows. Written `{}`, each has its own plausible range with its "
        "source. Give another with low, high and source (or assumed: why), another form with "
        "distribution, or the value of one product or country, such as hoarding(…)."
    )
    yield "uncertainties:"
    for name in names:
        entry = catalogue()[name]
        unit = "" if entry.unit == "1" else f" {entry.unit}"
        stands = nominal(Named(name), Constants(), checked)
        yield from (f"  {line}" for line in _remark(entry.meaning))
        yield f"  {name}: {{}}  # {entry.low:g} to {entry.high:g}{unit}; as it stands {stands:.4g}"


def _outcomes(gist: Gist) -> Iterator[str]:
    yield from _remark(
        "Outcomes: what is looked at. `better` says which of two values one would rather have, "
        "`wanted` from where on it is good enough; observed: {value: …, source: …} marks history. "
        "A price has no upper end, and where buyers speculate a few runs make most of what it "
        f"varies: go by the share of runs as good as wanted, here below {DEAR:g} times its base "
        "price."
    )
    yield "outcomes:"
    yield from (f"  {name}: {{{said}}}" for name, said in _distinct(_looked_at(gist)))


def _looked_at(gist: Gist) -> Iterator[tuple[str, str]]:
    """Yield a name for each outcome, and what it is."""
    countries = dict.fromkeys(country for pair in gist.pairs for country in reversed(pair))
    for country in [*countries][:MOST_COUNTRIES] or [gist.target]:
        known = gist.scenario.countries[country].gdp is not None
        what = "damage" if known else "production_loss"
        yield f"{country}_loss", f"of: {country}.{what}, take: mean, better: less"
    for product in gist.goods[:1]:
        price, made = f"{gist.target}.price({product})", gist.scenario.products[product]
        dear = DEAR * quantity(made.base_price, f"USD/{made.unit}")
        wanted = f"wanted: {float(f'{dear:.3g}'):.12g}"
        yield f"{gist.target}_price", f"of: {price}, take: max, better: less, {wanted}"
    for row in gist.scenario.disputes[:MOST_DISPUTES]:
        yield f"{row.id}_conceded", f"of: {row.id}.conceded, take: last"
        yield f"{row.id}_withdrawn", f"of: {row.id}.withdrawn, take: last"


def _design(method: str) -> Iterator[str]:
    pairs = " second_order: true asks for the effects of pairs as well, in twice the runs."
    yield from _remark(
        "Design: which points are run. The dummy, on which nothing depends, shows what is noise; "
        "repeats are runs with nothing varied, which show what is chance. Double the samples until "
        f"the bands are narrow enough.{pairs if method == 'saltelli' else ''}"
    )
    yield "design:"
    yield f"  method: {method}"
    yield from (f"  {said}" for said in FIRST_LOOK[method].split(", "))
    yield from ("  replications: 1", "  repeats: 20", "  seed: 1", "  dummy: true")


def _distinct(rows: Iterable[tuple[str, str]]) -> Iterator[tuple[str, str]]:
    """Yield names that are no longer than a name may be, none of them twice."""
    taken: set[str] = set()
    for name, said in rows:
        stem, end = name.rsplit("_", 1)
        made = f"{stem[: 39 - len(end)]}_{end}"
        while made in taken:
            made = f"{made[:36]}-{len(taken)}"
        taken.add(made)
        yield made, said


def _remark(text: str) -> list[str]:
    """Return a text as lines of comment."""
    return [f"# {line}" for line in textwrap.wrap(text, WIDTH)]


def quoted(text: str) -> str:
    """Return a text as YAML writes it: plain where that is safe, else in quotes."""
    word = re.fullmatch(r"[A-Za-z]([A-Za-z0-9 _./-]*[A-Za-z0-9_./-])?", text)
    plain = word and text.lower() not in ("null", "true", "false")
    return text if plain else json.dumps(text, ensure_ascii=False)
