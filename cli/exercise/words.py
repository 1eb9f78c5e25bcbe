"""Words: how an order goes on while it is typed: instruments, codes, keys and their values.

Only what everybody knows of the scenario is offered (names of countries, products, firms and
clubs), and what the seat that types may know: its own playbook and its own observation.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

from cli.registry.session import Session

if TYPE_CHECKING:
    from sim.exercise.template.spec import Play
    from sim.orders.instruments import Key


def order_words(session: Session, words: Sequence[str]) -> Iterable[str]:
    """Return what could stand next in an order."""
    from sim.orders.instruments import instruments

    if not words:
        return [*_instruments(session), *(play.code for play in _playbook(session))]
    known = instruments()
    codes = {play.code.casefold(): play.order for play in _playbook(session)}
    first = codes.get(words[0].casefold(), words[0]).split()[0]
    if first not in known:
        return ()
    given = {word.partition("=")[0] for word in words[1:]}
    offered = []
    for name, key in known[first].keys.items():
        if name not in given:
            offered += [f"{name}={value}" for value in _values(session, key)] or [f"{name}="]
    return offered


def _instruments(session: Session) -> Iterable[str]:
    """Return the instruments that a seat may use at all; the white cell's are all."""
    from sim.orders.instruments import instruments

    if session.white:
        return tuple(instruments())
    from sim.orders.menu import may_decide

    setting = session.table.beginning.setting
    return [name for name, one in instruments().items() if may_decide(one, setting, session.by)]


def _playbook(session: Session) -> Iterable[Play]:
    from sim.exercise.conduct import orders

    return () if session.white else orders.playbook(session.table, session.by)


def _values(session: Session, key: Key) -> Iterable[str]:
    """Return what a key could say, of what everybody or this seat knows."""
    if key.kind == "choice":
        return key.choices
    setting = session.table.beginning.setting
    network, polity = setting.network, setting.polity
    match key.of:
        case "country":
            return tuple(network.countries)
        case "product":
            return tuple(network.products)
        case "activity":
            return tuple(network.activities)
        case "firm":
            return tuple(polity.firms)
        case "club":
            return tuple(polity.clubs)
        case "order" | "dispute" | "deal":
            return _seen(session, key.of)
    return ()


def _seen(session: Session, what: str) -> Iterable[str]:
    """Return the measures, disputes or deals that this seat sees; none for the white cell."""
    if session.white:
        return ()
    seen = session.table.published().observe(session.by)
    if what == "dispute":
        return [dispute.id for dispute in seen.disputes]
    if what == "deal":
        return [deal.id for deal in seen.deals]
    return list(dict.fromkeys(measure.origin for measure in seen.measures))
