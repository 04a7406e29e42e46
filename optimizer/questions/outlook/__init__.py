"""What may come: the days ahead under several inflows, and samples round each of them."""
