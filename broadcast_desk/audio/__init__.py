"""Decode and probe, loudness, mastering, waveforms, tags, mixing of programmes (pydub)."""
