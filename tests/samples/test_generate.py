import json
import random
from pathlib import Path

import pytest

from digitize.domain import FIELD_KEYS
from digitize.intake.folder import list_folder
from digitize.intake.mapping import place_of
from digitize.samples.generate import first_page, generate
from digitize.samples.plans import Container, plan_of
from digitize.samples.scan import make_scan
from digitize.settings import Settings

COMMITTED = Path(__file__).parents[2] / "samples"


def files(folder: Path) -> list[Path]:
    return [seen.path for seen in list_folder(folder)]


def truth_of(path: Path) -> dict[str, object]:
    text = (path.parent / ".truth" / f"{path.name}.json").read_text(encoding="utf-8")
    loaded: dict[str, object] = json.loads(text)
    return loaded


def test_the_same_seed_gives_the_same_bytes(tmp_path: Path) -> None:
    for name in ("a", "b"):
        generate(tmp_path / name, seed=3, count=5)
    first, second = files(tmp_path / "a"), files(tmp_path / "b")
    assert len(first) == len(second) == 5
    for one, other in zip(first, second, strict=True):
        assert one.read_bytes() == other.read_bytes()
        assert truth_of(one) == truth_of(other)
    generate(tmp_path / "c", seed=4, count=1)
    assert files(tmp_path / "c")[0].read_bytes() != first[0].read_bytes()


def test_the_folders_name_department_fonds_and_dossier(tmp_path: Path) -> None:
    generate(tmp_path, seed=1, count=1)
    seen = next(list_folder(tmp_path))
    place = place_of(seen.relative, Settings.model_fields["mapping"].default)
    assert (place.department, place.fonds, place.dossier) == ("Sở Nội vụ", "P01", "HS01")


def test_a_scan_cut_short_has_no_signer_who_signs_later() -> None:
    scan = make_scan("bao-cao", 3, pages=3, dpi=40)
    assert len(scan.pages) > 1
    cut = first_page(scan)
    assert len(cut.pages) == 1
    assert cut.truth.documents[0].last_page == 1
    assert cut.truth.documents[0].fields["nguoi_ky"] is None
    assert cut.truth.documents[0].fields["so"] is not None


def test_the_fixed_plans_cover_every_container_and_kind() -> None:
    plans = [plan_of(number, random.Random(1)) for number in range(24)]
    assert {plan.container for plan in plans} == set(Container)
    assert len({kind for plan in plans for kind in plan.kinds}) == 10
    later = [plan_of(number, random.Random(number)) for number in range(24, 64)]
    assert len({plan.container for plan in later}) >= 6


@pytest.mark.parametrize("path", files(COMMITTED), ids=lambda path: path.name)
def test_each_committed_sample_has_its_truth(path: Path) -> None:
    truth = truth_of(path)
    documents, pages = truth["documents"], truth["pages"]
    assert isinstance(documents, list)
    assert isinstance(pages, list)
    for document in documents:
        assert set(FIELD_KEYS) < set(document)
    assert documents[-1]["pages"][1] == len(pages)
    for page in pages:
        for line in page["lines"]:
            for _, x0, y0, x1, y1, _ in line["words"]:
                assert 0 <= x0 < x1 <= page["width"]
                assert 0 <= y0 < y1 <= page["height"]


def test_the_committed_samples_are_small_and_varied() -> None:
    everything = [path for path in COMMITTED.rglob("*") if path.is_file()]
    assert sum(path.stat().st_size for path in everything) <= 5 * 1024**2
    truths = [truth_of(path) for path in files(COMMITTED)]
    assert len(truths) == 24
    documents = [d for truth in truths for d in truth["documents"]]  # type: ignore[attr-defined]
    assert len({d["kind"] for d in documents}) == 10
    assert {d["do_mat"] for d in documents} >= {None, "MẬT"}
    assert {d["do_khan"] for d in documents} >= {None, "HỎA TỐC"}
    assert any(len(truth["documents"]) > 1 for truth in truths)  # type: ignore[arg-type]
    pages = [page for truth in truths for page in truth["pages"]]  # type: ignore[attr-defined]
    assert any(page["blank"] for page in pages)
    assert any(page["born_digital"] for page in pages)
    assert {page["rotation"] for page in pages} == {0, 90, 180, 270}
