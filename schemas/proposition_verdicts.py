"""Model of `data/proposition_verdicts.csv`."""

from reviewpress.schemas import PropositionVerdicts, column


class PropositionVerdictsTable(PropositionVerdicts):
    """One row per proposition: what the evidence in these tables says of it."""

    what_would_settle_it: str = column("Study or data that would settle the question")
