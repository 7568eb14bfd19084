"""Slots, recurrence, selectors, guards (quiet hours, caps, mourning), the day plan."""
