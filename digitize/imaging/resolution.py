"""What resolution a page really has, and by how much it must grow or shrink for reading."""

READING_DPI = 300.0  # Tesseract reads 300 dpi best; 400 was measured worse
_KEEP = (0.83, 1.25)  # scales that are not worth a resampling
_SHORT_SIDE = (3.5, 14.0)  # inches: A6 to A2, with folded and torn sheets between
_LONG_SIDE = (4.5, 24.0)
_A4_SHORT_SIDE = 8.27


def plausible_dpi(width: int, height: int, dpi: float) -> float:
    """`dpi`, or that of an A4 sheet when the page would have an impossible size with it.

    Headers often say 72, 96 or 0 for want of better.
    """
    short, long = sorted((width, height))
    if dpi > 0 and _between(short / dpi, _SHORT_SIDE) and _between(long / dpi, _LONG_SIDE):
        return dpi
    return short / _A4_SHORT_SIDE


def reading_scale(dpi: float) -> float:
    """The factor that brings a page of `dpi` to READING_DPI; 1 where it is near enough."""
    scale = READING_DPI / dpi
    return 1.0 if _between(scale, _KEEP) else scale


def _between(value: float, limits: tuple[float, float]) -> bool:
    return limits[0] <= value <= limits[1]
