"""The lists of the sidebar: turns, changed files, checklist, waiting prompts."""
