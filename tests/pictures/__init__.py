"""Pictures of the desk: `python -m tests.pictures` makes those of the README, or of every page."""
