"""Guide texts: what the white cell's papers say of their own."""

from __future__ import annotations

from sim.exercise.printing.texts import BLANK, BOX


def roles_title() -> str:
    """Return what the file of all role cards is called."""
    return "Role cards of all seats (for the white cell)"


def sheets_title() -> str:
    """Return what the file of all order sheets is called."""
    return "Order sheets of all seats (for the white cell)"


def guide_title() -> str:
    """Return what the facilitator's guide is called."""
    return "Facilitator's guide"


def msel_title() -> str:
    """Return what the list of injects is called."""
    return "Master Scenario Events List"


# --- the facilitator's guide ---------------------------------------------------------------------


def seating() -> str:
    """Return the heading of who sits where."""
    return "Seats and codes"


def seating_columns() -> tuple[str, ...]:
    """Return what stands above the columns of the seats."""
    return ("Seat", "Title", "Played by", "Code")


def played_by(kind: str, name: str) -> str:
    """Return who plays a seat."""
    called = {"human": "people", "script": "a script", "program": "a program", "white": "you"}
    told = called.get(kind, kind)
    return f"{told}: {name}" if name else told


def checklists() -> str:
    """Return the heading of the checklists."""
    return "Checklists"


def before_startex() -> tuple[str, tuple[str, ...]]:
    """Return the heading and the points of what is done before STARTEX."""
    return "Before STARTEX", (
        f"{BOX} The exercise file is made, and a copy of the empty one is put aside",
        f"{BOX} Manual, role card and order sheets lie on each table; no card on a wrong one",
        f"{BOX} The projector shows **screen**, and nothing else of yours",
        f"{BOX} Evaluators have their sheets and know which team is theirs",
        f"{BOX} Somebody keeps the clock, somebody enters paper sheets, somebody writes notes",
        f"{BOX} Rules are read out; everybody has found a seat and a goal",
        f"{BOX} **exercise start** is STARTEX",
    )


def each_round() -> tuple[str, tuple[str, ...]]:
    """Return the heading and the points of what is done in each round."""
    return "Each round", (
        f"{BOX} **round brief**: what changed, one headline for the room",
        f"{BOX} **round open**: say when it ends; deliver the injects that are due",
        f"{BOX} Walk about; answer RFIs; put signed deals into the file",
        f"{BOX} Five minutes before the end: **order missing**, and a word to those who are",
        f"{BOX} Enter paper sheets (**order enter SEAT**), codes one after the other",
        f"{BOX} **round lock**, then **round adjudicate**",
        f"{BOX} Review before anybody sees it: can each result be told in two sentences?",
        f"{BOX} Overrule or annotate where it must be, with a reason",
        f"{BOX} **round publish**; read the headlines out; note what surprised the room",
    )


def after_endex() -> tuple[str, tuple[str, ...]]:
    """Return the heading and the points of what is done after ENDEX."""
    return "ENDEX and after", (
        f"{BOX} **exercise end --project 24m**: show what was begun early, and what was not",
        f"{BOX} Participant forms are handed out and collected before people leave",
        f"{BOX} Hot wash: by tables first, then together; write each point down",
        f"{BOX} Evaluators enter notes and ratings (**eval note**, **eval rate**)",
        f"{BOX} **aar build**; agree on who mends what, and until when",
        f"{BOX} Role cards and sheets are collected",
    )


def overruling() -> str:
    """Return the heading of how to overrule."""
    return "How to overrule"


def overruling_told() -> str:
    """Return the three ways of overruling, as simple Markdown."""
    return """
Rarely, openly and with a reason. While a round is under review there are three ways:

1. **Decide** (white overrule): change what became of an order, or what was drawn by chance. The
   round is run again with it, so that all that follows from it follows.
2. **Patch** (white adjust): set or move one named number after the round. Nothing else moves.
3. **Annotate** (white note): say something beside the result. The world stays as it is.

Each asks for a reason (--because). The model's own result is kept beside yours, and the report
shows both. Never overrule to save a team from its own stock; do so where nobody in the room would
have believed the result.
"""


# --- evaluation ----------------------------------------------------------------------------------


def guide_sheet(title: str) -> str:
    """Return what the evaluator's sheet for an objective is called."""
    return f"Evaluation guide: {title}"


def guide_columns(marks: tuple[str, ...]) -> tuple[str, ...]:
    """Return what stands above the columns of an evaluator's sheet."""
    return ("", "Look for", *marks, "What you saw, who did it, when")


def as_a_whole() -> str:
    """Return what the last row of an evaluator's sheet is called."""
    return "The objective as a whole"


def guide_head() -> tuple[str, ...]:
    """Return what stands above the fields of an evaluator's sheet."""
    return ("Evaluator", "Team", "Rounds")


def ratings() -> str:
    """Return what stands above the scale."""
    return "Ratings"


def form_title() -> str:
    """Return what the participant form is called."""
    return "Participant form"


def form_told() -> str:
    """Return what is said above the participant form."""
    return "Your name is not asked for. Seat: ____________"


def form_columns() -> tuple[str, ...]:
    """Return what stands above the columns of the participant form."""
    return ("Question", "Answer")


def answers(kind: str) -> str:
    """Return what can be ticked as an answer, or room to write one."""
    if kind == "scale":
        return f"no {BOX} 1  {BOX} 2  {BOX} 3  {BOX} 4  {BOX} 5 yes"
    if kind == "yes-no":
        return f"{BOX} yes   {BOX} no"
    return "\n".join([BLANK] * 4)


def hotwash() -> str:
    """Return the heading of the questions of the hot wash."""
    return "Hot wash"


# --- the list of injects -------------------------------------------------------------------------


def msel_columns() -> tuple[str, ...]:
    """Return what stands above the columns of the list of injects."""
    return ("No.", "When", "From and to", "What is delivered", "What is expected")


def in_round(round: int, minute: int | None) -> str:
    """Return when an inject of a round is due."""
    return f"round {round}" if minute is None else f"round {round}, minute {minute}"


def when(condition: str) -> str:
    """Return on which condition an inject fires."""
    return f"when {condition}"


def by_hand() -> str:
    """Return when an inject without a trigger fires."""
    return "by hand"


def everybody() -> str:
    """Return to whom an inject goes that names no seat."""
    return "everybody"


def and_the_room() -> str:
    """Return to whom an inject goes that is public beside."""
    return "and the room"


def does(effects: str) -> str:
    """Return what an inject does to the model."""
    return f"Does: {effects}"


def serves(objective: str) -> str:
    """Return the objective that an inject serves."""
    return f"Objective: {objective}"
