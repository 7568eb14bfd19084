"""The unattended program: clock, decide, mixer, outputs; relays; control."""
