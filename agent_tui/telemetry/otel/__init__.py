"""The bridge from telemetry events to OpenTelemetry (extra `otel`); the only room that imports
it."""
