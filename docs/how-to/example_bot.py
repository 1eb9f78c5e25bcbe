"""A program that plays a seat: it fills stores, answers in kind, and never begins.

It needs nothing but Python's standard library. See connect-a-program-seat.md.
"""

import json
import sys

HARM = 0.1
"""Loss that it does something about [% of GDP a year]."""
SPARE = 20.0
"""Political capital that it keeps [points]."""


def main():
    """Read a message a line, and answer every question with a line."""
    given = set()
    for line in sys.stdin:
        message = json.loads(line)
        if message["type"] == "observe":
            sheet = orders(message, given)
            given.update(entry["order"] for entry in sheet)
            print(json.dumps({"round": message["round"], "orders": sheet}), flush=True)
        elif message["type"] == "bye":
            break


def orders(message, given):
    """Return the orders of a round: what it wants, the menu has, and it can pay for.

    What it has `given` before it does not give again.
    """
    for problem in message["problems"]:
        print(problem, file=sys.stderr)
    seen = message["observation"]
    if seen["own"] is None:
        return []
    left, sheet = seen["own"]["capital"] - SPARE, []
    for start, reason in wishes(seen):
        option = cheapest(message["menu"], start)
        if option and option["order"] not in given and option["capital"] <= left:
            left -= option["capital"]
            sheet.append({"order": option["order"], "reason": reason})
    return sheet


def wishes(seen):
    """Yield how an order it wants would begin, and why, the most pressing first."""
    home = seen["own"]["country"]
    for dispute in seen["disputes"]:
        loss = dispute["losses"].get(home, {}).get("damage", 0.0)
        if dispute["target"] == home and loss > HARM:
            for lever in seen["denial"]:
                if lever["other"] == dispute["sender"] and lever["loss_self"] < loss:
                    what = f"product={lever['product']} target={lever['other']}"
                    yield f"export_licensing {what}", f"It costs us {loss:.2f} % of GDP a year."
                    break
    for lever in seen["threats"][:3]:
        if lever["loss_self"] > HARM:
            product = f"product={lever['product']}"
            reason = f"{lever['other']} could cost us {lever['loss_self']:.1f} % of GDP a year."
            yield f"designate_product {product}", reason
            yield f"stockpile_build {product}", reason


def cheapest(menu, start):
    """Return the order on the menu that begins so and takes least capital; None if none does."""
    found = [option for option in menu if f"{option['order']} ".startswith(f"{start} ")]
    return min(found, key=lambda option: option["capital"], default=None)


if __name__ == "__main__":
    main()
