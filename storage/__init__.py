"""What is kept: the ports and the stores that obey them."""
