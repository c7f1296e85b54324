"""Measurements that anyone can run: how good matching and search are, and how fast."""
