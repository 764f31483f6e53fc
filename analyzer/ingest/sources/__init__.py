"""Sources: a file, several, or a table of a warehouse → one relation of its rows, as they are written."""
