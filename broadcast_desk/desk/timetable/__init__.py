"""Lịch phát: the week, its slots in words, and what an edit changes in the next seven days."""
