"""Which words set an idea against what they have, or aim at their mind?"""

from collections.abc import Iterator, Mapping, Sequence

from engageframe import Encounter, Goal, View
from engageframe_lexicons import Lexicon, Match

__all__ = ["aims", "also", "shown"]


def also(lexicon: Lexicon, text: str) -> str:
    """Propose an and/also wording: each contrast word gives way to what its wording says.

    The proposal is for a person to finish; where nothing was found it is the text itself.
    """
    built, at = list[str](), 0
    for match in lexicon.find("contrast", text):
        if match.start < at:
            continue  # two wordings that overlap: the first one counts
        instead = match.wording.instead
        if match.words[:1].isupper():
            instead = instead[:1].upper() + instead[1:]
        built += [text[at : match.start], instead]
        at = match.end
    return "".join([*built, text[at:]])


def shown(matches: Sequence[Match]) -> str:
    """Name the words that were found, each once."""
    return ", ".join(dict.fromkeys(f'"{" ".join(one.words.split())}"' for one in matches))


def aims(
    encounters: Mapping[str, Encounter], view: View
) -> Iterator[tuple[str, str, tuple[str, ...]]]:
    """Give what is aimed at: text, whose it is, and its records.

    A plan is looked at until its encounter was held, as it can be mended until then.
    """
    for one in encounters.values():
        if one.held is None and one.planned is not None:
            plan = one.planned
            for text in (plan.purpose, *(aim.text for aim in plan.objectives)):
                if text:
                    yield text, one.id, one.records
    for record in view.latest(Goal).values():
        if view.side(record.body.owner) == "ours":
            yield record.body.text, record.body.id, (record.id,)
