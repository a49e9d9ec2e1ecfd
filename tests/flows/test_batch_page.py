from digitize.archive.report import make_report
from digitize.database.models import State
from digitize.database.records import ArrivalRecord
from digitize.flows.batch_page import failures, place_rows

SHA = "0123456789abcdef" * 4


def arrival(state: State, *, reason: str = "", sha256: str | None = SHA) -> ArrivalRecord:
    return ArrivalRecord(sha256[:12] if sha256 else "f7", sha256, False, state, reason, "")


def test_a_batch_says_how_many_files_came_where_and_how_fast() -> None:
    report = make_report("/in", [("a.pdf", arrival(State.DONE)), ("b.pdf", None)])
    rows = {
        row["place"].split(" · ")[0]: row["files"] for row in place_rows(report, read=3, seconds=90)
    }
    assert (rows["done"], rows["waiting"], rows["total"]) == (1, 1, 2)
    assert (rows["originals read"], rows["originals a minute"]) == (3, "2.0")
    nothing = place_rows(report, read=0, seconds=1)
    assert nothing[-1]["files"] == "–"


def test_what_needs_a_person_has_its_remedy_or_a_link_and_never_a_name() -> None:
    files = [
        ("mat.pdf", arrival(State.SEALED)),
        ("half.pdf", arrival(State.QUARANTINED, reason="truncated", sha256=None)),
        ("unsure.pdf", arrival(State.REVIEW)),
    ]
    told = failures(make_report("/in", files), "https://luu-tru.example.vn")
    assert "| f7 | truncated | " in told
    assert f"[{SHA[:12]}](https://luu-tru.example.vn/van-ban/{SHA[:16]}-1)" in told
    assert ".pdf" not in told


def test_where_nothing_needs_a_person_nothing_is_said() -> None:
    assert failures(make_report("/in", [("a.pdf", arrival(State.DONE))]), "") == ""


def test_a_long_list_is_cut_and_says_so() -> None:
    files = [(f"{n}.pdf", arrival(State.REVIEW)) for n in range(203)]
    told = failures(make_report("/in", files), "")
    assert told.count("](") == 200
    assert told.endswith("… and 3 more")
