"""Saving for hosts: the state of the sessions goes where the host wants it."""
