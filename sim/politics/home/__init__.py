"""Home: what a loss means to those who govern: felt cost, support, records, leaders."""
