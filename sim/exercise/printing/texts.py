"""Texts: what players' papers say of their own, so that it can be said in other languages."""

from __future__ import annotations

import datetime as dt

BLANK = "\u00a0"
"""What keeps an empty line open for a pen."""

BOX = "☐"


# --- titles --------------------------------------------------------------------------------------


def manual_title() -> str:
    """Return what the players' manual is called."""
    return "Situation manual"


def role_title(seat: str) -> str:
    """Return what a role card is called."""
    return f"Role card: {seat}"


def sheet_title(seat: str) -> str:
    """Return what an order sheet is called."""
    return f"Order sheet: {seat}"


# --- the manual ----------------------------------------------------------------------------------


def purpose() -> str:
    """Return the heading of what the exercise is to show."""
    return "What it is to show"


def seats() -> str:
    """Return the heading of the seats."""
    return "The seats"


def seats_told() -> str:
    """Return what is said above the seats."""
    return "What everybody may know of each. Each has a card of its own with what it alone knows."


def wants() -> str:
    """Return what stands above what a seat says that it wants."""
    return "It says that it wants:"


def calendar() -> str:
    """Return the heading of the timetable."""
    return "Timetable"


def minutes_told(brief: int, open: int, review: int) -> str:
    """Return how long the parts of a round take."""
    return (
        f"Each round: {brief} minutes to read, {open} minutes to plan, talk and order, "
        f"{review} minutes until the result is out."
    )


def rounds_columns() -> tuple[str, ...]:
    """Return what stands above the columns of the rounds."""
    return ("Round", "Scenario time")


def period(first: dt.date, last: dt.date) -> str:
    """Return a span of days."""
    return f"{first} to {last}"


def schedule_columns() -> tuple[str, ...]:
    """Return what stands above the columns of the timetable."""
    return ("Minute", "What")


def rules() -> str:
    """Return the heading of the rules of orders."""
    return "Rules of orders"


def rules_told() -> str:
    """Return the rules of orders, as simple Markdown."""
    return """
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
"""


def glossary() -> str:
    """Return the heading of the words."""
    return "Words"


def words() -> tuple[tuple[str, str], ...]:
    """Return the words of an exercise, each with what it means."""
    return (
        ("seat", "a role that is played: a government, a ministry, a firm"),
        ("round", "one cycle of brief, planning, orders and result"),
        ("white cell", "those who lead the exercise, deliver injects and decide in cases of doubt"),
        ("order", "one action that a seat asks for, sealed until the round is adjudicated"),
        ("order sheet", "all orders of a seat in a round"),
        ("playbook", "orders that are prepared for a seat, each with a code"),
        ("ruling", "what became of an order: carried out, delayed, moot or refused, and why"),
        ("measure", "a restriction or support in force: a ban, a duty, a quota, a stock"),
        ("dispute", "a quarrel over a demand between a sender and a target"),
        ("inject", "an event that is delivered to seats or to the room"),
        ("RFI", "a request for information to the white cell"),
        ("deal", "an agreement between seats, secret or public"),
        ("political capital", "what a government can ask of its own side [points, 0 to 100]"),
        ("support", "how far people at home stand behind their government [0 to 100]"),
        ("cover", "how long a stock lasts at present use [weeks]"),
        ("STARTEX, ENDEX", "start and end of the exercise"),
        ("hot wash", "the talk right after the end, while it is fresh"),
    )


# --- role cards ----------------------------------------------------------------------------------


def who_you_are() -> str:
    """Return the heading of a role."""
    return "Who you are"


def known_of_you() -> str:
    """Return the heading of what everybody knows of a seat."""
    return "What everybody knows of you"


def only_you() -> str:
    """Return the heading of what a seat alone knows."""
    return "What only you know"


def your_goals() -> str:
    """Return the heading of what a seat wants."""
    return "What you want"


def secret_goal(goal: str) -> str:
    """Return a goal that others do not know."""
    return f"{goal} **(others do not know)**"


def your_means() -> str:
    """Return the heading of what a government has to act with."""
    return "What you have to act with"


def means_told(support: float, capital: float, money: str) -> tuple[str, ...]:
    """Return what a government has to act with; `money` is empty where it is not known."""
    told = [
        f"Support at home: **{support:.0f}** of 100",
        f"Political capital: **{capital:.0f}** points",
    ]
    if money:
        told.append(f"Left to spend this year: **{money}**")
    return tuple(told)


def others() -> str:
    """Return the heading of how others stand to a seat."""
    return "How you stand to others"


def stands(relation: float) -> str:
    """Return how one country stands to another, in words.

    >>> stands(0.8), stands(0.05), stands(-0.5)
    ('close', 'indifferent', 'cold')
    """
    steps = ((0.6, "close"), (0.25, "friendly"), (-0.25, "indifferent"), (-0.6, "cold"))
    return next((told for least, told in steps if relation >= least), "hostile")


def others_columns() -> tuple[str, ...]:
    """Return what stands above the columns of others."""
    return ("Country", "You are", "From −1 to 1", "")


def ally() -> str:
    """Return what an ally by treaty is called."""
    return "ally by treaty"


def offices() -> str:
    """Return the heading of who decides what in a government."""
    return "Who decides what in your government"


def offices_columns() -> tuple[str, ...]:
    """Return what stands above the columns of a government's parts."""
    return ("Office", "", "Decides on")


def your_own(office: str) -> str:
    """Return an office that is the seat itself."""
    return f"{office} (you)"


def firm_told() -> str:
    """Return what a firm may decide."""
    return "You decide for your firm alone: what it buys, holds, makes and delivers."


def if_silent() -> str:
    """Return the heading of what is ordered for a seat that says nothing."""
    return "If you hand in nothing"


def silent_told() -> str:
    """Return what is said above the orders of a seat that says nothing."""
    return "This is ordered for you:"


def nothing_ordered() -> str:
    """Return what is said where nothing is ordered for a silent seat."""
    return "Nothing is ordered for you."


def join(code: str) -> str:
    """Return how a seat is joined."""
    return f"To join at a computer: **{code}**. Keep the code to yourselves."


# --- order sheets --------------------------------------------------------------------------------


def sheet_head() -> tuple[str, ...]:
    """Return what stands above the fields of a sheet's head."""
    return ("Round", "Handed in at", "Signed for the team", "Entered by")


def sheet_columns() -> tuple[str, ...]:
    """Return what stands above the columns of a playbook."""
    return ("", "Code", "Order", "Points", "Money", "Acts after", "Who decides", "Otherwise")


def at_once() -> str:
    """Return the lead time of what acts at once."""
    return "at once"


def lead(months: float) -> str:
    """Return a lead time in the unit that people think in.

    >>> lead(0.0), lead(0.1), lead(0.5), lead(4.5), lead(30.0)
    ('at once', '3 days', '2 weeks', '4.5 months', '2.5 years')
    """
    if months <= 0.0:
        return at_once()
    if months < 0.25:
        days = max(1, round(months * 30.4))
        return f"{days} day" if days == 1 else f"{days} days"
    if months < 1.0:
        weeks = round(months * 4.35)
        return f"{weeks} week" if weeks == 1 else f"{weeks} weeks"
    number, unit = (months, "month") if months < 24.0 else (months / 12.0, "year")
    told = f"{number:.2g}"
    return f"{told} {unit}" if told == "1" else f"{told} {unit}s"


def speaks_against(office: str, against: str) -> str:
    """Return who decides an order that others speak against."""
    return f"{office}; against: {against}"


def to_change(key: str) -> str:
    """Return a field for what a team wants otherwise."""
    return f"{key} ______"


def overrule() -> str:
    """Return the field for overruling those who speak against an order."""
    return f"{BOX} overrule"


def own_columns() -> tuple[str, ...]:
    """Return what stands above the lines for orders of one's own."""
    return ("Orders of your own: what, whom it hits or helps, how much", "Why")


def why_head() -> str:
    """Return what stands above the lines for the team's reasons."""
    return "Why you order this, and what you expect of it"


def sheet_note(round: int) -> str:
    """Return how a sheet is filled in."""
    return (
        f"Tick what you order. Prices are those of round {round}. Under Otherwise, write what you "
        "want instead of what the order says. Sealed until the round is over."
    )
