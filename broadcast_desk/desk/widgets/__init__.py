"""Parts every page is made of."""
