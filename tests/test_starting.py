"""What a command loads before it does anything."""

import subprocess
import sys

import pytest

# Each takes as long to load as a tenth of a page, or starts threads, and a batch that reads a
# folder into an archive on this machine needs none of them in its own process.
HEAVY = ("numpy", "cv2", "onnxruntime", "pypdfium2", "pikepdf", "minio", "elasticsearch", "prefect")


@pytest.mark.parametrize("module", ["digitize.flows.batch", "digitize.archive.page_reading"])
def test_a_batch_starts_without_the_libraries_that_read(module: str) -> None:
    program = f"import sys, {module}; print(*(set({HEAVY}) & set(sys.modules)))"
    loaded = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, check=True
    )
    assert loaded.stdout.split() == []
