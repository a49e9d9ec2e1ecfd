"""The card of the weights: how they were made, on what, and how good they are."""

from collections.abc import Mapping

from training.fields.checking import Load, Row
from training.fields.figures import load_table, table

_TEXT = """# weights.json

Made by `python -m training.fields`; do not edit. What each piece of evidence about a reading of a
field is worth, and how sure a reading is from there.

- **Model**: logistic regression by field over named evidence (`candidates.Evidence`) and the rule
  that proposed the reading, drawn towards `prior`; then isotonic regression from log-odds to
  confidence; then the least confidence from which on at most a given share of values is wrong.
- **Data**: {scans} generated scans, really read, half by `fast` and half by `balanced` reading; a
  quarter lightly, a half moderately and a quarter heavily damaged. Curves and thresholds are of
  readings weighed by what was learnt from the other half of the scans. One in eight is learnt from
  as the text of a file that was never paper, too.
- **Check**: further scans, by each reading. No real document was used for weights, curves or
  thresholds.
- **Use**: readings like those of version {reading} and rules like those of version {metadata}.
  After a change of either they are made anew.
- **Limits**: generated documents hold fewer layouts than archives. Evidence that they do not show
  keeps its prior weight; a rule that they do not show is worth nothing, so that what it alone
  proposes goes to a person. What may be by pen is not
  trusted whatever was learnt: handwriting of generated pages is read better than real one.

Right: exact values of those that the documents have, white space and tone placement aside.
Accepted: sure enough that at most 0.5 % should be wrong.

{table}

{load}
"""


def card(
    made: Mapping[str, int], rows: Mapping[str, Mapping[str, Row]], load: Mapping[str, Load]
) -> str:
    """`made`: how many scans it was learnt from, and of which versions; the rest by set."""
    return _TEXT.format(**made, table=table(rows), load=load_table(load))
