"""What is kept on disk: folders, journals, the session store, its index. Call it off the loop."""
