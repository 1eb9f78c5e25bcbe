"""Views: what a seat may see, as the one door of sim.exercise gives it, drawn for the terminal."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence

from rich.console import RenderableType
from rich.padding import Padding
from rich.text import Text

from cli.exercise.common import listed, span
from cli.layout import titled
from cli.registry.command import Answer
from cli.registry.session import Session
from cli.tables import OUTCOMES
from sim.errors import SimError
from sim.exercise.views import data, view
from sim.exercise.views.common import Clocks, Happening, Head, Letter, Line, published
from sim.exercise.views.recap import Change, Recap, recap
from sim.exercise.views.room import RoomView
from sim.exercise.views.seat import SeatView
from sim.figures import figure, money
from sim.language import called, later, t

DAY = dt.timedelta(days=1)

PHASES = {
    "planning": later("not started"),
    "between": later("published"),
    "brief": later("brief"),
    "open": later("open for orders"),
    "locked": later("locked"),
    "review": later("being adjudicated"),
    "over": later("over"),
}
"""Phase -> what is said of it."""


GOODS = ("cover", "price")
"""What changes of many products."""

MOST_GOODS = 8
"""Of them shown, unless all are asked for."""


def seat_brief(session: Session, *, every: bool = False) -> Answer:
    """Return what a seat reads at the beginning of a round.

    Its papers it reads before the first; `every` tells them again, and all that it was ever told.
    """
    seen = view(session.exercise, session.table, session.by)
    since = 0 if every else seen.head.clocks.round - 1
    shown = (
        *head_lines(seen.head, seen.seat),
        *(_papers(seen) if every or not seen.recap else ()),
        *(recap_lines(seen.recap, every=every) if seen.recap else ()),
        *_standing(seen),
        *told_lines(
            [one for one in seen.injects if one.round >= since],
            [one.text for one in seen.revealed if one.round >= since],
        ),
        *_remarks(seen, since),
    )
    return Answer(data(seen), tuple(shown))


def seat_recap(session: Session, round: int | None, *, every: bool = False) -> Answer:
    """Return what a seat may know of a published round."""
    last = published(session.exercise)
    number = round or last
    if not 1 <= number <= last:
        told = t("rounds published: {last}", last=last) if last else t("no round was published yet")
        raise SimError(f"{t('round {round}', round=number)}: {told}" if number else told)
    found = recap(session.exercise, session.table, session.by, number)
    return Answer(data(found), tuple(recap_lines(found, every=every)))


def seat_status(session: Session) -> Answer:
    """Return where a seat stands: the clock, its sheet, its letters."""
    seen = view(session.exercise, session.table, session.by)
    shown: list[RenderableType] = list(head_lines(seen.head, seen.seat))
    state, count = called("sheet", seen.sheet.state), len(seen.sheet.orders)
    shown.append(Text(t("Your sheet: {state}, {count} orders", state=state, count=count)))
    for order in seen.sheet.orders:
        shown.append(Text(f"  {order.id}  {order.order}"))
    open_deals = [deal for deal in seen.deals if deal.state == "offered"]
    requests = [one for one in seen.requests if one.state == "open"]
    told = t(
        "Letters: {letters}; deals on offer: {deals}; requests open: {requests}",
        letters=len(seen.inbox),
        deals=len(open_deals),
        requests=len(requests),
    )
    shown.append(Text(told))
    return Answer(data(seen), tuple(shown))


# --- parts ---------------------------------------------------------------------------------------


def head_lines(head: Head, seat: str = "") -> Iterator[RenderableType]:
    """Yield the head of a page: title, round, both clocks."""
    yield Text(f"{head.title}{f'   {seat}' if seat else ''}", "bold")
    yield Text(clock_line(head.clocks))


def clock_line(clocks: Clocks) -> str:
    """Return both clocks in a line."""
    phase = t(PHASES.get(clocks.phase, clocks.phase))
    parts = [
        t("Round {round} of {rounds}, {phase}", round=clocks.round, rounds=clocks.rounds,
          phase=phase),
        t("{first} to {last}", first=clocks.start, last=clocks.end - DAY),
        t("left {time}", time=span(clocks.remaining)) if clocks.remaining is not None else "",
        t("PAUSED") if clocks.paused else "",
    ]  # fmt: skip
    return "   ".join(filter(None, parts))


def _papers(seen: SeatView) -> Iterator[RenderableType]:
    papers = seen.papers
    for heading, text in (
        (papers.title, papers.role),
        (t("Brief"), papers.brief),
        (t("For you alone"), papers.secret),
    ):
        if text:
            yield titled(heading)
            yield Text(text)
    if papers.goals:
        yield titled(t("What you want"))
        for text, secret in papers.goals:
            told = t("{goal} (others do not know)", goal=text) if secret else text
            yield Text(f"- {told}")


def recap_lines(found: Recap, *, every: bool = False) -> Iterator[RenderableType]:
    """Yield what a seat reads of a round."""
    yield titled(round_title(found.round, found.start, found.end))
    if found.sheet:
        yield Text(found.sheet)
    if found.rulings:
        yield titled(t("Your orders"))
        for one in found.rulings:
            yield Text(f"{one.id}  {one.order}")
            line = Text().append(called("ruling", one.outcome), OUTCOMES.get(one.outcome, ""))
            yield Padding(line.append(f": {one.reason}" if one.reason else ""), (0, 0, 0, 2))
    news = tuple(dict.fromkeys((*found.news, *found.headlines)))
    if news:
        yield titled(t("News"))
        yield from news_lines(news)
    if found.changes:
        yield titled(t("What changed for you"))
        yield from _changes(found.changes, every=every)
    if found.losses:
        yield Text(t("What you lose comes from: {causes}", causes=found.losses))


def round_title(number: int, start: dt.date, end: dt.date) -> str:
    """Return what stands above a round; `end` is the first day after it."""
    return t("Round {round}: {first} to {last}", round=number, first=start, last=end - DAY)


def remark_line(number: int, text: str) -> str:
    """Return what the white cell said of a round."""
    return t("On round {round}: {text}", round=number, text=text)


MOST_HEADLINES = 6
"""Read out to the room."""


def headline_lines(seen: RoomView) -> Iterator[RenderableType]:
    """Yield what the white cell reads out: the last round in a few lines, and what came since."""
    last = seen.headlines[-1] if seen.headlines else None
    since = last.round if last else 0
    said = [one.title for one in seen.injects if one.round >= max(since, 1)]
    if last:
        yield titled(round_title(last.round, last.start, last.end))
        yield from news_lines(last.lines[-(MOST_HEADLINES - min(len(said), MOST_HEADLINES // 2)) :])
        if not last.lines:
            yield Text(t("No news."))
    for title in said[-MOST_HEADLINES // 2 :]:
        yield Text(f"- {title}")


def news_lines(lines: Sequence[Line]) -> Iterator[RenderableType]:
    """Yield events under the day of each."""
    for line in lines:
        yield Text(f"{line.date}  {line.text}")


def _changes(changes: Sequence[Change], *, every: bool) -> Iterator[RenderableType]:
    """Yield what changed; of stocks and prices those that moved most."""
    goods = [one for one in changes if one.what in GOODS]
    most = goods if every else sorted(goods, key=_moved, reverse=True)[:MOST_GOODS]
    table = listed("", t("before"), t("after"), t("unit"), right=(t("before"), t("after")))
    for one in changes:
        if one.what in GOODS and one not in most:
            continue
        name = f"{one.called}\n  {one.why}" if one.why else one.called
        before, after = (_value(value, one.unit) for value in (one.before, one.after))
        table.add_row(name, before, after, "" if one.unit == "1" else called("unit", one.unit))
    yield table
    if len(most) < len(goods):
        less = len(goods) - len(most)
        yield Text(t("{count} stocks and prices moved less: round show --all", count=less), "dim")


def _moved(change: Change) -> float:
    """Return how far a number moved, as a share of what it was."""
    if not change.before or change.after is None:
        return 0.0
    return abs(change.after / change.before - 1.0)


def _value(value: float | None, unit: str) -> str:
    if value is not None and unit == "USD" and abs(value) >= 1e6:
        return money(value)
    return figure(value)


def _standing(seen: SeatView) -> Iterator[RenderableType]:
    """Yield the numbers that a seat plays by."""
    known = seen.observation
    own = known.get("own") if known else None
    if not isinstance(own, dict):
        return
    yield titled(t("Where you stand"))
    parts = [
        f"{label} {_value(float(value), unit)}"
        for key, label, unit in (
            ("support", t("support at home"), "of 100"),
            ("capital", t("political capital"), "points"),
            ("budget", t("left to spend this year"), "USD"),
        )
        if isinstance(value := own.get(key), int | float)
    ]
    yield Text("; ".join(parts))
    disputes = known.get("disputes") if known else None
    if isinstance(disputes, list):
        for one in disputes:
            if isinstance(one, dict):
                stage = called("dispute", str(one.get("stage")))
                told = t(
                    "{id}: {sender} against {target}, {stage}, rung {rung}",
                    id=one.get("id"),
                    sender=one.get("sender"),
                    target=one.get("target"),
                    stage=stage,
                    rung=one.get("escalation"),
                )
                yield Text(told)


def told_lines(injects: Sequence[Happening], revealed: Sequence[str]) -> Iterator[RenderableType]:
    """Yield what somebody was told by injects and by the white cell."""
    if injects or revealed:
        yield titled(t("You were told"))
    for one in injects:
        source = ", ".join(filter(None, (one.sender, one.delivery)))
        head = t("round {round}", round=one.round)
        yield Text(f"{head}: {one.title}{f' ({source})' if source else ''}", "bold")
        if one.text.strip() != one.title:
            yield Padding(Text(one.text), (0, 0, 0, 2))
    for text in revealed:
        yield Text(text)


def _remarks(seen: SeatView, since: int) -> Iterator[RenderableType]:
    for one in seen.remarks:
        if one.round >= since:
            yield Text(remark_line(one.round, one.text))


def letter_lines(letters: Sequence[Letter]) -> Iterator[RenderableType]:
    """Yield what was said, each with who says it."""
    for one in letters:
        to = ", ".join(one.to) or t("everybody")
        head = t("round {round}, {sender} to {to}", round=one.round, sender=one.sender, to=to)
        yield Text(head, "bold")
        yield Padding(Text(f"{one.headline}\n{one.text}".strip()), (0, 0, 0, 2))
