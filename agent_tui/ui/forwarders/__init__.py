"""Bring agent events to the widgets: the pump, and one forwarder for each destination."""
