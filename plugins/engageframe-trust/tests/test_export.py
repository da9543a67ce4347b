"""Do the exported books hold what the accounts hold, and no names?"""

import datetime as dt
import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from engageframe_trust.answers import FORMATS
from engageframe_trust.export import export, pseudonym, transactions
from engageframe_trust.kinds import GaveBack
from engageframe_trust.words import day_of

START = dt.date(2031, 1, 1).toordinal()


@pytest.fixture
def told(world):
    """Tell two periods of two pairs."""
    made = world(as_of="2031-04-01").promise("note", "2031-01-05", "2031-02-05", weight=2)
    made.kept("note", "2031-02-19").insight("i", "2031-03-01").feedback("2031-03-02", -40, by="cy")
    return made.tell(GaveBack(by="bo", to="ana", what="case_study"), "2031-03-09")


def written(told, form="beancount"):
    """Write the books of a world."""
    ledger = told.ledger()
    lines = export(ledger.books, ledger.day, form, salt="s", hash_of=lambda record: record * 2)
    return "\n".join(lines)


def test_every_transaction_sums_to_nothing_and_names_its_record(told):
    """By commodity; only what a period's end brings has no record."""
    ledger = told.ledger()
    for one in transactions(ledger.books, ledger.day, "s"):
        sums = {}
        for _, commodity, amount in one.legs:
            sums[commodity] = sums.get(commodity, 0) + amount
        assert set(sums.values()) == {0}
        assert bool(one.record) == (one.deed not in ("close", "to_date"))


def test_the_last_assertions_are_the_balances_of_the_pair(told):
    """What is asserted at the end adds up to what is read."""
    ledger, name = told.ledger(), f":{pseudonym('ana', 's')}:{pseudonym('bo', 's')}:"
    text = written(told)
    end = [line for line in text.splitlines() if line.startswith("2031-04-02 balance Assets:Trust")]
    amounts = [line.split()[3] for line in end if name in line]

    assert len(amounts) > 1
    assert sum(round(float(one) * 1e6) for one in amounts) == (
        ledger.reading(("ana", "bo")).balance
    )


def asserted(text):
    """Give what a book asserts: by day, each account and commodity with its amount."""
    found = {}
    for day, name, amount, commodity in re.findall(
        r"^(\S+) balance (\S+)  (\S+) (\S+)$", text, re.MULTILINE
    ):
        found.setdefault(day, {})[name, commodity] = round(float(amount) * 1e6)
    return found


def test_every_account_is_asserted_at_the_end_of_every_period(told):
    """Whether it moved or not: as the books begin, as each period does, and after the last day."""
    ledger = told.ledger()
    made, period = transactions(ledger.books, ledger.day, "s"), ledger.timetable[0]
    first = made[0].day
    ends = {first, ledger.day + 1}
    ends |= {day for day in range(first + 1, ledger.day + 1) if day == period.boundary(day - 1)}
    every = {(name, commodity) for one in made for name, commodity, _ in one.legs}
    found = asserted(written(told))

    assert len(ends) > 3
    assert {*found} == {day_of(day).text for day in ends}
    assert all(one.keys() == every for one in found.values())


@given(
    st.lists(
        st.tuples(st.integers(0, 300), st.sampled_from(("ana", "abe")), st.integers(0, 400)),
        min_size=1, max_size=4,
    )
)  # fmt: skip
@settings(max_examples=25, deadline=None)
def test_no_transaction_can_be_moved_to_another_period_unseen(world, told):
    """However long the accounts rest: some assertion in between no longer holds."""
    made = world(as_of="2032-06-01")
    for n, (day, by, due) in enumerate(told):
        made.promise(f"p{n}", day_of(START + day).text, day_of(START + day + due).text, by=by)
    ledger, text = made.ledger(), written(made)
    boundary, held = ledger.timetable[0].boundary, asserted(text)
    every = transactions(ledger.books, ledger.day, "s")
    for place, one in enumerate(every):
        for day in range(every[0].day, ledger.day + 1, 29):
            if boundary(day) == boundary(one.day):
                continue
            forged = [*every[:place], one._replace(day=day), *every[place + 1 :]]
            assert any(
                sum(amount for each in forged if each.day < dt.date.fromisoformat(end).toordinal()
                    for name, _, amount in each.legs if name == one.legs[0][0])
                != sums[one.legs[0][:2]]
                for end, sums in held.items()
            )  # fmt: skip


@pytest.mark.parametrize("form", FORMATS)
def test_no_name_and_no_id_of_a_person_is_exported(told, form):
    """People are pseudonyms, and what was promised stays here."""
    text = written(told, form)

    for word in ("ana", "bo", "Bo", "note", "how others"):
        assert not re.search(rf"\b{word}\b", text)
    assert pseudonym("bo", "s") in text


def test_a_pseudonym_needs_the_journal():
    """Another salt gives another name, the same the same; it fits what the programs take."""
    assert pseudonym("bo", "s") == pseudonym("bo", "s")
    assert pseudonym("bo", "t") != pseudonym("bo", "s") != pseudonym("cy", "s")
    assert re.fullmatch(r"P[A-Z2-7]{10}", pseudonym("bo", "s"))


def test_every_transaction_names_the_hash_of_its_record(told):
    """Twelve digits of it, in the words of each program."""
    bean, plain = written(told), written(told, "hledger")

    assert len(re.findall(r'^  event: "\w+"\n  hash: "\w{12}"$', bean, re.MULTILINE)) == 5
    assert len(re.findall(r"^    ; event: \w+\n    ; hash: \w{12}$", plain, re.MULTILINE)) == 5


def test_what_fades_up_to_the_last_day_is_marked_as_pending(told):
    """It is no posting of the books yet."""
    assert re.search(r'^2031-04-01 ! "to_date"$', written(told), re.MULTILINE)


def test_give_backs_are_pieces_of_their_own(told):
    """Whole pieces of a commodity that is not trust."""
    names = f"{pseudonym('ana', 's')}:{pseudonym('bo', 's')}"

    assert f"  Assets:GiveBacks:{names}  1 CASESTUDY" in written(told).splitlines()


def test_another_day_for_a_promise_is_a_note_with_its_record(world):
    """It moves nothing, so no balance could show that it was left out: no transaction says it."""
    told = world(as_of="2031-04-01").promise("note", "2031-01-05", "2031-02-05")
    told.moved("note", "2031-02-01", "2031-05-05")
    names = f"{pseudonym('ana', 's')}:{pseudonym('bo', 's')}"

    note = rf'^2031-02-01 note Liabilities:Promises:{names} "moved"$'
    meta = r'\n  event: "\w+"\n  hash: "\w{12}"$'
    assert re.search(note + meta, written(told), re.MULTILINE)
    for form in ("hledger", "ledger"):
        assert f"\n; 2031-02-01 moved Liabilities:Promises:{names} event: " in written(told, form)
