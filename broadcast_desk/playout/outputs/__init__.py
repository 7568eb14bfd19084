"""Outputs of the bus: sound card, recorder; each with its own bounded queue."""
