"""Broadcast Desk: desk and unattended playout for commune loudspeaker stations."""

__version__ = "0.1.0"
