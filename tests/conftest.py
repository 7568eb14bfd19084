"""For every test: random cases may take their time, for nothing here is timed."""

from hypothesis import settings

settings.register_profile("house", deadline=None)
settings.load_profile("house")
