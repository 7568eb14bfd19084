"""Broadcast Desk: desk and unattended playout for commune loudspeaker stations."""

__version__ = "0.1.0"

from broadcast_desk.station.immortal import keep_singletons

keep_singletons()  # before anything of Qt is loaded, in every process of ours
