"""Plain words of both languages, by which texts meet where no concept of the field is named.

The thesaurus holds the terms of the field; this holds the words around them (sensor, lid, to
crush, husk), so that a text of one language is not silent to the other. One line an entry in
``words.tsv``: Vietnamese words, a tab, English words, each separated by "|". A word may stand in
several entries: it then means each of them a little.
"""

from matching.lexicon.lexicon import Found, Lexicon, LexiconError, default

__all__ = ["Found", "Lexicon", "LexiconError", "default"]
