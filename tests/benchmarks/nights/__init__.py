"""How often nights give a false alarm, and how long a real change waits: simulated years, on counts by day."""
