"""The virtual transcript."""
