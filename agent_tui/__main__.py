"""`python -m agent_tui` is `agent-tui`."""

from agent_tui.boot import main

if __name__ == "__main__":
    main()
