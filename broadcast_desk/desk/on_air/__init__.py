"""Hôm nay: what will sound next, and whether everything is well."""
