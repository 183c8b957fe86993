"""What publishers' titles are held to."""

from dataclasses import dataclass

from sqlmodel import Session, col, insert, select

from shelfready.adapters.database.documents import document
from shelfready.adapters.database.tables import PolicyRow
from shelfready.policies import Policy


@dataclass(frozen=True)
class SqlPolicies:
    """Policies as rows, never changed once written; what they are is in `ports.Policies`."""

    session: Session

    def put(self, policy: Policy) -> Policy:
        """Insert under the next number. Of two who do so at once, the second meets a conflict."""
        before = self.get(policy.publisher)
        numbered = policy.model_copy(update={"number": before.number + 1 if before else 1})
        self.session.exec(
            insert(PolicyRow).values(publisher=numbered.publisher, number=numbered.number, document=document(numbered))
        )
        return numbered

    def get(self, publisher: str) -> Policy | None:
        """Read the newest."""
        return next(iter(self.history(publisher, 1)), None)

    def history(self, publisher: str, limit: int) -> tuple[Policy, ...]:
        """Read some, newest first."""
        found = self.session.exec(
            select(PolicyRow.document)
            .where(PolicyRow.publisher == publisher)
            .order_by(col(PolicyRow.number).desc())
            .limit(limit)
        )
        return tuple(Policy.from_json(document) for document in found)
