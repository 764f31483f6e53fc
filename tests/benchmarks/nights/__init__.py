"""How often nights cry wolf, and how long a real change waits: simulated years, on counts by day."""
