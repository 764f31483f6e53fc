"""How near drafted stages come to those that a person would draw."""
