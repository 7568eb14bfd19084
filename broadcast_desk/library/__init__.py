"""Programmes and bulletins: topics, approval, validity, search, the media store."""
