"""How long what is not needed any more is kept. The privacy notice says the same in words."""

from datetime import timedelta

# Jobs of the queue that are done or were given up, mails among them.
JOBS = timedelta(days=30)
# Details of a contact whose consent was taken back: Decree 356/2025/NĐ-CP gives fifteen days to
# carry a withdrawal out, and the purge runs once a day.
WITHDRAWN_CONTACTS = timedelta(days=14)
# Messages, once an organisation on one of their sides was withdrawn from the registry.
MESSAGES_OF_WITHDRAWN = timedelta(days=90)
