"""The desk: Qt Widgets, one folder a page."""
