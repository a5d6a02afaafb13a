"""How the application starts, stays and leaves."""
