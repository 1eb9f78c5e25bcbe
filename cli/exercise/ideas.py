"""`order custom`, `allow`, `refuse`: ideas that no instrument stands for."""

from __future__ import annotations

from cli.exercise.common import BECAUSE, FOR_SEAT, counted, logged, noted
from cli.exercise.orders import NOUN
from cli.registry.command import Answer, Argument, Values, option
from cli.registry.session import Session
from sim.language import t


@NOUN.verb(
    "custom",
    "Put an idea to the white cell that no instrument stands for.",
    Argument("text", "What is done, in words.", "words"),
    option("effect", "What it is to bring about.", "words"),
    FOR_SEAT,
    seats=True,
    changes=True,
)
def custom(session: Session, values: Values) -> Answer:
    """Ask for something new."""
    from sim.exercise.conduct import orders
    from sim.exercise.topics.orders import CustomAsked

    seat = session.seat(values.text("seat"))
    entry = orders.ask_custom(
        session.exercise, session.by, seat, values.text("text"), values.text("effect")
    )
    id = CustomAsked.model_validate_json(entry.body).id
    said = t("{id} is before the white cell: {text}", id=id, text=values.text("text"))
    told = noted(session, entry, said)
    return Answer({"seat": seat, "id": id, **logged(session, entry)}, told=(told,))


@NOUN.verb(
    "allow",
    "Turn an idea of a seat's into effects of this round; the seat reads the reason.",
    Argument("id", "The idea's id, or the end of it."),
    option("effect", "'SEAT: order' for an act of record, or a patch such as 'JPN.support -= 3'; "
           "may be repeated.", "words", many=True),
    option("points", "What it costs its government in political capital.", "number"),
    option("usd", "What it costs of this year's security budget [USD].", "number"),
    BECAUSE,
    changes=True,
)  # fmt: skip
def allow(session: Session, values: Values) -> Answer:
    """Allow an idea."""
    from sim.exercise.conduct import orders
    from sim.exercise.conduct.effects import doubts
    from sim.exercise.topics.orders import ORDERS, meant

    id = meant(values.text("id"), session.exercise.of(ORDERS).customs)
    entry = orders.allow_custom(
        session.exercise, session.table, id, values.many("effect"), values.text("because"),
        points=values.number("points") or 0.0, usd=values.number("usd") or 0.0,
    )  # fmt: skip
    effects = session.exercise.of(ORDERS).customs[id].effects
    told = noted(session, entry, f"{id} is allowed: {'; '.join(effects) or 'without effect'}")
    doubted = [f"would be refused as things stand: {why}" for why in doubts(session.table, effects)]
    data = {"id": id, "effects": effects, "doubts": doubted, **logged(session, entry)}
    return Answer(data, told=(told, *doubted))


@NOUN.verb(
    "refuse",
    "Refuse an idea of a seat's; the seat reads the reason.",
    Argument("id", "The idea's id, or the end of it."),
    BECAUSE,
    changes=True,
)
def refuse(session: Session, values: Values) -> Answer:
    """Refuse an idea."""
    from sim.exercise.conduct import orders
    from sim.exercise.topics.orders import ORDERS, meant

    id = meant(values.text("id"), session.exercise.of(ORDERS).customs)
    entry = orders.refuse_custom(session.exercise, id, values.text("because"))
    return Answer(
        {"id": id, **logged(session, entry)}, told=(noted(session, entry, f"{id} is refused"),)
    )


def undecided(session: Session) -> list[str]:
    """Return a line for the white cell on the ideas that wait for it, if there are any."""
    from sim.exercise.conduct import orders

    waiting = orders.undecided(session.exercise)
    if not waiting:
        return []
    named = "; ".join(f"{one.id}: {one.text}" for one in waiting)
    are = "is" if len(waiting) == 1 else "are"
    return [
        f"{counted(len(waiting), 'idea')} {are} not decided: {named} (order allow / order refuse)"
    ]
