"""Words that several tables share, in the order in which tables and figures show them."""

PUBLICATION_TYPES = (
    "journal-article",
    "commissioned-evaluation",
    "government-report",
    "inspection-report",
    "think-tank-report",
    "thesis",
    "book",
)
PHASES = ("primary", "secondary", "special", "mixed", "unclear")
STRUCTURES = (
    "informal-network",
    "formal-network",
    "area-based-challenge",
    "peer-support",
    "teaching-school-alliance",
    "soft-federation",
    "hard-federation",
    "multi-academy-trust",
    "mixed",
)
DESIGNS = (
    "randomised-controlled-trial",
    "quasi-experimental",
    "quantitative-observational",
    "mixed-methods",
    "qualitative-case-study",
    "qualitative-interview",
    "action-research",
    "inspection-evidence",
    "unclear",
)
COMPARISON_TYPES = (
    "randomised",
    "quasi-experimental-iv",
    "matched",
    "adjusted-groups",
    "unmatched-groups",
    "national-benchmark",
    "none",
    "unclear",
)
YES_NO_UNCLEAR = ("yes", "no", "unclear")
DIRECTIONS = ("positive", "null", "mixed", "negative", "not-measured")
CASE_SELECTIONS = (
    "census",
    "purposive-mixed",
    "successful-cases-purposive",
    "volunteer",
    "unclear",
)
# No row rests on a full text: nobody read one.
EVIDENCE_BASES = (
    "full-text-excerpt",
    "abstract",
    "bibliographic-record",
    "secondary-description",
)
EVIDENCE_BASES_SECOND = ("paper-opening", "abstract", "official-summary", "press-summary")
SCOPE_FLAGS = (
    "core",
    "borderline-governance-exposure",
    "borderline-bundled-programme",
    "borderline-colleges",
    "borderline-method-not-seen",
    "borderline-nation-not-confirmed",
    "awaiting-full-text",
)
THEMES = (
    "drivers",
    "benefits-pupils",
    "benefits-staff",
    "benefits-leadership",
    "benefits-system",
    "conditions-facilitating",
    "conditions-hindering",
    "weaknesses-of-evidence",
)
DIMENSIONS = ("woe-a-coherence", "woe-b-design-for-impact", "woe-c-relevance")
JUDGEMENTS = ("high", "medium", "low", "unclear")
SOURCE_DOCUMENTS = {"review": "armstrong2021school", "sceptic": "croft2015collaborative"}
