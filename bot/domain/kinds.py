"""The kind of an activity nobody named before, from the kinds of similar ones: said only where the words are clear.

Each word speaks for the kinds of the learned activities it stands in, as in a naive Bayes vote; words that differ in
their endings only are one. Where the vote is not clear, or most of the words are new, nothing is guessed.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from math import prod

from bot.domain.diary import Kind

LEARNED_LOOKED_AT = 1_000

_CLEAR = 0.85  # of all that could be meant; three activities with one word in common, or one with two, come to it
_KNOWN = 0.5  # of the words
_UNSEEN = 0.1  # what a word counts where it never stood
_SHORTEST = 3
_ENDINGS = (("ings", ""), ("ing", ""), ("ies", "y"), ("ied", "y"), ("es", ""), ("ed", ""), ("s", ""))
_SAY_NOTHING = frozenset(
    {"a", "an", "the", "and", "or", "of", "for", "to", "with", "w", "in", "on", "at", "by", "from", "about", "re", "my"}
    | {"is", "are", "be", "was", "i", "im", "me", "it", "its", "some", "this", "that"}
)


def words_of(activity: str) -> frozenset[str]:
    """Return the words of an activity that tell it from others, without their endings."""
    said = (word for word in activity.split() if word not in _SAY_NOTHING and not word.isdigit())
    return frozenset(map(_stem, said))


def likely_kind(activity: str, learned: Sequence[tuple[str, Kind]]) -> Kind | None:
    """Return the kind of an activity as similar `learned` ones have it, or None where that is not clear."""
    words = words_of(activity)
    if not words:
        return None
    told: Counter[Kind] = Counter()
    standing: dict[str, Counter[Kind]] = {word: Counter() for word in words}
    alike: set[Kind] = set()
    for other, kind in learned:
        told[kind] += 1
        theirs = words_of(other)
        if theirs == words:
            alike.add(kind)
        for word in theirs & words:
            standing[word][kind] += 1
    if alike:
        return alike.pop() if len(alike) == 1 else None
    known = [count for count in standing.values() if count]
    return _clear_vote(told, known) if known and len(known) >= _KNOWN * len(words) else None


def _clear_vote(told: Mapping[Kind, int], known: Sequence[Mapping[Kind, int]]) -> Kind | None:
    """Return the kind for which the words speak so clearly that the others hardly count."""
    speaks = {
        kind: (told[kind] + 1) * prod((word[kind] + _UNSEEN) / (told[kind] + 1) for word in known) for kind in Kind
    }
    best = max(speaks, key=lambda kind: speaks[kind])
    return best if speaks[best] >= _CLEAR * sum(speaks.values()) else None


def _stem(word: str) -> str:
    """Return a word without the ending that its other forms lack: `calls`, `calling` and `called` are one."""
    for ending, instead in _ENDINGS:
        if word.endswith(ending) and len(word) - len(ending) >= _SHORTEST and not word.endswith("ss"):
            word = word.removesuffix(ending) + instead
            break
    if len(word) > _SHORTEST and word[-1] == word[-2] and word[-1].isalpha():
        word = word[:-1]
    return word.removesuffix("e") if len(word) > _SHORTEST else word
