"""Duyệt: one item at a time, text and sound together."""
