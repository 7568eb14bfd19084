"""Who and where we are: settings, zones, operators, clock, paths, error types (ground floor)."""
