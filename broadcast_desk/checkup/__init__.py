"""What works on this computer and in this station, and what to do about the rest."""
