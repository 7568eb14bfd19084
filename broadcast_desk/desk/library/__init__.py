"""Kho bản tin: find a programme, hear it, see whether it may be aired."""
