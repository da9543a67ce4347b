"""What stands in an account at the end of a day?

A question changes nothing: it is answered by a copy, whose periods are closed up to that day.
"""

from copy import copy
from typing import NamedTuple

from engageframe_trust.account import PairAccount
from engageframe_trust.chart import (
    EARNED,
    HEALING,
    INTEREST,
    LAPSE,
    LASTING,
    LATE,
    OWED,
    SPENT,
    Line,
)
from engageframe_trust.facts import Open

__all__ = ["Reading", "caught_up", "late_so_far", "pending", "read"]


class Reading(NamedTuple):
    """What stands in an account, in millionths of 1 T.

    ``earned``, ``owed`` and ``spent`` have faded to that day; ``owed`` holds what is late by then,
    and ``lasting`` is owed for deceit and does not heal.
    """

    earned: int
    interest: int
    owed: int
    lasting: int
    spent: int

    @property
    def balance(self) -> int:
        """Give earned and interest, less what is owed and what was spent on favours."""
        return self.earned + self.interest - self.owed - self.lasting - self.spent


def read(account: PairAccount, day: int) -> Reading:
    """Read an account as a day ends.

    Raises:
        ValueError: the account has a fact of a later day.
    """
    now = caught_up(account, day)
    return Reading(
        earned=now.earned_on(day),
        interest=now.ledger[INTEREST],
        owed=now.owed_on(day) + late_so_far(now, day),
        lasting=-now.ledger[LASTING],
        spent=now.asked_on(day),
    )


def caught_up(account: PairAccount, day: int) -> PairAccount:
    """Give a copy in which every period is closed that has ended when a day begins.

    Its lines are those of these closings alone.

    Raises:
        ValueError: the account has a fact of a later day.
    """
    if day < account.last:
        raise ValueError(f"the account has a fact of day {account.last}: it was asked for {day}")
    twin = copy(account)
    twin.ledger, twin.totals = account.ledger.copy(), [0] * len(account.totals)
    twin.lines = None if account.lines is None else []
    twin.open = {
        id_: Open(one.weight, one.due, one.before, one.accrued) for id_, one in account.open.items()
    }
    twin.growing = {id_: twin.open[id_] for id_ in account.growing}
    twin.close_until(day)
    return twin


def late_so_far(account: PairAccount, day: int) -> int:
    """Give the penalties for what is late by a day and not booked yet."""
    grace = account.policy.grace_days
    return sum(
        account.lateness(one, days) - one.accrued
        for one in account.open.values()
        if (days := one.late(day, grace))
    )


def pending(account: PairAccount, day: int) -> list[Line]:
    """Give what would be booked if the period ended with a day: fading and lateness to date.

    The account is one that is caught up to that day.
    """
    late, ledger = late_so_far(account, day), account.ledger
    due = (
        (EARNED, LAPSE, account.earned_on(day) - ledger[EARNED]),
        (OWED, HEALING, -account.owed_on(day) - ledger[OWED]),
        (OWED, LATE, -late),
        (SPENT, HEALING, -account.asked_on(day) - ledger[SPENT]),
    )
    return [
        Line(day, "", "to_date", account_, other, amount)
        for account_, other, amount in due
        if amount
    ]
