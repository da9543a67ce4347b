"""Which deeds break the rules on the four traits?

Rules SRV001 to SRV010: about decisions, messages, credit, teaching and admissions, never people.
"""

from collections import Counter
from collections.abc import Iterator

from engageframe import Record
from engageframe_servant.ledger import Breach, Ledger, clip, ids
from engageframe_servant.records import Admission, Credit, Message
from engageframe_texts import many

__all__ = ["breaches", "late"]


def breaches(ledger: Ledger) -> Iterator[Breach]:
    """Give each breach, by matter and message, then those of the engagement as a whole."""
    for name in ledger.talks:
        if name:
            yield from _of_matter(ledger, name)
    for one in ledger.messages:
        yield from _of_message(ledger, one)
    yield from _of_decisions(ledger)
    for credit in ledger.records(Credit):
        if set(credit.body.to) == {credit.body.by}:
            says = f"credit went to the one who gave it: {clip(credit.body.what)}"
            fix = "name who else had a part in it, and record their credit"
            yield Breach("SRV006", ledger.view.engagement_id, says, fix, (credit.id,))
    yield from _of_teaching(ledger)
    yield from _of_admissions(ledger)


def late(ledger: Ledger, message: Message) -> int:
    """Give for how many days bad news were known, at least, before they were told; 0 if in time."""
    if not message.adverse or message.known is None:
        return 0
    days = (message.told or ledger.view.as_of).days_since(message.known).at_least
    return days if days > ledger.settings.days_to_tell else 0


def _of_matter(ledger: Ledger, name: str) -> Iterator[Breach]:
    talk = ledger.talks[name]
    what = clip(talk.matter.body.what) if talk.matter else name
    if talk.decisions and (missing := ledger.unheard[name]):
        says = f"{what}: decided without having heard {clip(', '.join(missing))}"
        fix = "hear them, and say what their view changes; record servant.contribution"
        yield Breach("SRV001", name, says, fix, talk.records)
    told = [one for one in talk.messages if one.body.told]
    if told and (missing := ledger.untold[name]):
        says = f"{what}: told, and not to {clip(', '.join(missing))}"
        fix = "tell them, too; record servant.message with their level"
        yield Breach("SRV003", name, says, fix, ids(told))


def _of_message(ledger: Ledger, one: Record[Message]) -> Iterator[Breach]:
    if missing := ledger.empty_slots[one.body.id]:
        says = f"the message {one.body.id} does not say: {', '.join(missing)}"
        fix = "say it, also that something is unknown or that nothing changed"
        yield Breach("SRV004", one.body.id, says, fix, (one.id,))
    if days := late(ledger, one.body):
        state = "before they were told" if one.body.told else "and they are not told yet"
        says = f"the message {one.body.id}: known for {many(days, 'day')} {state}"
        fix = "tell bad news at once, and say why it came late" if one.body.told else "tell them"
        yield Breach("SRV005", one.body.id, says, fix, (one.id,))


def _of_decisions(ledger: Ledger) -> Iterator[Breach]:
    taken, settings, where = ledger.decisions, ledger.settings, ledger.view.engagement_id
    if len(taken) < settings.fewest_decisions:
        return
    _, most = Counter(one.body.decider for one in taken).most_common(1)[0]
    if most * 100 > settings.most_by_one * len(taken):
        says = f"{most} of {len(taken)} decisions were taken by one person"
        fix = "let those decide whom it concerns; who conducts the work need not own its content"
        yield Breach("SRV002", where, says, fix, ids(taken))
    if not any(one.body.dissent for one in taken):
        says = f"{len(taken)} decisions, and nothing was said against any of them"
        fix = "ask what speaks against it, and record it; silence may also be a custom"
        yield Breach("SRV009", where, says, fix, ids(taken))


def _of_teaching(ledger: Ledger) -> Iterator[Breach]:
    settings, where = ledger.settings, ledger.view.engagement_id
    held = ledger.held[-settings.encounters_to_teach :]
    since = held[0].held_on if len(held) == settings.encounters_to_teach else None
    if since and not any(not one.happened.before(since) for one in ledger.teachings):
        says = f"the latest {len(held)} encounters, and nobody was taught anything"
        fix = "ask what they would rather do themselves, and teach that; record servant.teaching"
        evidence = tuple(dict.fromkeys(one.records[-1] for one in held))
        yield Breach("SRV007", where, says, fix, evidence)
    taught = {one.body.topic for one in ledger.teachings}
    for topic, asked in ledger.questions.items():
        if len(asked) >= settings.same_question and topic not in taught:
            says = f"asked {many(len(asked), 'time')} for help with {topic}, and it was not taught"
            fix = f"teach it, and record servant.teaching with the topic {topic}"
            yield Breach("SRV008", topic, says, fix, ids(asked))


def _of_admissions(ledger: Ledger) -> Iterator[Breach]:
    most = ledger.settings.reviews_to_admit
    reviewed = [one for one in ledger.held if one.reviewed][-most:]
    since = reviewed[0].held_on if len(reviewed) == most else None
    admitted = ledger.view.records(Admission)
    if since and not any(not one.happened.before(since) for one in admitted):
        says = f"the latest {most} reviews, and nobody of ours admitted to anything"
        fix = "say what we got wrong or do not know; record servant.admission"
        evidence = tuple(dict.fromkeys(one.records[-1] for one in reviewed))
        yield Breach("SRV010", ledger.view.engagement_id, says, fix, evidence)
