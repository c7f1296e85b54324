"""Matching of needs and offerings across Vietnamese and English: a library of its own.

It knows nothing of the registry, Flask or SQL. ``text`` analyses, ``thesaurus`` finds concepts,
``vectors`` and ``rank`` score, ``explain`` says why, ``constraints`` compares numbers, ``units``
reads quantities, ``evaluate`` judges rankings against labels.
"""
