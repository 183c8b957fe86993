"""What operators search titles by in the Temporal UI: the one list, registered when the system starts."""

from temporalio.common import SearchAttributeKey

PUBLISHER = SearchAttributeKey.for_keyword("Publisher")
TITLE_ID = SearchAttributeKey.for_keyword("TitleId")
STAGE = SearchAttributeKey.for_keyword("Stage")
STATE = SearchAttributeKey.for_keyword("TitleState")
CAUSE = SearchAttributeKey.for_keyword("Cause")
OWNER = SearchAttributeKey.for_keyword("CauseOwner")
BATCH = SearchAttributeKey.for_keyword("Batch")
RELEASE_DATE = SearchAttributeKey.for_datetime("ReleaseDate")

SEARCH_ATTRIBUTES = (PUBLISHER, TITLE_ID, STAGE, STATE, CAUSE, OWNER, BATCH, RELEASE_DATE)
