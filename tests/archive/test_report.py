from digitize.archive.report import PLACES, format_report, make_report
from digitize.database.models import State
from digitize.database.records import ArrivalRecord


def arrival(state: State, *, duplicate: bool = False, reason: str = "") -> ArrivalRecord:
    return ArrivalRecord("ab12ab12ab12", "ab12" * 16, duplicate, state, reason, "")


FILES = [
    ("a.pdf", arrival(State.DONE)),
    ("b.pdf", arrival(State.REVIEW)),
    ("c.pdf", arrival(State.QUARANTINED, reason="encrypted")),
    ("mật.pdf", arrival(State.SEALED)),
    ("bản sao mật.pdf", arrival(State.SEALED, duplicate=True)),
    ("d.pdf", arrival(State.DONE, duplicate=True)),
    ("e.pdf", arrival(State.ACCEPTED)),
    ("f.pdf", None),
]


def test_every_file_stands_in_one_place() -> None:
    report = make_report("/inbox", FILES)
    assert report.counts == {
        "done": 1,
        "review": 1,
        "quarantined": 1,
        "duplicate": 1,
        "sealed": 2,
        "waiting": 2,
    }
    assert report.total == len(FILES)


def test_what_is_in_quarantine_has_reason_and_remedy() -> None:
    text = format_report(make_report("/inbox", FILES))
    assert "ab12ab12ab12  encrypted  c.pdf" in text
    assert "Save a copy without" in text
    assert all(place in text for place in PLACES)


def test_sealed_files_are_named_by_id_alone() -> None:
    report = make_report("/inbox", FILES)
    assert "mật.pdf" not in format_report(report)
    assert ".pdf" not in str(report.to_dict())


def test_a_name_does_not_steer_the_terminal() -> None:
    text = format_report(make_report("/in", [("a\x1b[2J\n.pdf", None)]))
    assert "a?[2J?.pdf" in text


def test_a_long_list_is_cut_and_says_so() -> None:
    text = format_report(make_report("/in", [(f"{n}.pdf", None) for n in range(1000)]))
    assert len(text.splitlines()) < 250
    assert "and 800 more" in text


def test_what_ended_the_run_is_said() -> None:
    assert "no space" in format_report(make_report("/in", [], stopped="no space"))
