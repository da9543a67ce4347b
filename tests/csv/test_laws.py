"""Which laws hold for every table, however dirty?"""

import csv
import io

from hypothesis import given
from hypothesis import strategies as st

from engageframe.encoding import canonical
from engageframe.errors import InvalidInput
from engageframe_csv.templates import slug

HEADER = ["No", "Team", "Date", "Ours", "Met", "About", "More"]
CELLS = [
    st.sampled_from(["1", "2", "1.", "", "-"]),
    st.sampled_from(["Sea", "sea", "Land & Air", ""]),
    st.sampled_from(["07-2012", "1/2/2013", "07-1930", "soon", "", "2012-Q1"]),
    st.sampled_from(["Ana Lima", "ana lima", "Bo", ""]),
    st.sampled_from(["Wren", "WREN.", "Lark; Wren", "nil return", "", "Alpha Beta Company", '"']),
    st.text(max_size=5),
    st.sampled_from(["", "x", "y\nz"]),
]
rows = st.lists(st.tuples(*CELLS).map(list), max_size=12)


def written(header, table):
    """Write a table as CSV."""
    out = io.StringIO(newline="")
    csv.writer(out).writerows([header, *table])
    return out.getvalue().encode()


def as_bytes(found):
    """Give every item as bytes."""
    return [
        canonical([one.body, one.engagement, one.happened, one.source, one.place, one.rows])
        for one in found.items
    ]


def answer(told, *question):
    """Give what was read, or the problems that were told."""
    try:
        return told(*question), ()
    except InvalidInput as refused:
        return None, refused.problems


def test_every_row_is_a_row_of_one_item_or_set_aside(told):
    """Rows read = rows of items + rows set aside, and no row is counted twice."""

    @given(rows, st.lists(st.tuples(st.integers(0, 400), st.sampled_from('",\n;\0\r')), max_size=4))
    def law(table, dirt):
        header, body = written(HEADER, table).decode().split("\n", 1)
        for at, mark in dirt:
            body = body[: at % (len(body) + 1)] + mark + body[at % (len(body) + 1) :]
        found = told(f"{header}\n{body}")

        told_rows = [row for one in found.items for row in one.rows]
        aside = [one.row for one in found.set_aside]
        assert found.rows_read == len(told_rows) + len(aside)
        assert len({*told_rows, *aside}) == found.rows_read
        assert {one.row for one in found.flags} <= set(told_rows)

    law()


def test_the_order_of_columns_does_not_matter(told):
    """The same table with its columns in another order gives the same items."""

    @given(rows, st.permutations(range(len(HEADER))))
    def law(table, order):
        mixed = [[row[n] for n in order] for row in [HEADER, *table]]

        assert as_bytes(told(written(mixed[0], mixed[1:]))) == as_bytes(
            told(written(HEADER, table))
        )

    law()


def test_the_same_bytes_give_the_same_items(told):
    """Reading twice gives the same items, rows set aside and flags."""

    @given(rows)
    def law(table):
        data = written(HEADER, table)

        assert told(data) == told(data)

    law()


def test_any_bytes_are_read_or_refused(told):
    """Whatever the bytes are, there is an answer or one error that says what is wrong."""

    @given(st.one_of(st.binary(max_size=300), st.binary(max_size=300).map(
        lambda tail: (",".join(HEADER) + "\n").encode() + tail)))  # fmt: skip
    def law(data):
        found, problems = answer(told, data)

        assert problems or found.rows_read == sum(len(one.rows) for one in found.items) + len(
            found.set_aside
        )

    law()


def test_any_mapping_is_understood_or_refused(told):
    """Whatever a mapping holds, there is an answer or an error with places."""
    values = st.recursive(
        st.one_of(st.none(), st.booleans(), st.integers(), st.text("{}No%aY: ", max_size=8)),
        lambda inner: st.one_of(
            st.lists(inner, max_size=2),
            st.dictionaries(st.sampled_from(["No", "id", "name", "ABC"]), inner, max_size=2),
        ),
        max_leaves=4,
    )
    names = ["fields", "engagement", "happened", "attendees", "implies", "columns", "optional"]
    names += [
        "required",
        "nothing",
        "aliases",
        "split",
        "dates",
        "delimiter",
        "encodings",
        "source",
    ]

    @given(st.dictionaries(st.sampled_from(names), values, max_size=3))
    def law(parts):
        plain = {"system": "log", "record": "person", "fields": {"id": "{No}", "name": "{Ours}"}}
        mapping = canonical({**plain, **parts}).decode()
        found, problems = answer(told, ",".join(HEADER) + "\n1,Sea,2012,Ana,Wren,Hi,x\n", mapping)

        assert all(one.where for one in problems)
        assert problems or found.rows_read == 1

    law()


def test_an_id_made_twice_is_the_same():
    """The id of an id is itself."""

    @given(st.text(max_size=150))
    def law(text):
        assert slug(slug(text)) == slug(text)

    law()
