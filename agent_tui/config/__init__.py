"""Settings, where each value comes from, provider presets. Imports protocol and errors only."""
