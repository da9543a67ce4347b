"""Do the exported books hold what the accounts hold, and no names?"""

import re

import pytest

from engageframe_trust.answers import FORMATS
from engageframe_trust.export import export, pseudonym, transactions
from engageframe_trust.kinds import GaveBack
from engageframe_trust.words import day_of


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


def test_there_is_an_assertion_at_the_end_of_every_period_in_which_something_moved(told):
    """The day on which the next period begins, and the day after the last."""
    ledger, text = told.ledger(), written(told)
    days = {day_of(one.day).text: one.day for one in transactions(ledger.books, ledger.day, "s")}
    period = ledger.timetable[0]
    ends = {day_of(period.boundary(day)).text for day in days.values()} - {"2031-04-08"}

    assert ends
    assert set(re.findall(r"^(\S+) balance", text, re.MULTILINE)) == {*ends, "2031-04-02"}


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
