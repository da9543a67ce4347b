"""How well did we keep to it, and how far did it come?"""

from collections.abc import Iterable, Sequence
from typing import Final

from engageframe import Measure, wilson
from engageframe_pivot.cases import Cases, Round, clip

__all__ = ["measures", "talk"]

_MOST_EVIDENCE: Final = 60
_MOST_TOLD: Final = 3
_Rows = Sequence[tuple[float, str]]
"""Values, each with the record that it is from."""


def measures(cases: Cases) -> Sequence[Measure]:
    """Measure our acts and what became of ideas; the subject is the engagement, never a person."""
    settings, rounds = cases.settings, _rounds(cases)
    few, words = settings.needs_encounters, settings.needs_utterances
    matched = [(len(one.read.matched) / one.read.of, one.record.id) for one in rounds]
    pressed = [(float(_pressed(one)), one.record.id) for one in rounds]
    change, slope = _change_talk(rounds)
    return [
        _mean(cases, "grammar-match", "share of the steps taken before the first breach", "share",
              matched, few, "mean over encounters of matched steps (S1.51)"),
        _mean(cases, "pressure", "pushes and rebuttals of ours in an encounter", "acts",
              pressed, few, "mean over encounters; heavy talking yields giving up (S1.48)"),
        _share(cases, "change-talk", "share of change talk in what they said of ideas",
               change, words, "reasons and actions of theirs for an idea, of those and their "
               "reasons to stay; the wish to change is theirs (S1.46)"),
        _slope(cases, slope, few + 1),
        _share(cases, "acceptance-durability", "later sightings that hold the rung, unprompted",
               _durable(cases), few, "an outward stance may differ from belief (S1.49)"),
        _changed(cases),
    ]  # fmt: skip


def talk(one: Round) -> tuple[int, int]:
    """Count change talk (OWN, ACT) and sustain talk (SUST) after the idea.

    Motivational interviewing codes them so: their share is CT / (CT + ST) (MITI 4.2).
    """
    acts = one.read.acts
    after = acts[acts.index("ALSO") :] if "ALSO" in acts else ()
    return sum(act in ("OWN", "ACT") for act in after), after.count("SUST")


def _rounds(cases: Cases) -> list[Round]:
    every = [one for case in cases.open for one in case.rounds]
    return sorted(every, key=lambda one: (one.when, one.record.seq))


def _pressed(one: Round) -> int:
    return sum(act in ("PUSH", "REB") for act in one.read.acts)


def _change_talk(rounds: Iterable[Round]) -> tuple[_Rows, _Rows]:
    """Give each utterance as change talk or not, and the share of each encounter."""
    utterances, shares = list[tuple[float, str]](), list[tuple[float, str]]()
    for one in rounds:
        change, sustain = talk(one)
        utterances += [(1.0, one.record.id)] * change + [(0.0, one.record.id)] * sustain
        if change + sustain:
            shares.append((change / (change + sustain), one.record.id))
    return utterances, shares


def _durable(cases: Cases) -> _Rows:
    """Compare each later sighting of an idea with the highest rung that was held before it."""
    found = list[tuple[float, str]]()
    for case in cases.open:
        highest: dict[str, str] = {}
        for claim in case.claims:
            body, holds = claim.record.body, claim.holds
            before = highest.get(body.idea, "A0")
            if before >= "A1":
                kept = holds >= before and not body.prompted
                found.append((float(kept), claim.record.id))
            highest[body.idea] = max(before, holds)
    return found


def _mean(
    cases: Cases, name: str, says: str, unit: str, rows: _Rows, needs: int, reason: str
) -> Measure:
    value = sum(value for value, _ in rows) / len(rows) if len(rows) >= needs else None
    return _measure(cases, name, says, unit, rows, needs, reason, value)


def _share(cases: Cases, name: str, says: str, rows: _Rows, needs: int, reason: str) -> Measure:
    if len(rows) < needs:
        return _measure(cases, name, says, "share", rows, needs, reason, None)
    hits = sum(value for value, _ in rows)
    interval = wilson(hits, len(rows))
    return _measure(cases, name, says, "share", rows, needs, reason, hits / len(rows), *interval)


def _slope(cases: Cases, rows: _Rows, needs: int) -> Measure:
    """Fit a line through the shares in the order of encounters, by least squares."""
    n, value = len(rows), None
    if n >= needs:
        middle, mean = (n - 1) / 2, sum(share for share, _ in rows) / n
        spread = sum((x - middle) ** 2 for x in range(n))
        value = sum((x - middle) * (share - mean) for x, (share, _) in enumerate(rows)) / spread
    says = "rise of the share of change talk from one encounter to the next"
    reason = "least squares over encounters in which they spoke of an idea (S1.46)"
    return _measure(cases, "change-talk-slope", says, "share", rows, needs, reason, value)


def _changed(cases: Cases) -> Measure:
    """Count what we changed ourselves, and say the latest of it."""
    records = [one for case in cases.open for one in case.changes]
    records.sort(key=lambda one: (one.happened, one.seq))
    rows = [(1.0, one.id) for one in records]
    told = "; ".join(clip(one.body.text) for one in records[-_MOST_TOLD:]) or "nothing was recorded"
    says = "what we changed ourselves, having understood them"
    return _measure(cases, "we-changed", says, "changes", rows, 0, told, float(len(rows)))


def _measure(
    cases: Cases, name: str, says: str, unit: str, rows: _Rows, needs: int, reason: str,
    value: float | None, low: float | None = None, high: float | None = None,
) -> Measure:  # fmt: skip
    return Measure(
        name=name, says=says, subject=cases.view.engagement_id, value=value, unit=unit,
        n=len(rows), needs=needs, low=low, high=high, reason=reason,
        evidence=tuple(dict.fromkeys(id_ for _, id_ in rows[-_MOST_EVIDENCE:])),
    )  # fmt: skip
