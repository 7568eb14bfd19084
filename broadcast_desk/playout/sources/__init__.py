"""Sources of the bus: recorded audio, relays, and the chain that cannot fail."""
