"""Components: what pages are made of. They show what they are given and compute nothing."""
