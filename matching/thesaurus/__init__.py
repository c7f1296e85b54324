"""Concepts of the environmental industry in Vietnamese and English, and finding them in a text.

A concept bears the words that people use for one thing in either language, and the wider concept
it belongs to; SKOS in spirit. The content stands in `concepts/*.toml`, one file a field, for
experts to edit; `README.md` there says how.
"""

from matching.thesaurus.check import problems
from matching.thesaurus.concept import Concept, ThesaurusError
from matching.thesaurus.thesaurus import Mention, Thesaurus, default

__all__ = ["Concept", "Mention", "Thesaurus", "ThesaurusError", "default", "problems"]
