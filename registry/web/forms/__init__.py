"""Forms: what a page asks, and how it reads what people type."""
