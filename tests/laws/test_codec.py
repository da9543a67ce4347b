"""Laws of the codec."""

from typing import Any

import attrs
import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.laws.strategies import CODEC, bodies, histories, moments, told

from engageframe.codec import Codec
from engageframe.encoding import canonical, pack, short_hash, unpack
from engageframe.errors import DamagedStore, InvalidInput
from engageframe.journal import REGISTER, Entry, Unread
from engageframe.kinds import CORE_KINDS, Kind, Kinds
from engageframe.model.encounters import Attendee, EncounterHeld, EncounterPlanned
from engageframe.model.moments import Moment, moment
from engageframe.model.people import Person
from engageframe.model.purposes import Goal


@attrs.frozen(kw_only=True)
class Mood:
    """What a guest might record: the third version of a kind."""

    about: str
    warmth: int
    since: Moment


MOOD = Kind(
    name="mood.seen",
    body=Mood,
    version=3,
    upcasters={
        1: lambda old: {"about": old["who"], "warmth": int(old["warmth"])},
        2: lambda old: {**old, "since": "2020"},
    },
    about=("about",),
)
GUEST = Codec(Kinds([*CORE_KINDS, MOOD]))


def entry(body: bytes | None, kind: str = "mood.seen", version: int = 3, seq: int = 7) -> Entry:
    """Build an entry as a store gives it."""
    return Entry(seq, f"r{seq}", "acme", seq, kind, version, "2026", "", "me", "", "", body)


def of_any_kind() -> st.SearchStrategy[Any]:
    """Draw a body of any kind of the core."""
    return st.sampled_from(CORE_KINDS).flatmap(lambda kind: bodies(kind.body))


@pytest.mark.parametrize("kind", CORE_KINDS, ids=lambda kind: kind.name)
def test_a_body_of_every_kind_comes_back_as_it_was(kind: Kind) -> None:
    """Record, write and read give an equal body, the same moment, and the same bytes again."""

    @settings(max_examples=15)
    @given(bodies(kind.body), moments())
    def law(body: Any, happened: Moment) -> None:
        draft = CODEC.draft(body, engagement="acme", happened=happened, author="me", source="crm:7")
        (kept,) = told([draft]).read()
        record = CODEC.record(kept)

        assert record.body == body
        assert (record.happened, record.imported) == (happened, True)
        assert canonical(record.body) == kept.body
        assert record.stream == (REGISTER if kind.shared else "acme")

    law()


@given(of_any_kind())
def test_equal_bodies_are_equal_bytes_and_equal_ids(body: Any) -> None:
    """Neither the order of names nor the telling changes the bytes; a salt changes the id only."""

    def turned(value: Any) -> Any:
        if isinstance(value, dict):
            return {name: turned(value[name]) for name in reversed(value)}
        return tuple(map(turned, value)) if isinstance(value, tuple) else value

    again = attrs.evolve(
        body, **{one.name: turned(getattr(body, one.name)) for one in attrs.fields(type(body))}
    )
    about = {"engagement": "acme", "happened": moment("2026-Q1"), "author": "me"}
    one, two = CODEC.draft(body, **about), CODEC.draft(again, **about)
    salted = CODEC.draft(again, **about, salt="2")

    assert one == two
    assert salted.id != one.id
    assert salted.body == one.body


@given(histories(most=12))
def test_reading_many_is_reading_each(history: list[Any]) -> None:
    """All entries of a kind read at once give what they give one by one."""
    entries = list(told(history).read())

    for kind in {one.kind for one in entries}:
        some = [one for one in entries if one.kind == kind]
        assert CODEC.records(kind, some) == [CODEC.record(one) for one in some]


@given(histories(most=12))
def test_of_whom_an_entry_speaks_is_told_by_a_part_of_its_body(history: list[Any]) -> None:
    """To read only the fields of an identity gives the identity of the whole body."""
    entries = list(told(history).read())

    for kind in CORE_KINDS:
        some = [one for one in entries if one.kind == kind.name]
        whole = [kind.identify(CODEC.record(one).body) for one in some]
        assert CODEC.identities(kind, some) == whole


@attrs.frozen(kw_only=True)
class Talk:
    """What a guest might tell apart by more than words."""

    who: tuple[str, ...]
    when: Moment
    loud: bool
    about: str | None = None


@given(st.lists(bodies(Talk), max_size=4))
def test_of_whom_an_entry_speaks_may_be_no_word(talks: list[Talk]) -> None:
    """Lists, moments, switches and what is not told tell a guest's facts apart as well."""
    kind = Kind(name="talk", body=Talk, identity=("who", "when", "loud", "about"))
    entries = [entry(canonical(talk), kind="talk", version=1) for talk in talks]

    assert Codec(Kinds([kind])).identities(kind, entries) == [*map(kind.identify, talks)]


def test_of_whom_an_old_or_a_short_body_speaks_is_told_by_the_whole_of_it() -> None:
    """Where a field has another name, or only its default, everything is read."""
    mood = attrs.evolve(MOOD, identity=("about",))
    guest = Codec(Kinds([*CORE_KINDS, mood]))
    old = entry(b'{"who":"ana","warmth":"3"}', version=1)
    job = entry(b'{"person":"bob","organization":"acme"}', kind="affiliation", version=1)

    louder = {1: lambda told: {**told, "about": told["about"].upper()}}
    changed = attrs.evolve(mood, version=2, upcasters=louder)
    kept = entry(b'{"about":"ana","since":"2020","warmth":3}', version=1)

    assert Codec(Kinds([changed])).identities(changed, [kept]) == ["ANA"]
    assert guest.identities(mood, [old]) == ["ana"]
    assert guest.identities(guest.kinds["affiliation"], [job]) == ["bob|acme|"]
    with pytest.raises(DamagedStore, match="r7"):
        guest.identities(mood, [entry(b"[]")])


def _classes(shape: Any) -> set[type[Any]]:
    found = {shape} if attrs.has(shape) else set()
    parts = [one.type for one in attrs.fields(shape)] if found else getattr(shape, "__args__", ())
    return found.union(*map(_classes, parts))


def test_no_class_that_is_replayed_converts() -> None:
    """Replay skips the converters of attrs, so no class that a record holds may have one."""
    classes = set().union(*(_classes(kind.body) for kind in CORE_KINDS))

    assert Attendee in classes  # the classes inside others are looked at too
    assert [one for one in classes for field in attrs.fields(one) if field.converter] == []


def test_old_versions_are_lifted_step_by_step() -> None:
    """A body of version 1 passes every upcaster, among bodies of today, in the order written."""
    told_in = [
        entry(b'{"warmth":"4","who":"ana"}', version=1, seq=1),
        entry(b'{"about":"ana","warmth":5}', version=2, seq=2),
        entry(b'{"about":"ana","since":"2021-Q1","warmth":6}', seq=3),
    ]

    read = GUEST.records("mood.seen", told_in)

    assert [one.body.warmth for one in read] == [4, 5, 6]
    assert [one.body.since.text for one in read] == ["2020", "2020", "2021-Q1"]
    assert [one.version for one in read] == [1, 2, 3]


def test_a_chain_of_upcasters_has_no_gap() -> None:
    """A kind of version 3 without the step from 2 is refused, by the name of the step."""
    with pytest.raises(ValueError, match=r"mood\.seen: no upcaster from version 2"):
        attrs.evolve(MOOD, upcasters={1: dict})


@pytest.mark.parametrize(
    ("body", "version", "says"),
    [
        (b'{"about":"ana","warmth":"hot","since":"2020"}', 3, "Expected `int`"),
        (b'{"about":"ana","warmth":5,"since":"soon"}', 3, "'soon' is not a moment"),
        (b'{"about":"ana","warmth":5,"since":[1]}', 3, "since"),
        (b'{"about":"ana"', 3, "truncated"),
        (b'{"about":"ana","warmth":5,"since":"2020"},{}', 3, "malformed"),
        (None, 3, "Expected `object`, got `null`"),
        (b'{"warmth":"4"}', 1, "'who'"),
        (b"[]", 1, "list indices"),
        (b"{}", 4, "version 4 is newer than 3"),
        (b",".join([b'{"about":"bo","warmth":5,"since":"2020"}'] * 2), 3, "trailing"),
    ],
)
def test_a_body_that_does_not_fit_names_its_record(
    body: bytes | None, version: int, says: str
) -> None:
    """Among good ones, the record that cannot be read is told by id, kind and position."""
    good = b'{"about":"ana","warmth":5,"since":"2020"}'
    entries = [entry(good, seq=6), entry(body, version=version, seq=7), entry(good, seq=8)]

    with pytest.raises(DamagedStore) as caught:
        GUEST.records("mood.seen", entries)

    assert "record r7 (mood.seen, seq 7) cannot be read" in str(caught.value)
    assert says in str(caught.value)


def test_a_kind_that_nobody_knows_is_kept() -> None:
    """Its body keeps its bytes, whatever they are."""
    record = CODEC.record(entry(b'{"new":1}', kind="mood.seen", version=9))

    assert record.body == Unread(b'{"new":1}')


def test_what_could_not_be_read_again_is_not_written() -> None:
    """A body whose field holds another type is refused before it can reach the journal."""
    wrong = EncounterPlanned(id="visit", scheduled="soon", attendees=())  # type: ignore[arg-type]

    with pytest.raises(InvalidInput, match=r"encounter\.planned: .*'soon' is not a moment"):
        CODEC.draft(wrong, engagement="acme", happened=moment("2026"), author="me")


def test_a_text_that_has_no_bytes_is_not_written() -> None:
    """Half of a surrogate pair is no text: it is told as a mistake of the one who gave it."""
    with pytest.raises(InvalidInput, match="half a character"):
        CODEC.draft(
            Person(id="ana", name="\ud800"), engagement="", happened=moment("2026"), author="me"
        )


def test_a_body_of_no_kind_is_refused() -> None:
    """A class that no practice in use brought cannot be recorded."""
    mood = Mood(about="ana", warmth=1, since=moment("2026"))

    with pytest.raises(InvalidInput, match="Mood is not the body of any kind"):
        CODEC.draft(mood, engagement="acme", happened=moment("2026"), author="me")


def test_the_people_in_a_record_are_its_subjects() -> None:
    """Ids of people are found in fields, in lists of ids and in attendees; blank ones are none."""
    about = {"engagement": "acme", "happened": moment("2026"), "author": "me"}
    held = EncounterHeld(
        id="visit",
        attendees=(Attendee(person="bob"), Attendee(organization="acme"), Attendee(person="ana")),
    )
    goal = Goal(id="g", text="fewer faults", owner="bob", basis="said")

    assert CODEC.draft(held, **about).subjects == ("ana", "bob")
    assert CODEC.draft(goal, **about).subjects == ("bob",)
    assert GUEST.draft(Mood(about="", warmth=1, since=moment("2026")), **about).subjects == ()


def test_a_type_that_no_record_holds_is_refused() -> None:
    """Complex numbers are neither written, nor read, nor described."""
    shape = attrs.make_class("Odd", {"x": attrs.field(type=complex)})
    odd = Codec(Kinds([Kind(name="odd", body=shape)]))

    with pytest.raises(NotImplementedError, match="no type that a record may hold"):
        canonical(1j)
    with pytest.raises(NotImplementedError, match="no type that a record may hold"):
        odd.record(entry(b'{"x":1}', kind="odd", version=1))


@given(st.lists(st.text(max_size=4)), st.lists(st.text(max_size=4)))
def test_a_short_hash_tells_lists_of_parts_apart(one: list[str], two: list[str]) -> None:
    """Different parts give different names, however they are cut."""
    assert (short_hash(*one) == short_hash(*two)) == (one == two)
    assert short_hash(*one) == short_hash(*(part.encode() for part in one))


@given(moments(), st.dictionaries(st.text(max_size=3), bodies(Person), max_size=3))
def test_a_cache_gives_back_what_was_packed(when: Moment, people: dict[str, Person]) -> None:
    """Pack and unpack are the way there and back; other data are refused as such."""
    assert unpack(pack((when, people)), tuple[Moment, dict[str, Person]]) == (when, people)
    with pytest.raises(ValueError, match=r"Expected|malformed|truncated"):
        unpack(pack(people), int)
    with pytest.raises(msgspec.DecodeError):
        unpack(b"", int)
