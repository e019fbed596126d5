"""The tests: what the product does, in sentences."""
