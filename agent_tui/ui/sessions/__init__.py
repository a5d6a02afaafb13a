"""Several sessions on one screen: which are open, how they stand, whose draft is whose."""
