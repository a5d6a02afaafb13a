"""Calls the hooks of a host: in order, with limits, and with a rule for each way of failing."""
