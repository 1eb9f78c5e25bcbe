"""Observation: what one seat may see."""

from sim.observation.knowledge import Leverage, Observation, Standpoint
from sim.observation.observe import observe

__all__ = ["Leverage", "Observation", "Standpoint", "observe"]
