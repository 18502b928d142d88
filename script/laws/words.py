"""`words`, `take`: plain English, one meaning a word."""

import re

from .tree import Breach

# What reads as if translated, and what a good engineer says.
PHRASES = {
    "anew": "again",
    "whoever": "anyone who, every client that",
    "in vain": "unsuccessful, unanswered",
    "so long": "while, as long as",
    "heed(?:s|ed)?": "follow, respect",
    "(?:bear|bears|bore) with": "tolerate",
    "of before": "old, earlier",
    "what is so": "name the thing",
    "all the same": "still",
    "for nothing": "false alarm, without a reason",
    "warm through": "fully heated, soaked",
    "shall": "must",
    "thereof": "of this",
    "thereby": "so",
    "is no more": "is gone",
}
# Words of a phrase may stand on two lines of a comment or a paragraph. "There is no more body" is none.
_GAP = r"(?:\s+(?:///?|#|\*|>)?\s*)"
_PHRASE = re.compile(
    r"(?<![\w-])(?:"
    + "|".join(f"(?P<p{at}>{phrase.replace(' ', _GAP)})" for at, phrase in enumerate(PHRASES))
    + r")(?![\w-])(?!(?<=is no more) \w)",
    re.I,
)
_ANSWERS = list(PHRASES.values())
READ = (
    "Sources/**/*.swift", "Sources/**/*.c", "Sources/**/*.h", "Sources/**/*.html", "docs/**/*.md",
    "README.md", "CONTRIBUTING.md",
)


def words(tree):
    for file in tree.files(*READ):
        for found in _PHRASE.finditer(file.text):
            said = " ".join(re.sub(r"[/#*>]", " ", found.group(0)).split())
            yield Breach(
                file.path, file.line_at(found.start()), "words",
                f"instead of \"{said}\": {_ANSWERS[int(found.lastgroup[1:])]}",
            )


def take(tree):
    for file in tree.sources + tree.tests:
        for made in file.declarations:
            if made.kind == "func" and made.name == "take":
                yield Breach(
                    file.path, made.line, "take",
                    f"take{made.labels} may mean anything: receive, accept, adopt, add, …",
                )
