import pytest

from digitize.errors import UsageError
from digitize.index.opening import open_index


@pytest.mark.parametrize("url", ["lucene:///x", "tantivy://host/x", "tantivy:x", "/x", ""])
def test_a_url_that_names_no_index_is_wrong_usage(url: str) -> None:
    with pytest.raises(UsageError, match="DIGITIZE_INDEX"):
        open_index(url)
