"""The SQL: one file a noun. Functions take a session and plain values, and never commit."""
