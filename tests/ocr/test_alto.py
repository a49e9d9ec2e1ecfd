"""ALTO against a grammar of our own, in RELAX NG, of the part of ALTO 4.4 that we write.

The grammar was made from the published schema (https://www.loc.gov/standards/alto/), which is
not copied here; what it holds to be valid was checked against that schema too.
"""

from lxml import etree

from digitize.domain import Box, Line, PageKind, PageText, Word, Zone
from digitize.ocr.alto import to_alto

_NS = {"a": "http://www.loc.gov/standards/alto/ns-v4#"}

_GRAMMAR = """
<grammar xmlns="http://relaxng.org/ns/structure/1.0" ns="http://www.loc.gov/standards/alto/ns-v4#"
         datatypeLibrary="http://www.w3.org/2001/XMLSchema-datatypes">
 <start><element name="alto"><attribute name="SCHEMAVERSION"/>
  <element name="Description">
   <element name="MeasurementUnit"><value>pixel</value></element>
   <element name="sourceImageInformation"><element name="fileName"><text/></element></element>
   <zeroOrMore><element name="Processing"><attribute name="ID"><data type="ID"/></attribute>
    <element name="processingCategory"><value>contentGeneration</value></element>
    <element name="processingSoftware"><element name="softwareName"><text/></element></element>
   </element></zeroOrMore>
  </element>
  <element name="Tags"><zeroOrMore><choice>
   <element name="LayoutTag"><ref name="tag"/></element>
   <element name="OtherTag"><ref name="tag"/></element>
  </choice></zeroOrMore></element>
  <element name="Layout"><element name="Page">
   <attribute name="ID"><data type="ID"/></attribute>
   <attribute name="PHYSICAL_IMG_NR"><data type="float"/></attribute>
   <attribute name="PAGECLASS"/><attribute name="LANG"><data type="language"/></attribute>
   <attribute name="WIDTH"><data type="float"/></attribute>
   <attribute name="HEIGHT"><data type="float"/></attribute>
   <element name="PrintSpace"><ref name="place"/>
    <zeroOrMore><ref name="block"/></zeroOrMore>
   </element>
  </element></element>
 </element></start>
 <define name="block"><choice>
  <element name="ComposedBlock"><ref name="id"/><ref name="tags"/><ref name="place"/>
   <attribute name="TYPE"/><zeroOrMore><ref name="block"/></zeroOrMore>
  </element>
  <element name="TextBlock"><ref name="id"/><ref name="tags"/><ref name="place"/>
   <oneOrMore><element name="TextLine"><ref name="id"/><ref name="place"/>
    <ref name="string"/>
    <zeroOrMore><element name="SP"><empty/></element><ref name="string"/></zeroOrMore>
   </element></oneOrMore>
  </element>
 </choice></define>
 <define name="id"><attribute name="ID"><data type="ID"/></attribute></define>
 <define name="tags"><attribute name="TAGREFS"><data type="IDREFS"/></attribute></define>
 <define name="tag"><ref name="id"/><attribute name="TYPE"/><attribute name="LABEL"/></define>
 <define name="place">
  <attribute name="HPOS"><data type="float"/></attribute>
  <attribute name="VPOS"><data type="float"/></attribute>
  <attribute name="WIDTH"><data type="float"/></attribute>
  <attribute name="HEIGHT"><data type="float"/></attribute>
 </define>
 <define name="string"><element name="String"><ref name="id"/><ref name="place"/>
  <attribute name="CONTENT"/>
  <attribute name="WC"><data type="float">
   <param name="minInclusive">0</param><param name="maxInclusive">1</param>
  </data></attribute>
  <optional><ref name="tags"/></optional>
 </element></define>
</grammar>
"""


def _page(
    *, kind: PageKind = PageKind.READ, lines: tuple[Line, ...] = (), rotation: int = 0
) -> PageText:
    engine = "tesseract 5.3.0 vie" if lines else ""
    return PageText(2, kind, 1000, 700, 200.0, lines, rotation=rotation, engine=engine)


_LINES = (
    Line(
        (
            Word("Đ<&>\"'\x0b", Box(10, 20, 110, 60), 0.955),
            Word("đườnq", Box(120, 20, 200, 60), 0.31, withheld=True),
        ),
        Zone.HEADER_LEFT,
        0,
    ),
    Line((Word("MẬT", Box(300, 400, 400, 440), 1.0),), Zone.STAMP, 1),
    Line((Word("hai", Box(300, 450, 400, 490), 1.0),), Zone.STAMP, 1),
)


def _parsed(page: PageText) -> etree._Element:
    document = etree.fromstring(to_alto(page, image_name='Đ "1" <&>.png').encode())
    grammar = etree.RelaxNG(etree.fromstring(_GRAMMAR))
    assert grammar.validate(document), grammar.error_log
    return document


def _values(document: etree._Element, path: str) -> list[str]:
    found = document.xpath(path, namespaces=_NS)
    assert isinstance(found, list)
    return [str(value) for value in found]


def test_words_carry_text_box_and_confidence() -> None:
    document = _parsed(_page(lines=_LINES))

    assert _values(document, "//a:String/@CONTENT") == ["Đ<&>\"'", "đườnq", "MẬT", "hai"]
    assert _values(document, "//a:String/@WC") == ["0.955", "0.310", "1.000", "1.000"]
    assert _values(document, "//a:String[1]/@HPOS")[0] == "10"
    assert _values(document, "//a:fileName/text()") == ['Đ "1" <&>.png']


def test_zones_and_doubt_are_tags() -> None:
    document = _parsed(_page(lines=_LINES))

    assert _values(document, "//a:TextBlock/@TAGREFS") == ["zone-header-left", "zone-stamp"]
    assert _values(document, "//a:String[@TAGREFS='withheld']/@CONTENT") == ["đườnq"]


def test_lines_of_a_block_stand_together() -> None:
    document = _parsed(_page(lines=_LINES))

    assert _values(document, "//a:TextBlock[2]/a:TextLine/@VPOS") == ["400", "450"]


def test_a_table_is_made_of_rows_and_a_row_of_cells() -> None:
    lines = tuple(
        Line((Word(text, Box(x, y, x + 90, y + 40), 0.9),), Zone.TABLE, 0, cell)
        for text, x, y, cell in (
            ("STT", 100, 100, (0, 0)),
            ("Tên", 300, 100, (0, 1)),
            ("1", 100, 200, (1, 0)),
        )
    )
    document = _parsed(_page(lines=lines))

    row = "//a:ComposedBlock[@TYPE='table']/a:ComposedBlock[@TYPE='row']"
    assert _values(document, f"{row}[1]/a:TextBlock//@CONTENT") == ["STT", "Tên"]
    assert _values(document, f"{row}[2]/a:TextBlock//@CONTENT") == ["1"]
    assert _values(document, f"{row}[1]/@WIDTH") == ["290"]


def test_a_page_that_lay_on_its_side_is_described_upright() -> None:
    document = _parsed(_page(lines=_LINES, rotation=90))

    assert _values(document, "//a:Page/@WIDTH") == ["700"]
    assert _values(document, "//a:String[1]/@HPOS")[0] == "640"
    assert _values(document, "//a:String[1]/@VPOS")[0] == "10"


def test_blank_and_failed_pages_are_valid_too() -> None:
    for kind in (PageKind.BLANK, PageKind.FAILED):
        assert _values(_parsed(_page(kind=kind)), "//a:Page/@PAGECLASS") == [kind.value]
