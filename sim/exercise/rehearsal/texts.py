"""Texts: what a rehearsal says, so that it can be said in other languages."""

from __future__ import annotations

from collections.abc import Sequence

# --- steps ---------------------------------------------------------------------------------------


def starting() -> str:
    """Return what the step to STARTEX is called."""
    return "start"


def locking() -> str:
    """Return what the lock of a round is called."""
    return "lock"


def adjudicating() -> str:
    """Return what the adjudication is called."""
    return "adjudicate"


def publishing() -> str:
    """Return what the publication is called."""
    return "publish"


def stopped(round: int, why: str) -> str:
    """Return where a game could not go on."""
    return f"round {round} could not be played: {why}"


def wild_price(product: str, times: float) -> str:
    """Return a price that is beyond belief.

    >>> wild_price("magnet", 45.2), wild_price("magnet", float("nan"))
    ('the price of magnet is 45.2 times what it was', 'the price of magnet is no number')
    """
    if times != times:
        return f"the price of {product} is no number"
    return f"the price of {product} is {times:.3g} times what it was"


def wild_loss(country: str, loss: float) -> str:
    """Return a loss that is beyond belief [% of GDP a year]."""
    if loss != loss:
        return f"the loss of {country} is no number"
    return f"{country} loses {loss:.3g} % of its GDP a year"


# --- findings ------------------------------------------------------------------------------------


def often(some: int, of: int, what: str) -> str:
    """Return how often something was so.

    >>> often(2, 2, "game"), often(1, 3, "game"), often(1, 1, "game")
    ('in all 2 games', 'in 1 of 3 games', 'in the one game')
    """
    if some == of:
        return f"in the one {what}" if of == 1 else f"in all {of} {what}s"
    return f"in {some} of {of} {what}s"


def dead(round: int, how_often: str, manners: Sequence[str]) -> str:
    """Return what is said of a round in which nothing happened."""
    return (
        f"Nothing was carried out, nothing happened and no number moved {how_often} "
        f"({', '.join(manners)}). An inject for round {round}, or another policy, would help."
    )


def unaffordable(title: str, reason: str) -> str:
    """Return what is said of an order that nobody can pay for."""
    return f"'{title}' can be paid for in no round: {reason}"


def refused(title: str, reason: str) -> str:
    """Return what is said of an order that is refused whenever it is looked at."""
    return f"'{title}' would be refused in every round: {reason}"


def never_carried(title: str, times: int, reason: str) -> str:
    """Return what is said of an order that was given and never carried out."""
    many = "once" if times == 1 else f"{times} times"
    return f"'{title}' was given {many} and never carried out: {reason}"


def not_at_first(title: str, reason: str) -> str:
    """Return what is said of an order that cannot be given in round 1."""
    return f"'{title}' cannot be given in round 1: {reason}"


def too_late(title: str) -> str:
    """Return what is said of an order that acts only after ENDEX."""
    return (
        f"'{title}' acts only after ENDEX, even if it is given in round 1: it is seen when the "
        "world is run on."
    )


def nothing_to_order(how_often: str) -> str:
    """Return what is said of a seat that can do nothing."""
    return f"There was nothing that it could order but to wait, {how_often}."


def default_refused(order: str, how_often: str, reason: str) -> str:
    """Return what is said of a default order that is refused."""
    return f"The default order '{order}' was refused {how_often}: {reason}"


def never_fired(title: str, why: str) -> str:
    """Return what is said of an inject whose condition never held."""
    reason = f" At the end of a game: {why}." if why else ""
    return f"'{title}' never fired: its condition never held.{reason}"


def never_due(title: str) -> str:
    """Return what is said of an inject with a time of its own that never fired."""
    return f"'{title}' never fired, though its time came."


def after_the_end(title: str, round: int, rounds: int) -> str:
    """Return what is said of an inject for a round that is not played."""
    return f"'{title}' is for round {round}; this format ends with round {rounds}."


def true_at_once(title: str, how_often: str) -> str:
    """Return what is said of a condition that holds before anybody acts."""
    return f"The condition of '{title}' held before anybody had ordered anything, {how_often}."


def unapproved(title: str, status: str) -> str:
    """Return what is said of an inject with a trigger that nobody let fire."""
    return f"'{title}' has a trigger and is {status}: it will not fire by itself."


def by_hand(ids: Sequence[str]) -> str:
    """Return what is said of injects that wait for somebody."""
    return f"These wait to be fired by hand: {', '.join(ids)}."


def blown_up(what: str, where: str) -> str:
    """Return what is said of a number that is beyond belief."""
    return f"{where}, {what}."


def game(number: int, manner: str, seed: int, round: int) -> str:
    """Return which round of which game."""
    return f"In round {round} of game {number} ({manner}, seed {seed})"


# --- the report ----------------------------------------------------------------------------------


def title(name: str) -> str:
    """Return what the report of a rehearsal is called."""
    return f"Rehearsal: {name}"


def summary(games: int, rounds: int, format: str, findings: int) -> str:
    """Return a rehearsal in a sentence."""
    found = "nothing to mend" if not findings else f"{findings} things to look at"
    many = "one game" if games == 1 else f"{games} games"
    return f"{many} of {rounds} rounds in the format '{format}': {found}."


def findings() -> str:
    """Return the heading of what was found."""
    return "What to look at"


def findings_columns() -> tuple[str, ...]:
    """Return what stands above the columns of what was found."""
    return ("", "What", "Where", "Why")


def games() -> str:
    """Return the heading of the games."""
    return "Games"


def games_columns() -> tuple[str, ...]:
    """Return what stands above the columns of the games."""
    return ("Game", "Played", "Seed", "Carried out", "Refused", "Events", "Injects")


def plays() -> str:
    """Return the heading of the playbooks."""
    return "Playbooks"


def plays_columns() -> tuple[str, ...]:
    """Return what stands above the columns of the playbooks."""
    return ("Seat", "Code", "Order", "Could be given", "Given", "Carried out")


def shots() -> str:
    """Return the heading of the injects."""
    return "Injects"


def shots_columns() -> tuple[str, ...]:
    """Return what stands above the columns of the injects."""
    return ("No.", "Title", "Fired in games", "In rounds")


def steps() -> str:
    """Return the heading of how long steps took."""
    return "How long steps took"


def steps_columns() -> tuple[str, ...]:
    """Return what stands above the columns of the steps."""
    return ("Step", "Times", "On average", "At most")


def of(some: int, all: int) -> str:
    """Return a count of a whole."""
    return f"{some} of {all}"


def span(seconds: float) -> str:
    """Return a time that passed."""
    return f"{seconds:.2f} s"
