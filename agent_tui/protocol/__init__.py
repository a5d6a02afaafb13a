"""The words that the engine and its users speak: frozen data, pure functions and interfaces.

Imports the standard library and msgspec only.
"""
