"""Exporting and importing sessions as the user asks for it: between the disk and `exchange`."""
