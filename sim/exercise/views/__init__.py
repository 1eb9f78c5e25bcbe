"""Views: what each reader may see of an exercise, built up from nothing; the one door.

`view` is a seat's, `room_view` the room's (projector, press), `white_view` the white cell's,
`menu` what a seat may order. All hold plain values, which `data` turns into JSON.
"""

from sim.exercise.views.common import data
from sim.exercise.views.menu import menu
from sim.exercise.views.room import room_view
from sim.exercise.views.seat import view
from sim.exercise.views.white import white_view

__all__ = ["data", "menu", "room_view", "view", "white_view"]
