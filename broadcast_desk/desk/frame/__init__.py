"""The frame that never changes: strip, rail, stop and emergency."""
