"""A year of a station in minutes: what becomes of every due item while everything goes wrong.

Real: the timetable's plan and the brief made from it, `decide`, the guards, `ZoneGroup` with its
placing and its facts, `Records`, the approval check, the logbook and its chain, all on a real
SQLite file. A full disk is SQLite's own error.

Modelled: time (it jumps from event to event; the engine looks at the instants at which something
can happen, not ten times a second), the mixing (the bus reports where voices begin and end and
makes no samples), decoding and media files (lengths only, and which of them are lost or damaged),
relays (when they fall silent), and a power cut (whatever is in memory is forgotten, the log
included that was not stored yet; SQLite need not sync to the disk).
"""

from broadcast_desk.playout.simulation.checking import Report
from broadcast_desk.playout.simulation.run import simulate

__all__ = ["Report", "simulate"]
