"""Payoff: the experiment that a game between policies is, each seat choosing one.

Every combination of policies is a cell of the game's table and a lever set of the experiment. All
cells meet the same chance, so that they can be compared in pairs.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import chain, product

from sim.batch.analysis.payoffs import PROMISE, gain_outcome, policy_lever
from sim.batch.experiment.gist import Gist
from sim.batch.experiment.spec import PledgeSpec, Take
from sim.batch.experiment.template import MOST_UNCERTAIN, quoted
from sim.batch.study import Better
from sim.errors import SimError, unknown
from sim.explain.published import foreseen
from sim.explain.stakes import WORTH
from sim.game import Game, parameters_of
from sim.replay.deterrence import partners_of
from sim.scenario.spec import Scenario
from sim.seats.policies import POLICIES

REPLICATIONS = 50
"""Runs of each cell where nothing else is said."""

LONGEST_SEAT = 33
"""Letters in the name of a seat of which a lever can be named."""

ITSELF = "as_it_is"
"""Option of a seat without a choice that no cell has: a lever has two options at least."""

KEPT, ANNOUNCED = "none", "announced"
"""Options of the lever that says whether a collective response is announced beforehand."""


BROUGHT = f"stakes won, at {WORTH:g} % of a year's GDP for a full one, less income lost"
"""What it is that a game brings (§W.10)."""


@dataclass(frozen=True)
class Wish:
    """The published number that a seat gains by."""

    of: str
    take: Take = "last"
    better: Better = "more"


@dataclass(frozen=True)
class Contest:
    """Which seats choose among which policies, and what each gains by."""

    policies: Mapping[str, Sequence[str]]
    """By seat; who has one policy only is played by it in every cell."""
    wishes: Mapping[str, Wish] = field(default_factory=dict)
    """By seat; for the others what the game brings them, in income and in stakes (§W.10)."""
    held: Mapping[str, str] = field(default_factory=dict)
    """Seats that choose nothing -> the policy that plays them in place of the scenario's."""
    promise: PledgeSpec | None = None
    """What else may be announced before it begins."""
    replications: int = REPLICATIONS
    uncertain: int = 0
    """Rows of a sample of uncertain parameters; 0: all stand as they are."""
    seed: int = 1
    rounds: int | None = None
    """How many are played; None: all of the scenario."""

    def wish(self, seat: str) -> Wish:
        """Return what a seat gains by."""
        return self.wishes.get(seat) or Wish(f"{seat}.gains", "sum", "more")


def natural(number: str, scenario: Scenario) -> Better:
    """Return which of two values of a number the country that it is about would rather have.

    More, where it is all the same, or where there is no such number: `check` tells that.
    """
    try:
        (found,) = foreseen([number], scenario)
    except SimError:
        return "more"
    return "less" if found.direction == "worse" else "more"


def check(contest: Contest, scenario: Scenario) -> Iterator[str]:
    """Yield all that is wrong with a contest in a scenario."""
    seats = contest.policies
    known = (*scenario.countries, *scenario.firms)
    if len(seats) < 2:
        yield f"a game needs two seats or more; named: {', '.join(seats) or 'none'}"
    for seat in seats:
        if seat not in known:
            yield unknown("country or firm", seat, known)
        elif len(seat) > LONGEST_SEAT:
            yield f"{seat}: no lever can be named for it; the most is {LONGEST_SEAT} letters"
        elif seat not in contest.wishes and (why := _no_gains(seat, scenario)):
            yield f"{seat} {why}; say what it gains by: --payoff {seat}=NUMBER"
    yield from _faults_of_policies(seats)
    for seat, policy in contest.held.items():
        if seat in seats:
            yield f"--policy {seat}: what plays it is chosen in the game; leave it out"
        elif seat not in known:
            yield f"--policy: {unknown('country or firm', seat, known)}"
        if policy not in POLICIES:
            yield f"--policy {seat}: {unknown('policy', policy, POLICIES)}"
    for seat, wish in contest.wishes.items():
        if seat not in seats:
            yield f"--payoff: {unknown('seat', seat, seats)}"
        try:
            foreseen([wish.of], scenario)
        except SimError as error:
            yield f"--payoff {seat}: {error}"


def promise_for(scenario: Scenario, seats: Sequence[str]) -> PledgeSpec | None:
    """Return the pledge that could be announced in a quarrel of some seats; None if nobody could.

    Of several quarrels that with most of the seats in it; its target's partners pledge.
    """
    quarrels = sorted(
        (row for row in scenario.disputes if {row.sender, row.target} & {*seats}),
        key=lambda row: -len({row.sender, row.target} & {*seats}),
    )
    if not quarrels:
        return None
    game = Game.start(scenario, seed=0, parameters=parameters_of(scenario), seats={})
    for row in quarrels:
        partners = partners_of(game.setting, game.world, row.sender, row.target)
        if partners:
            return PledgeSpec(against=row.sender, target=row.target, by=partners)
    return None


def experiment_text(contest: Contest, scenario: Scenario, called: str) -> str:
    """Return the text of a contest's experiment; `called` is the scenario's name or path in it."""
    return "\n".join(
        chain(
            _head(contest, scenario, called),
            _levers(contest),
            _sets(contest),
            _held(contest),
            _uncertainties(contest, scenario),
            _outcomes(contest, scenario),
            _design(contest),
            ("",),
        )
    )


def _head(contest: Contest, scenario: Scenario, called: str) -> Iterator[str]:
    seats = " and ".join(contest.policies)
    yield "# A game of policies, as `countervail batch payoff` wrote it; each seat chooses one."
    yield "# Every combination is a cell of the table; docs/how-to/compare-policies.md tells more."
    yield f"name: {name_for(scenario)}"
    yield f"title: {quoted(f'The game between {seats}: {scenario.title}'[:200])}"
    yield f"scenario: {quoted(called)}"
    yield f"rounds: {contest.rounds or scenario.calendar.rounds}"


def name_for(scenario: Scenario) -> str:
    """Return what a game on a scenario is called."""
    return f"{scenario.name[:35]}-game"


def _levers(contest: Contest) -> Iterator[str]:
    yield "levers:"
    for seat, policies in contest.policies.items():
        yield f"  {policy_lever(seat)}:"
        yield f"    meaning: What plays {seat}"
        yield "    options:"
        for name in policies:
            yield f"      {name}: {{policies: {{{quoted(seat)}: {name}}}}}"
        if len(policies) < 2:
            yield f"      {ITSELF}: {{}}"
    if contest.promise:
        pledge = contest.promise
        against, target = quoted(pledge.against), quoted(pledge.target)
        by = ", ".join(map(quoted, pledge.by))
        yield f"  {PROMISE}:"
        yield f"    meaning: What is promised to {pledge.target} before it begins"
        yield "    options:"
        yield f"      {KEPT}: {{}}"
        yield f"      {ANNOUNCED}: {{pledge: {{against: {against}, target: {target}, by: [{by}]}}}}"


def _sets(contest: Contest) -> Iterator[str]:
    """Yield the cells, where the options of levers are more than are played."""
    if min(map(len, contest.policies.values())) > 1:
        return
    choices = {policy_lever(seat): policies for seat, policies in contest.policies.items()}
    if contest.promise:
        choices[PROMISE] = (KEPT, ANNOUNCED)
    yield "sets:"
    for chosen in product(*choices.values()):
        told = ", ".join(f"{lever}: {it}" for lever, it in zip(choices, chosen, strict=True))
        yield f"  - {{{told}}}"


def _held(contest: Contest) -> Iterator[str]:
    if contest.held:
        told = ", ".join(f"{quoted(seat)}: {policy}" for seat, policy in contest.held.items())
        yield f"constants: {{policies: {{{told}}}}}"


def _uncertainties(contest: Contest, scenario: Scenario) -> Iterator[str]:
    if contest.uncertain:
        yield "uncertainties:"
        yield from (f"  {name}: {{}}" for name in Gist(scenario).parameters(MOST_UNCERTAIN))


def _outcomes(contest: Contest, scenario: Scenario) -> Iterator[str]:
    """Yield what each seat gains, and of what its gains are made up."""
    yield "outcomes:"
    for seat in contest.policies:
        wish = contest.wish(seat)
        yield f"  {gain_outcome(seat)}:"
        if seat not in contest.wishes:
            yield f"    meaning: What the game brings {seat}; {BROUGHT}"
        yield f"    of: {quoted(wish.of)}"
        yield f"    take: {wish.take}"
        yield f"    better: {wish.better}"
        if not _no_gains(seat, scenario):
            yield f"  loss_{seat}: {{of: {quoted(f'{seat}.damage')}, take: mean, better: less}}"
            yield f"  won_{seat}: {{of: {quoted(f'{seat}.won')}, take: last, better: more}}"


def _design(contest: Contest) -> Iterator[str]:
    dummy = "true" if contest.uncertain else "false"
    yield "design:"
    yield "  method: latin_hypercube"
    yield f"  samples: {contest.uncertain or 1}"
    yield f"  replications: {contest.replications}"
    yield "  repeats: 0"
    yield f"  seed: {contest.seed}"
    yield f"  dummy: {dummy}"
    yield "budget: {runs: 10000, hours: 1}"


def _faults_of_policies(policies: Mapping[str, Sequence[str]]) -> Iterator[str]:
    names = dict.fromkeys(chain.from_iterable(policies.values()))
    yield from (unknown("policy", name, POLICIES) for name in names if name not in POLICIES)
    for seat, chosen in policies.items():
        twice = [name for name in dict.fromkeys(chosen) if list(chosen).count(name) > 1]
        if twice:
            yield f"{seat}: {', '.join(twice)} is named twice; name each policy once"
        if not chosen:
            yield f"{seat} is played by nothing: name one policy or more for it"
    if all(len({*chosen}) == 1 for chosen in policies.values()):
        who = ", ".join(policies)
        yield f"{who}: nobody has a choice; name two policies or more for one of them"


def _no_gains(seat: str, scenario: Scenario) -> str:
    """Return why it is not reckoned what a game brings a seat; empty if it is."""
    if seat in scenario.firms:
        return "is a firm, of which no gains are reckoned"
    return "" if scenario.countries[seat].gdp is not None else "has no 'gdp' in the scenario"
