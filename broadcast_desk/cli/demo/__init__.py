"""`broadcast-desk demo`: the whole chain on sample data, measured in what was recorded."""

from broadcast_desk.cli.demo.command import demo

__all__ = ["demo"]
