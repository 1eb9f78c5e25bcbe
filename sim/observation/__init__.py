"""Observation: what one seat may see."""

from sim.observation.knowledge import Leverage, Observation, Standpoint
from sim.observation.observe import observe
from sim.observation.plain import observation_data

__all__ = ["Leverage", "Observation", "Standpoint", "observation_data", "observe"]
