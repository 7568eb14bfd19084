"""Thiết lập: grouped as the station thinks."""
