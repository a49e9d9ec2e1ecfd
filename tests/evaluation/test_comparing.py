from pathlib import Path

import pytest
from rich.console import Console

from digitize.evaluation.comparing import Difference, Judgement, compare, interval, print_comparison
from digitize.evaluation.results import FILE_NAME, Results, load, save
from digitize.evaluation.scoring import FieldResult
from tests.evaluation.results_of import page_with, results_of


def words_wrong(before: Results, after: Results) -> Difference:
    (found,) = [d for d in compare(before, after) if d.name == "words wrong"]
    return found


def test_fewer_errors_on_every_page_are_no_noise() -> None:
    before = results_of({f"p{n}": page_with(4) for n in range(8)})
    after = results_of({f"p{n}": page_with(1 + n % 2) for n in range(8)})
    found = words_wrong(before, after)
    assert found.judgement is Judgement.BETTER
    assert found.by == pytest.approx(-0.25)
    assert found.low <= found.by <= found.high < 0
    assert words_wrong(after, before).judgement is Judgement.WORSE


def test_gains_and_losses_side_by_side_are_noise() -> None:
    before = results_of({f"p{n}": page_with(3) for n in range(8)})
    after = results_of({f"p{n}": page_with(0 if n % 2 else 5) for n in range(8)})
    assert words_wrong(before, after).judgement is Judgement.NOISE


def test_few_pages_prove_nothing() -> None:
    before = results_of({f"p{n}": page_with(4) for n in range(3)})
    after = results_of({f"p{n}": page_with(1) for n in range(3)})
    assert words_wrong(before, after).judgement is Judgement.NOISE


def test_the_pages_are_paired() -> None:
    """One hard page among easy ones: each run alone varies, their difference does not."""
    hard = [(0.01, 1.0)] * 9 + [(0.9, 1.0)]
    low, high = interval(hard, [(value + 0.01, 1.0) for value, _ in hard])
    assert low == pytest.approx(0.01)
    assert high == pytest.approx(0.01)


def test_the_same_seed_gives_the_same_interval() -> None:
    parts = [(float(n), 10.0) for n in range(12)]
    assert interval(parts, parts[::-1]) == interval(parts, parts[::-1])


def test_more_fields_right_are_better() -> None:
    def read(value: str) -> Results:
        return Results(fields=[FieldResult(f"d{n}", "so", "12", value) for n in range(6)])

    judged = {d.name: d.judgement for d in compare(read("13"), read("12"))}
    assert judged["fields right"] is Judgement.BETTER
    assert judged["fields right: so"] is Judgement.BETTER
    assert judged["fields invented, a document"] is Judgement.SAME


def test_results_come_back_from_their_file_and_are_shown(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    before = results_of({"một trang": page_with(4), "gone": page_with(0)})
    save(before, tmp_path / FILE_NAME)
    assert load(tmp_path) == before
    after = results_of({"một trang": page_with(2)})
    print_comparison(load(tmp_path), after, Console(width=120))
    shown = " ".join(capsys.readouterr().out.split())
    assert "│ một trang │ 40.0% │ 20.0% │ -20.00 │ 4 → 2 │ 4 → 2 │" in shown
    assert "only before: gone" in shown
