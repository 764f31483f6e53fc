"""Makes the sample `food_distribution`: an invented food distributor, its orders and what its customers say."""
