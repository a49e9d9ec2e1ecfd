import json
from collections.abc import Iterator
from hashlib import sha256
from pathlib import Path

import pytest
from typer.testing import CliRunner

from digitize.archive.indexing import catch_up
from digitize.archive.parts import Parts, open_parts
from digitize.archive.searching import print_hits, search
from digitize.cli import app
from digitize.database.models import State
from digitize.database.records import Seen
from digitize.domain import Box, Document, Field, PageText, Place
from digitize.errors import UsageError
from digitize.settings import Settings
from digitize.store.protocol import page_text_key
from tests.database.claims import claim
from tests.index.pages import page_of


@pytest.fixture
def parts(tmp_path: Path) -> Iterator[Parts]:
    with open_parts(Settings(data=tmp_path / "data")) as parts:
        add(
            parts,
            "tuyển dụng.pdf",
            [
                page_of("QUYẾT ĐỊNH", "Về việc tuyển dụng công chức"),
                page_of("danh sách thi tuyển", "công chức", number=2),
            ],
            so_ky_hieu="15/QĐ-UBND",
            loai_van_ban="Quyết định",
            ngay_ban_hanh="2024-05-17",
            trich_yeu="Về việc tuyển dụng",
        )
        add(parts, "đường.pdf", [page_of("sửa đường \x1b[31mđỏ")], loai_van_ban="Báo cáo")
        catch_up(parts)
        yield parts


def add(parts: Parts, name: str, pages: list[PageText], **fields: str) -> str:
    """A file with one document on all its pages, as a batch would leave it; its SHA-256."""
    sha = sha256(name.encode()).hexdigest()
    batch = parts.database.start_batch("/inbox")
    parts.database.accept(batch, Seen("/inbox", name, 1, 1), sha, Place("Sở Nội vụ"), name)
    for page in pages:
        text = json.dumps(page.to_dict(), ensure_ascii=False).encode()
        parts.store.put(page_text_key(sha, page.number), text)
    read = {key: Field(value, 0.9, 1, Box(0, 0, 1, 1), "test") for key, value in fields.items()}
    parts.database.save(
        claim(parts.database, sha),
        "application/pdf",
        pages,
        [(Document(1, len(pages), read), ())],
        reading_version=1,
        metadata_version=1,
    )
    return sha


def test_a_hit_is_a_page_with_its_document_and_an_excerpt(parts: Parts) -> None:
    found = search(parts, "dụng công chức")
    assert found.total == 1
    hit = found.hits[0]
    assert hit.document.fields["so_ky_hieu"].value == "15/QĐ-UBND"
    assert hit.document.place.department == "Sở Nội vụ"
    assert hit.page == 1
    assert ("dụng công chức", True) in hit.snippet.parts


def test_facets_narrow_what_was_found(parts: Parts) -> None:
    assert search(parts, "").facets["type"] == (("Báo cáo", 1), ("Quyết định", 1))
    narrowed = search(parts, "", filters=[("type", "Báo cáo")])
    assert [hit.document.file_name for hit in narrowed.hits] == ["đường.pdf"]
    assert narrowed.query.filters == (("type", "Báo cáo"),)


def test_windows_follow_each_other(parts: Parts) -> None:
    first = search(parts, "công chức", limit=1)
    second = search(parts, "công chức", limit=1, offset=1)
    assert first.total == second.total == 2
    assert {hit.page for hit in (*first.hits, *second.hits)} == {1, 2}


def test_an_unknown_facet_is_wrong_usage(parts: Parts) -> None:
    with pytest.raises(UsageError, match="signer"):
        search(parts, "công", filters=[("signer", "x")])


def test_a_sealed_document_is_not_shown_even_before_the_index_follows(parts: Parts) -> None:
    sha = add(parts, "mật.pdf", [page_of("chuyện kín")])
    catch_up(parts)
    assert search(parts, "kín").hits
    parts.database.set_aside(claim(parts.database, sha), State.SEALED, "", "")
    assert search(parts, "kín").hits == ()


def test_printed_hits_stand_under_their_document(
    parts: Parts, capsys: pytest.CaptureFixture[str]
) -> None:
    print_hits(parts, "công chức", limit=10)
    lines = capsys.readouterr().out.splitlines()
    document = search(parts, "công chức").hits[0].document
    assert lines == [
        "2 found",
        "",
        f"15/QĐ-UBND · Quyết định · 2024-05-17  {document.id}",
        "  Về việc tuyển dụng",
        "  page 1: QUYẾT ĐỊNH Về việc tuyển dụng [công chức]",
        "  page 2: danh sách thi tuyển [công chức]",
    ]


def test_the_count_says_when_there_is_more(
    parts: Parts, capsys: pytest.CaptureFixture[str]
) -> None:
    print_hits(parts, "công chức", limit=1)
    assert capsys.readouterr().out.startswith("2 found, 1 shown\n")


def test_a_scan_does_not_steer_the_terminal(
    parts: Parts, capsys: pytest.CaptureFixture[str]
) -> None:
    print_hits(parts, "đường", limit=10)
    out = capsys.readouterr().out
    assert "\x1b" not in out
    assert "sửa [đường]" in out


def test_the_command_takes_an_excluded_word(parts: Parts) -> None:
    answer = CliRunner().invoke(
        app, ["search", "chức", "-danh"], env={"DIGITIZE_DATA": str(parts.settings.data)}
    )
    assert answer.exit_code == 0
    assert answer.output.startswith("1 found\n")
