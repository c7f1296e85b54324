"""Printed documents: one file a report, and one module that turns HTML into PDF."""
