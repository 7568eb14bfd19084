"""Gói của Trung tâm: who signed it, is it whole, what is new; one button accepts."""
