"""Every table that a room hands to another, declared: grain, columns, types, units. One file a table; no logic."""
