"""The parts of the permission and the question panel. They know protocol data and Textual only."""
