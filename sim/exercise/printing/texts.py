"""Texts: what players' papers say of their own, in the language that is spoken."""

from __future__ import annotations

import datetime as dt

from sim.language import called, n, t

BLANK = "\u00a0"
"""What keeps an empty line open for a pen."""

BOX = "☐"


# --- titles --------------------------------------------------------------------------------------


def manual_title() -> str:
    """Return what the players' manual is called."""
    return t("Situation manual")


def role_title(seat: str) -> str:
    """Return what a role card is called."""
    return t("Role card: {seat}", seat=seat)


def sheet_title(seat: str) -> str:
    """Return what an order sheet is called."""
    return t("Order sheet: {seat}", seat=seat)


# --- the manual ----------------------------------------------------------------------------------


def purpose() -> str:
    """Return the heading of what the exercise is to show."""
    return t("What it is to show")


def seats() -> str:
    """Return the heading of the seats."""
    return t("The seats")


def seats_told() -> str:
    """Return what is said above the seats."""
    return t(
        "What everybody may know of each. Each has a card of its own with what it alone knows."
    )


def wants() -> str:
    """Return what stands above what a seat says that it wants."""
    return t("It says that it wants:")


def calendar() -> str:
    """Return the heading of the timetable."""
    return t("Timetable")


def minutes_told(brief: int, open: int, review: int) -> str:
    """Return how long the parts of a round take."""
    return t(
        "Each round: {brief} minutes to read, {open} minutes to plan, talk and order, "
        "{review} minutes until the result is out.",
        brief=brief,
        open=open,
        review=review,
    )


def rounds_columns() -> tuple[str, ...]:
    """Return what stands above the columns of the rounds."""
    return (t("Round"), t("Scenario time"))


def period(first: dt.date, last: dt.date) -> str:
    """Return a span of days."""
    return t("{first} to {last}", first=first, last=last)


def schedule_columns() -> tuple[str, ...]:
    """Return what stands above the columns of the timetable."""
    return (t("Minute"), t("What"))


def rules() -> str:
    """Return the heading of the rules of orders."""
    return t("Rules of orders")


def rules_told() -> str:
    """Return the rules of orders, as simple Markdown."""
    return t("""
- Tick an order of the playbook by its **code**, or write one of your own in plain words.
- An order costs **political capital**, counted in points, and often **money**. Both are on the
  sheet. What is spent is gone; capital comes back slowly.
- An order acts after its **lead time**. A year's work that is begun in the last round is seen only
  in the look ahead after the end.
- **Who decides** is on the sheet. Where a ministry speaks against an order, say that you overrule
  it, and pay for that, or leave the order.
- Write **why**. The reason is read at the end, by you.
- Orders are **sealed** until the round is over. Whoever hands in nothing gives the orders that its
  card names.
- An order that is understood and cannot be carried out is **refused**, and the reason is told to
  you alone.
- What no order stands for may be asked all the same: write the idea and what you hope for. The
  white cell turns it into effects, or says why not.
- A **deal** counts once all who are named in it have signed.
""")


def glossary() -> str:
    """Return the heading of the words."""
    return t("Words")


def words() -> tuple[tuple[str, str], ...]:
    """Return the words of an exercise, each with what it means."""
    return (
        (t("seat"), t("a role that is played: a government, a ministry, a firm")),
        (t("round"), t("one cycle of brief, planning, orders and result")),
        (
            t("white cell"),
            t("those who lead the exercise, deliver injects and decide in cases of doubt"),
        ),
        (t("order"), t("one action that a seat asks for, sealed until the round is adjudicated")),
        (t("order sheet"), t("all orders of a seat in a round")),
        (t("playbook"), t("orders that are prepared for a seat, each with a code")),
        (t("ruling"), t("what became of an order: carried out, delayed, moot or refused, and why")),
        (t("measure"), t("a restriction or support in force: a ban, a duty, a quota, a stock")),
        (t("dispute"), t("a quarrel over a demand between a sender and a target")),
        (t("inject"), t("an event that is delivered to seats or to the room")),
        (t("RFI"), t("a request for information to the white cell")),
        (t("deal"), t("an agreement between seats, secret or public")),
        (t("political capital"), t("what a government can ask of its own side [points, 0 to 100]")),
        (t("support"), t("how far people at home stand behind their government [0 to 100]")),
        (t("cover"), t("how long a stock lasts at present use [weeks]")),
        (t("STARTEX, ENDEX"), t("start and end of the exercise")),
        (t("hot wash"), t("the talk right after the end, while it is fresh")),
    )


# --- role cards ----------------------------------------------------------------------------------


def who_you_are() -> str:
    """Return the heading of a role."""
    return t("Who you are")


def known_of_you() -> str:
    """Return the heading of what everybody knows of a seat."""
    return t("What everybody knows of you")


def only_you() -> str:
    """Return the heading of what a seat alone knows."""
    return t("What only you know")


def your_goals() -> str:
    """Return the heading of what a seat wants."""
    return t("What you want")


def secret_goal(goal: str) -> str:
    """Return a goal that others do not know."""
    return t("{goal} **(others do not know)**", goal=goal)


def your_means() -> str:
    """Return the heading of what a government has to act with."""
    return t("What you have to act with")


def means_told(support: float, capital: float, money: str) -> tuple[str, ...]:
    """Return what a government has to act with; `money` is empty where it is not known."""
    told = [
        t("Support at home: **{support:.0f}** of 100", support=support),
        t("Political capital: **{capital:.0f}** points", capital=capital),
    ]
    if money:
        told.append(t("Left to spend this year: **{money}**", money=money))
    return tuple(told)


def others() -> str:
    """Return the heading of how others stand to a seat."""
    return t("How you stand to others")


def stands(relation: float) -> str:
    """Return how one country stands to another, in words.

    >>> stands(0.8), stands(0.05), stands(-0.5)
    ('close', 'indifferent', 'cold')
    """
    steps = (
        (0.6, t("close")),
        (0.25, t("friendly")),
        (-0.25, t("indifferent")),
        (-0.6, t("cold")),
    )
    return next((told for least, told in steps if relation >= least), t("hostile"))


def others_columns() -> tuple[str, ...]:
    """Return what stands above the columns of others."""
    return (t("Country"), t("You are"), t("From −1 to 1"), "")


def ally() -> str:
    """Return what an ally by treaty is called."""
    return t("ally by treaty")


def offices() -> str:
    """Return the heading of who decides what in a government."""
    return t("Who decides what in your government")


def offices_columns() -> tuple[str, ...]:
    """Return what stands above the columns of a government's parts."""
    return (t("Office"), "", t("Decides on"))


def your_own(office: str) -> str:
    """Return an office that is the seat itself."""
    return t("{office} (you)", office=office)


def firm_told() -> str:
    """Return what a firm may decide."""
    return t("You decide for your firm alone: what it buys, holds, makes and delivers.")


def if_silent() -> str:
    """Return the heading of what is ordered for a seat that says nothing."""
    return t("If you hand in nothing")


def silent_told() -> str:
    """Return what is said above the orders of a seat that says nothing."""
    return t("This is ordered for you:")


def nothing_ordered() -> str:
    """Return what is said where nothing is ordered for a silent seat."""
    return t("Nothing is ordered for you.")


def join(code: str) -> str:
    """Return how a seat is joined."""
    return t("To join at a computer: **{code}**. Keep the code to yourselves.", code=code)


# --- order sheets --------------------------------------------------------------------------------


def sheet_head() -> tuple[str, ...]:
    """Return what stands above the fields of a sheet's head."""
    return (t("Round"), t("Handed in at"), t("Signed for the team"), t("Entered by"))


def sheet_columns() -> tuple[str, ...]:
    """Return what stands above the columns of a playbook."""
    return (
        "", t("Code"), t("Order"), t("Points"), t("Money"), t("Acts after"), t("Who decides"),
        t("Otherwise"),
    )  # fmt: skip


def at_once() -> str:
    """Return the lead time of what acts at once."""
    return t("at once")


def lead(months: float) -> str:
    """Return a lead time in the unit that people think in.

    >>> lead(0.0), lead(0.1), lead(0.5), lead(4.5), lead(30.0)
    ('at once', '3 days', '2 weeks', '4.5 months', '2.5 years')
    """
    if months <= 0.0:
        return at_once()
    if months < 0.25:
        return n("{count} day", "{count} days", max(1, round(months * 30.4)))
    if months < 1.0:
        return n("{count} week", "{count} weeks", round(months * 4.35))
    if months < 24.0:
        told = f"{months:.2g}"
        return t("1 month") if told == "1" else t("{number} months", number=told)
    return t("{number} years", number=f"{months / 12.0:.2g}")


def speaks_against(office: str, against: str) -> str:
    """Return who decides an order that others speak against."""
    return t("{office}; against: {against}", office=office, against=against)


def to_change(key: str) -> str:
    """Return a field for what a team wants otherwise."""
    told = called("key", key)
    return f"{key} ______" if told == key else f"{told} ({key}) ______"


def overrule() -> str:
    """Return the field for overruling those who speak against an order."""
    return f"{BOX} {t('overrule')}"


def own_columns() -> tuple[str, ...]:
    """Return what stands above the lines for orders of one's own."""
    return (t("Orders of your own: what, whom it hits or helps, how much"), t("Why"))


def why_head() -> str:
    """Return what stands above the lines for the team's reasons."""
    return t("Why you order this, and what you expect of it")


def sheet_note(round: int) -> str:
    """Return how a sheet is filled in."""
    return t(
        "Tick what you order. Prices are those of round {round}. Under Otherwise, write what you "
        "want instead of what the order says. Sealed until the round is over.",
        round=round,
    )
