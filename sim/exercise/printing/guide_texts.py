"""Guide texts: what the white cell's papers say of their own, in the language that is spoken."""

from __future__ import annotations

from sim.exercise.printing.texts import BLANK, BOX
from sim.language import t


def roles_title() -> str:
    """Return what the file of all role cards is called."""
    return t("Role cards of all seats (for the white cell)")


def sheets_title() -> str:
    """Return what the file of all order sheets is called."""
    return t("Order sheets of all seats (for the white cell)")


def guide_title() -> str:
    """Return what the facilitator's guide is called."""
    return t("Facilitator's guide")


def msel_title() -> str:
    """Return what the list of injects is called."""
    return t("Master Scenario Events List")


# --- the facilitator's guide ---------------------------------------------------------------------


def seating() -> str:
    """Return the heading of who sits where."""
    return t("Seats and codes")


def seating_columns() -> tuple[str, ...]:
    """Return what stands above the columns of the seats."""
    return (t("Seat"), t("Title"), t("Played by"), t("Code"))


def played_by(kind: str, name: str) -> str:
    """Return who plays a seat."""
    called = {
        "human": t("people"),
        "script": t("a script"),
        "program": t("a program"),
        "white": t("you"),
    }
    told = called.get(kind, kind)
    return f"{told}: {name}" if name else told


def checklists() -> str:
    """Return the heading of the checklists."""
    return t("Checklists")


def before_startex() -> tuple[str, tuple[str, ...]]:
    """Return the heading and the points of what is done before STARTEX."""
    return t("Before STARTEX"), _boxes(
        t("The exercise file is made, and a copy of the empty one is put aside"),
        t("Manual, role card and order sheets lie on each table; no card on a wrong one"),
        t("The projector shows **screen**, and nothing else of yours"),
        t("Evaluators have their sheets and know which team is theirs"),
        t("Somebody keeps the clock, somebody enters paper sheets, somebody writes notes"),
        t("Rules are read out; everybody has found a seat and a goal"),
        t("**exercise start** is STARTEX"),
    )


def each_round() -> tuple[str, tuple[str, ...]]:
    """Return the heading and the points of what is done in each round."""
    return t("Each round"), _boxes(
        t("**round brief**: what changed, one headline for the room"),
        t("**round open**: say when it ends; deliver the injects that are due"),
        t("Walk about; answer RFIs; put signed deals into the file"),
        t("Five minutes before the end: **order missing**, and a word to those who are"),
        t("Enter paper sheets (**order enter SEAT**), codes one after the other"),
        t("**round lock**, then **round adjudicate**"),
        t("Review before anybody sees it: can each result be told in two sentences?"),
        t("Overrule or annotate where it must be, with a reason"),
        t("**round publish**; read the headlines out; note what surprised the room"),
    )


def after_endex() -> tuple[str, tuple[str, ...]]:
    """Return the heading and the points of what is done after ENDEX."""
    return t("ENDEX and after"), _boxes(
        t("**exercise end --project 24m**: show what was begun early, and what was not"),
        t("Participant forms are handed out and collected before people leave"),
        t("Hot wash: by tables first, then together; write each point down"),
        t("Evaluators enter notes and ratings (**eval note**, **eval rate**)"),
        t("**aar build**; agree on who mends what, and until when"),
        t("Role cards and sheets are collected"),
    )


def overruling() -> str:
    """Return the heading of how to overrule."""
    return t("How to overrule")


def overruling_told() -> str:
    """Return the three ways of overruling, as simple Markdown."""
    return t("""
Rarely, openly and with a reason. While a round is under review there are three ways:

1. **Decide** (white overrule): change what became of an order, or what was drawn by chance. The
   round is run again with it, so that all that follows from it follows.
2. **Patch** (white adjust): set or move one named number after the round. Nothing else moves.
3. **Annotate** (white note): say something beside the result. The world stays as it is.

Each asks for a reason (--because). The model's own result is kept beside yours, and the report
shows both. Never overrule to save a team from its own stock; do so where nobody in the room would
have believed the result.
""")


def _boxes(*points: str) -> tuple[str, ...]:
    """Return points that can be ticked."""
    return tuple(f"{BOX} {point}" for point in points)


# --- evaluation ----------------------------------------------------------------------------------


def guide_sheet(title: str) -> str:
    """Return what the evaluator's sheet for an objective is called."""
    return t("Evaluation guide: {title}", title=title)


def guide_columns(marks: tuple[str, ...]) -> tuple[str, ...]:
    """Return what stands above the columns of an evaluator's sheet."""
    return ("", t("Look for"), *marks, t("What you saw, who did it, when"))


def as_a_whole() -> str:
    """Return what the last row of an evaluator's sheet is called."""
    return t("The objective as a whole")


def guide_head() -> tuple[str, ...]:
    """Return what stands above the fields of an evaluator's sheet."""
    return (t("Evaluator"), t("Team"), t("Rounds"))


def ratings() -> str:
    """Return what stands above the scale."""
    return t("Ratings")


def form_title() -> str:
    """Return what the participant form is called."""
    return t("Participant form")


def form_told() -> str:
    """Return what is said above the participant form."""
    return t("Your name is not asked for. Seat: ____________")


def form_columns() -> tuple[str, ...]:
    """Return what stands above the columns of the participant form."""
    return (t("Question"), t("Answer"))


def answers(kind: str) -> str:
    """Return what can be ticked as an answer, or room to write one."""
    if kind == "scale":
        steps = "  ".join(f"{BOX} {step}" for step in range(1, 6))
        return f"{t('no')} {steps} {t('yes')}"
    if kind == "yes-no":
        return f"{BOX} {t('yes')}   {BOX} {t('no')}"
    return "\n".join([BLANK] * 4)


def hotwash() -> str:
    """Return the heading of the questions of the hot wash."""
    return t("Hot wash")


# --- the list of injects -------------------------------------------------------------------------


def msel_columns() -> tuple[str, ...]:
    """Return what stands above the columns of the list of injects."""
    return (t("No."), t("When"), t("From and to"), t("What is delivered"), t("What is expected"))


def in_round(round: int, minute: int | None) -> str:
    """Return when an inject of a round is due."""
    if minute is None:
        return t("round {round}", round=round)
    return t("round {round}, minute {minute}", round=round, minute=minute)


def when(condition: str) -> str:
    """Return on which condition an inject fires."""
    return t("when {condition}", condition=condition)


def by_hand() -> str:
    """Return when an inject without a trigger fires."""
    return t("by hand")


def everybody() -> str:
    """Return to whom an inject goes that names no seat."""
    return t("everybody")


def and_the_room() -> str:
    """Return to whom an inject goes that is public beside."""
    return t("and the room")


def does(effects: str) -> str:
    """Return what an inject does to the model."""
    return t("Does: {effects}", effects=effects)


def serves(objective: str) -> str:
    """Return the objective that an inject serves."""
    return t("Objective: {objective}", objective=objective)
