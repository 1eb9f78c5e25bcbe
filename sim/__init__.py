"""Countervail's model: states, firms and supply chains under economic coercion."""
