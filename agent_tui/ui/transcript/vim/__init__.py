"""The transcript as a vim buffer that can only be read. Loaded when vim is on and wanted."""
