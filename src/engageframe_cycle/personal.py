"""Is what is known about people lawful, fresh, showable and free of grades?"""

import re
from collections.abc import Iterator

import engageframe
from engageframe import Finding, Moment, Record, Statement, View
from engageframe_cycle.encounters import clip
from engageframe_cycle.rules import Settings

__all__ = ["findings", "special"]

_Found = tuple[str, str, str, str, tuple[str, ...]]

_IS = r"(?:is|was|being|he's|she's|i'm|i am|openly|devout)\s+(?:an?\s+)?(?:openly |devout )?"
_HAS = (
    r"(?:his|her|my|has|had|having|suffer(?:s|ed|ing) from|diagnosed with|treated for"
    r"|recover(?:ed|ing) from)\s+(?:an?\s+)?"
)
_ALONE = (
    "of (?:african|arab|asian|jewish|mixed) descent|ethnic (?:origin|background)|racial origin"
    "|mixed race|skin colou?r|sexual orientation|sex life|came out as gay|religious beliefs?"
    "|goes to (?:church|mosque)|converted to (?:islam|judaism|christianity|catholicism)"
    "|political (?:views|opinions)|votes? (?:labour|tory|republican)|trade union member(?:s|ship)?"
    "|union rep|shop steward|on sick leave|antidepressants|hiv[- ]positive|chemotherapy|suicidal"
    "|wheelchair user|registered disabled|expecting a baby|voiceprint|h(?:is|er) fingerprints?"
)
_SOMEBODY = (
    "(?:gay|lesbian|bisexual|homosexual|transgender|queer|muslim|jew(?:ish)?|catholic|protestant"
    "|hindu|buddhist|sikh|mormon|atheist|communist|socialist|union member|diabetic|epileptic"
    "|autistic|dyslexic|pregnant|alcoholic)s?(?! (?:school|church|charity|hospital|group))"
)
_CONDITION = (
    r"(?:cancer|stroke(?!\s+of\s+(?:good |bad |pure )?(?:luck|fortune|genius|inspiration))"
    "|heart attack|diabetes|depression|burn-?out|epilepsy|hiv|asthma|adhd|autism"
    "|dementia|arthritis|leuka?emia|multiple sclerosis|bipolar disorder|miscarriage|disability"
    "|pregnancy|mental illness|religion|ethnicity)"
)
_SPECIAL = (_ALONE, _IS + _SOMEBODY, _HAS + _CONDITION)
"""English phrases that speak of a person: "is a Catholic" does, "a Catholic school" does not."""
_NUMBER = r"(?>\d{1,4}(?:[.,]\d+)?(?:\s?(?:/|out of)\s?\d{1,3})?)"
_OF = r"\d{1,3}(?:[.,]\d)?\s?(?:/|out of)\s?(?:5|6|10|20|100)"
_THEM = r"(?:(?:him|her|them)\s+)"
_LINK = r"(?:\s*[:=]\s*|\s+(?:of|is|was)\s+(?:an?\s+)?)"
_AS = r"(?:(?:as|at|with)\s+)?(?:an?\s+)?"
_GRADE = re.compile(
    rf"\b(?:(?:rated|graded|marked|rates?|scored?|grades?)\s+{_THEM}+{_AS}{_NUMBER}"
    rf"|(?:rated|graded)\s+{_AS}{_NUMBER}|ratings?(?:{_LINK}|\s+){_NUMBER}"
    rf"|(?<!pay )(?:scores?|grades?){_LINK}{_NUMBER}"
    rf"|(?:(?:scor(?:e[sd]?|ing)|would say)\s+|(?:gives?|gave)\s+{_THEM}+)(?:an?\s+)?{_OF}"
    rf"|(?:is|was|he's|she's)\s+(?:only\s+)?an?\s+{_OF}"
    r"|(?<!with )(?<!to )(?<!on )\d{1,3}\s?(?:/|out of)\s?\d{1,3}(?=\s+(?:stars|points)\b)"
    r")(?![\w%]|\s?[-:./]\s?\d)"
    r"(?=[^\S\n]*(?:\Z|\n|[^\w\s]|(?:stars?|points?|for|on|by|overall|and|but|because|as)\b))",
    re.IGNORECASE,
)
"""A rating word beside a number, or a number of stars; what is counted ("3 goals") is no grade."""
_TEXTS = {
    "Purpose": ("text", "words_of"), "Goal": ("text", "owner"), "Lesson": ("text",),
    "Feedback": ("text", "by", "about"), "CommitmentMade": ("what", "promisor", "promisee"),
    "CommitmentKept": ("note",), "CommitmentBroken": ("note",), "CommitmentReleased": ("note",),
    "CommitmentRenegotiated": ("note",), "ActionDone": ("note",), "LessonSettled": ("reason",),
    "ProposalDropped": ("reason",), "Waiver": ("reason",),
    "Retraction": ("reason",), "Statement": ("text", "about"),
}  # fmt: skip
"""Where free text stands in a record, and the people it may be about."""


def special(settings: Settings) -> re.Pattern[str]:
    """Build the pattern of the words that DAT001 looks for, in lower case."""
    given = (*settings.special_words, *settings.more_special_words)
    words = [re.escape(word.strip().lower()) for word in given if word.strip()]
    built_in = () if settings.special_words else _SPECIAL
    return re.compile(rf"(?<![\w-])(?:{'|'.join((*built_in, *words)) or '(?!)'})(?![\w-])")


def findings(view: View, settings: Settings) -> list[Finding]:
    """Find what breaks the rules DAT001 to DAT005."""
    return [
        Finding(rule=rule, subject=subject, says=says, fix=fix, evidence=evidence)
        for found in (_special(view, settings), _statements(view, settings))
        for rule, subject, says, fix, evidence in found
    ]


def _special(view: View, settings: Settings) -> Iterator[_Found]:
    pattern, texts = special(settings), [*_texts(view)]
    if not pattern.search("\n".join({text for text, *_ in texts}).lower()):
        return
    consents = {
        one.body.about for one in view.records(Statement)
        if one.body.topic == "consent" and one.body.basis in ("said", "confirmed")
        and one.body.by == one.body.about
        and not (one.body.until and one.body.until.before(view.as_of))
    }  # fmt: skip
    for text, subject, people, evidence in texts:
        if match := pattern.search(text.lower()):
            about = [who for who in people if who and who not in view.organizations]
            about = [who for who in about if view.side(who) != "ours"] or about
            names = clip(", ".join(map(view.name, about)) or "nobody in particular")
            says = f'it says "{match[0]}", about {names}, and no consent is recorded'
            fix = "correct the record, or record a statement with the topic consent, said by them"
            if not about or not consents.issuperset(about):
                yield "DAT001", subject, says, fix, evidence


def _texts(view: View) -> Iterator[tuple[str, str, list[str], tuple[str, ...]]]:
    for one in view.encounters.values():
        parts = [one.held.subject, *one.held.answers] if one.held else []
        if one.planned:
            parts += one.planned.purpose, *one.planned.questions
            parts += [f"{aim.text}\n{aim.measure}" for aim in one.planned.objectives]
        if one.reviewed:
            parts += *one.reviewed.client_actions, *one.reviewed.lessons
            parts += [verdict.note for verdict in one.reviewed.verdicts]
        yield "\n".join(parts), one.id, [there.person for there in one.attendees], one.records
    for name, (field, *people) in _TEXTS.items():
        for record in view.records(getattr(engageframe, name)):
            about = [getattr(record.body, who) for who in people]
            yield getattr(record.body, field), record.id, about, (record.id,)


def _statements(view: View, settings: Settings) -> Iterator[_Found]:
    known = things, *_ = view.organizations, view.people, view.stakeholders
    for record in view.records(Statement):
        body, faults = record.body, []
        if body.about == view.engagement_id or body.about in things:
            continue
        if not any(body.by in register for register in known):
            fix = f'record who "{body.by}" is, or correct whose words these are'
            faults.append(("DAT002", f'nobody knows "{body.by}", who answers for it', fix))
        if _is_stale(record, view.as_of, settings.personal_expiry_months):
            fix = "ask them again and record what they say; retract this one"
            faults.append(("DAT003", "it has expired", fix))
        if not body.showable:
            fix = "write it so that they may read it, or retract it"
            faults.append(("DAT004", "it is not to be shown to them", fix))
        if (
            body.by != body.about
            and view.side(body.about) != "ours"
            and _grades(body.text, view.name(body.about))
        ):
            fix = "say what they did or need, and correct the record"
            faults.append(("DAT005", "it gives them a grade", fix))
        for rule, says, fix in faults:
            what = clip(f"statement of {record.happened} about {view.name(body.about)}")
            yield rule, record.id, f"{what}: {says}", fix, (record.id,)


def _grades(text: str, name: str) -> bool:
    """Tell whether a text grades somebody; their name stands there like "her"."""
    names = "|".join(map(re.escape, name.split())) or "(?!)"
    return _GRADE.search(re.sub(rf"\b(?:{names})\b", "her", text)) is not None


def _is_stale(record: Record[Statement], as_of: Moment, months: int) -> bool:
    if record.body.until:
        return record.body.until.before(as_of)
    then, now = record.happened.last, as_of.first
    return (then.year * 12 + then.month + months, then.day) < (now.year * 12 + now.month, now.day)
