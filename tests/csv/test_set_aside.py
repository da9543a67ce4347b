"""Can the rows that were set aside be looked at in a spreadsheet?"""

import csv
import io

from engageframe_csv import SetAside, write_set_aside


def test_rows_are_written_with_line_reason_and_cells(told):
    """Every row set aside comes back with its cells as read, surplus ones too."""
    found = told(
        "No,Team,Date,Ours,Met,About\n1,Sea,07-1930,Ana,Wren,Hi\n2,Sea,07-2012,Ana,Wren,Hi,x\n"
    )

    text = write_set_aside(found.set_aside, found.header).decode("utf-8-sig")
    rows = list(csv.DictReader(io.StringIO(text, newline="")))

    assert [(row["row"], row["reason"], row["Date"], row["column 7"]) for row in rows] == [
        ("2", "outside_date_window", "07-1930", ""),
        ("3", "too_many_cells", "07-2012", "x"),
    ]
    assert all(row["says"] for row in rows)


def test_no_cell_is_run_as_a_formula():
    """What a spreadsheet would run begins with an apostrophe; a number stays one."""
    cells = {"A": "=1+1", "B": "+1+1", "C": "-x", "D": "@x", "E": "\tx", "F": "fine = fine"}
    cells |= {"G": "-12.5", "H": "+1,5", "I": "-1e3", "J": "-5 %", "K": "\uff1d1", "L": "\nx"}
    row = SetAside(row=2, reason="blank", says="", cells=cells)

    text = write_set_aside([row], list(cells)).decode("utf-8-sig")

    (_, written) = csv.reader(io.StringIO(text, newline=""))
    assert written[3:9] == ["'=1+1", "'+1+1", "'-x", "'@x", "'\tx", "fine = fine"]
    assert written[9:] == ["-12.5", "+1,5", "-1e3", "'-5 %", "'\uff1d1", "'\nx"]
