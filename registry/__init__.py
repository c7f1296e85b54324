"""The registry of Hanoi's environmental industry: what it knows, shows and does."""
