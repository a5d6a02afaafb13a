"""One session: its history, queue, model and status; and the sessions that are open."""
