"""Do the real beancount and hledger pass our books, and catch forged ones?

Run by ``nox -s audit``: what is missing here is an error, never skipped.
"""

import datetime as dt
import random
import re
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

Books = Callable[[int, int, str], str]
HISTORIES, FORGED, EACH = 200, 700, 20
RESTING, MOVED = 10, 4
_POSTING = re.compile(r"^(\s+)([A-Z]\S+)  (-?\d+(?:\.\d+)?) ([A-Z]+)$")
_DATED = re.compile(r"^\d{4}-\d\d-\d\d ")


def program(name: str, install: str) -> str:
    """Find a program, or say how to install it."""
    beside = Path(sys.executable).with_name(name)
    found = str(beside) if beside.exists() else shutil.which(name)
    if found is None:
        raise RuntimeError(f"{name} is missing, and without it nothing is audited: {install}")
    return found


def beancount(path: Path) -> str:
    """Give what beancount complains of, without its cache."""
    tool = program("bean-check", "pip install beancount")
    done = subprocess.run([tool, "-C", path], capture_output=True, text=True, check=False)
    return done.stdout + done.stderr if done.returncode else ""


def hledger(path: Path) -> str:
    """Give what hledger complains of, strictly."""
    tool = program("hledger", "apt-get install hledger")
    command = [tool, "check", "-s", "ordereddates", "-f", str(path)]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    return done.stdout + done.stderr if done.returncode else ""


AUDITORS: dict[str, Callable[[Path], str]] = {"beancount": beancount, "hledger": hledger}


@pytest.mark.parametrize("form", AUDITORS)
@pytest.mark.parametrize("ten", range(HISTORIES // 10))
def test_every_history_passes(ten: int, form: str, books: Books, tmp_path: Path) -> None:
    """Of two hundred random histories every book balances, and every assertion holds."""
    for seed in range(ten * 10, ten * 10 + 10):
        path = tmp_path / f"{seed}.{form}"
        path.write_text(books(seed, 5 + seed % 90, form), encoding="utf-8")

        assert AUDITORS[form](path) == "", f"history {seed}"


def blocks(text: str) -> list[list[str]]:
    """Cut a book into what begins with a date, and what stands before."""
    found: list[list[str]] = [[]]
    for line in text.splitlines():
        if _DATED.match(line):
            found.append([])
        found[-1].append(line)
    return found


def postings(block: list[str]) -> list[int]:
    """Give the places of the postings in a transaction."""
    return [n for n, line in enumerate(block) if _POSTING.match(line)]


def changed(line: str, change: Callable[[str], str]) -> str:
    """Write a posting with another amount."""
    return _POSTING.sub(lambda found: f"{found[1]}{found[2]}  {change(found[3])} {found[4]}", line)


def more(amount: str) -> str:
    """Add a half, or one where only whole pieces are counted."""
    return f"{float(amount) + 0.5:.6f}" if "." in amount else str(int(amount) + 1)


def less(amount: str) -> str:
    """Take as much away."""
    return f"{float(amount) - 0.5:.6f}" if "." in amount else str(int(amount) - 1)


def flipped(amount: str) -> str:
    """Turn the sign round."""
    return amount[1:] if amount.startswith("-") else f"-{amount}"


def forge(kind: str, text: str, chance: random.Random) -> str:
    """Forge one transaction of a book."""
    cut = blocks(text)
    able = [
        n for n, one in enumerate(cut) if len(postings(one)) >= 2 and "assertions" not in one[0]
    ]
    place = chance.choice(able)
    if kind == "dropped":
        return "\n".join(line for n, one in enumerate(cut) if n != place for line in one) + "\n"
    if kind == "duplicated":
        cut.insert(place, list(cut[place]))
    else:
        _FORGERIES[kind](cut, place, chance)
    return "\n".join(line for one in cut for line in one) + "\n"


def _one_leg(cut: list[list[str]], place: int, chance: random.Random) -> None:
    block = cut[place]
    leg = chance.choice(postings(block))
    block[leg] = changed(block[leg], more)


def _both_legs(cut: list[list[str]], place: int, chance: random.Random) -> None:
    block = cut[place]
    first = chance.randrange(len(postings(block)) // 2) * 2
    one, other = postings(block)[first], postings(block)[first + 1]
    block[one], block[other] = changed(block[one], more), changed(block[other], less)


def _signs(cut: list[list[str]], place: int, _: random.Random) -> None:
    block = cut[place]
    for leg in postings(block):
        block[leg] = changed(block[leg], flipped)


def _own(block: list[str]) -> list[int]:
    return [n for n in postings(block) if re.search(r":P[A-Z2-7]{10}:", block[n])]


def _wrong_pair(cut: list[list[str]], place: int, chance: random.Random) -> None:
    block = cut[place]
    leg = _own(block)[0]
    mine = re.findall(r"P[A-Z2-7]{10}", block[leg])
    others = {name for one in cut for line in one for name in re.findall(r"P[A-Z2-7]{10}", line)}
    known = {line for one in cut for line in one}
    for other in chance.sample(sorted(others - set(mine)), len(others - set(mine))):
        account = block[leg].replace(mine[1], other)
        name = account.split()[0]
        if any(name in line for line in known):
            block[leg] = account
            return
    raise AssertionError("no other pair has such an account")


def _misspelt(cut: list[list[str]], place: int, chance: random.Random) -> None:
    block = cut[place]
    leg = chance.choice(postings(block))
    found = _POSTING.match(block[leg])
    assert found is not None
    block[leg] = block[leg].replace(found[2], f"{found[2]}x")


def _moved(cut: list[list[str]], place: int, chance: random.Random) -> None:
    block = cut[place]
    day = dt.date.fromisoformat(block[0][:10])
    day += dt.timedelta(days=chance.choice((-1, 1)) * chance.randint(46, 90))
    block[0] = f"{day}{block[0][10:]}"


_FORGERIES: dict[str, Callable[[list[list[str]], int, random.Random], None]] = {
    "one leg changed": _one_leg,
    "both legs changed": _both_legs,
    "signs flipped": _signs,
    "wrong pair": _wrong_pair,
    "misspelt account": _misspelt,
    "date moved": _moved,
}
KINDS = (*_FORGERIES, "dropped", "duplicated")


@pytest.fixture(scope="session")
def honest(books: Books) -> dict[str, str]:
    """Write one large book in both forms."""
    return {form: books(7, FORGED, form) for form in AUDITORS}


@pytest.mark.parametrize("form", AUDITORS)
@pytest.mark.parametrize("kind", KINDS)
def test_every_forgery_is_caught(
    kind: str, form: str, honest: dict[str, str], tmp_path: Path
) -> None:
    """Twenty of each kind in a book of a thousand transactions, each by each auditor."""
    chance = random.Random(f"{kind} in {form}")
    for number in range(EACH):
        path = tmp_path / f"{number}.{form}"
        path.write_text(forge(kind, honest[form], chance), encoding="utf-8")

        assert AUDITORS[form](path), f"{kind}, the {number}th"


@pytest.mark.parametrize("form", AUDITORS)
@pytest.mark.parametrize("seed", range(RESTING))
def test_a_date_moved_where_accounts_rest_for_periods_is_caught(
    seed: int, form: str, books: Books, tmp_path: Path
) -> None:
    """A book of few transactions: each moved to another period, and put where it belongs then."""
    honest = books(seed, 4, form)
    path = tmp_path / f"honest.{form}"
    path.write_text(honest, encoding="utf-8")
    assert AUDITORS[form](path) == ""
    chance = random.Random(f"{seed} in {form}")
    cut = blocks(honest)
    able = [
        n for n, one in enumerate(cut) if len(postings(one)) >= 2 and "assertions" not in one[0]
    ]
    for place in chance.sample(able, min(MOVED, len(able))):
        forged = [list(one) for one in cut]
        _moved(forged, place, chance)
        block = forged.pop(place)
        later = (n for n, one in enumerate(forged) if n and one[0][:10] > block[0][:10])
        forged.insert(next(later, len(forged)), block)
        path = tmp_path / f"{place}.{form}"
        text = "\n".join(line for one in forged for line in one) + "\n"
        path.write_text(text, encoding="utf-8")

        assert AUDITORS[form](path), f"history {seed}: {block[0]}"
