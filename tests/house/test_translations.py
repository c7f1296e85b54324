"""Everything the portal can say is said in Vietnamese too, and nothing is translated in vain."""

from scripts.messages import problems


def test_every_message_is_translated_and_used() -> None:
    assert problems() == []
