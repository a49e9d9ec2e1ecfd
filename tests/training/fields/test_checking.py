from training.fields.checking import Checked, Load, Row, load_of, row_of

WHOLE = Checked(frozenset({"trich_yeu"}), {"trich_yeu": True}, frozenset())
PEN = Checked(frozenset({"so", "trich_yeu"}), {"so": False, "trich_yeu": True}, frozenset({"so"}))
UNSURE = Checked(frozenset({"trich_yeu"}), {"trich_yeu": False}, frozenset({"trich_yeu"}))
SURELY_WRONG = Checked(frozenset({"trich_yeu"}), {"trich_yeu": False}, frozenset())
DOCUMENTS = [WHOLE, PEN, UNSURE, SURELY_WRONG]


def test_a_field_is_accepted_where_no_person_is_asked() -> None:
    assert row_of("trich_yeu", DOCUMENTS) == Row(has=4, right=2, accepted=3, wrong=1)
    assert row_of("so", DOCUMENTS) == Row(has=1, right=0, accepted=0, wrong=0)


def test_documents_wait_for_all_that_is_asked() -> None:
    assert load_of(DOCUMENTS) == Load(
        documents=4, through=2, pen_alone=1, fields=5, accepted=3, wrong=1
    )
