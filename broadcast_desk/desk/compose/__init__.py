"""Soạn tin: write, see how it is read, hear it, send it for approval."""
