"""Reading scenarios: YAML text to a checked, frozen Scenario."""
