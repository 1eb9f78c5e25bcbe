"""Letters: what somebody may read of what was said."""

from __future__ import annotations

from collections.abc import Sequence

from rich.console import RenderableType
from rich.padding import Padding
from rich.text import Text

from cli.registry.command import Answer, Plain
from cli.registry.session import Session, spelt
from sim.exercise.topics.talk import TALK, Item
from sim.exercise.topics.talk import inbox as inbox_of
from sim.language import called, t


def inbox(session: Session, of: str) -> Answer:
    """Return what was written to somebody; the white cell reads all, or one seat's."""
    if session.white and of:
        found = inbox_of(session.exercise.state, spelt(of, session.exercise))
    elif session.white:
        found = session.exercise.of(TALK).items
    else:
        found = inbox_of(session.exercise.state, session.by)
    return answered(found, t("nothing was written to you yet"))


def headlines(session: Session) -> Answer:
    """Return what was said to everybody."""
    public = [item for item in session.exercise.of(TALK).items if not item.to]
    return answered(public, t("nothing was said to the press yet"))


def answered(items: Sequence[Item], nothing: str) -> Answer:
    """Return letters as an answer, the last one at the end."""
    shown: list[RenderableType] = []
    for number, item in enumerate(items, 1):
        shown += letter(number, item)
    data = [{"number": number, **plain(item)} for number, item in enumerate(items, 1)]
    return Answer({"items": data}, tuple(shown) or (nothing,))


def letter(number: int, item: Item) -> list[RenderableType]:
    """Return a letter with its head; `number` counts what the reader may read."""
    head = t(
        "{number}. round {round}, {kind}: {sender} to {to}",
        number=number,
        round=item.round,
        kind=" ".join(filter(None, (called("letter", item.kind), item.rfi))),
        sender=item.author,
        to=", ".join(item.to) or t("everybody"),
    )
    text = f"{item.headline}\n{item.text}" if item.headline else item.text
    return [Text(head, "bold"), Padding(Text(text), (0, 0, 1, 2))]


def plain(item: Item) -> Plain:
    """Return a letter as plain values, without who wrote under another name."""
    return {
        "round": item.round, "at": item.at.isoformat(), "kind": item.kind,
        "from": item.author, "to": list(item.to), "headline": item.headline, "text": item.text,
        "rfi": item.rfi,
    }  # fmt: skip
