"""Matching of needs and offerings across Vietnamese and English: a library of its own.

It knows nothing of the registry, Flask or SQL. ``text`` analyses, ``thesaurus`` finds concepts,
``documents`` are what is matched, ``reading`` reads them, ``vectors`` weighs what was read,
``units`` reads quantities, ``facts`` and ``constraints`` compare them, ``rank`` scores,
``matcher`` holds documents and ranks them, ``explain`` says why, ``evaluate`` judges rankings
against labels.
"""
