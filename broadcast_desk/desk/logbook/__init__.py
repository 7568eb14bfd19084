"""Nhật ký và báo cáo: plan against truth, day by day, and the yearly report."""
