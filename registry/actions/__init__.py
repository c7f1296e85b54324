"""One function a use case that changes something: checks permission, changes, records the event.

Nothing here commits: the caller owns the transaction.
"""
