"""Fixed wording whose marks OCR loses: agencies, titles, places, types.

A run of words that folds to one of these phrases is spelt as the phrase; a spelling that differs
in tone placement alone (UỶ, ỦY) stays as printed. Nothing else is corrected: never a number, a
symbol or a name.
"""

from collections import defaultdict
from collections.abc import Sequence
from functools import cache

from digitize.text.fold import fold, lower
from digitize.text.normal import nfc
from digitize.text.tones import place_tones

# Words of headers and signing blocks (NĐ 30/2020, Điều 8 and Phụ lục I; Party guidance on form).
_WORDING = """
ủy ban nhân dân|hội đồng nhân dân|ủy ban hành chính|ủy ban mặt trận tổ quốc việt nam
quốc hội|ủy ban thường vụ quốc hội|chính phủ|thủ tướng chính phủ|chủ tịch nước
văn phòng|phòng|ban|ban chấp hành|ban thường vụ|ban quản lý|ban chỉ đạo|ban giám hiệu|ban tổ chức
thường trực|hội đồng|sở|bộ|cục|chi cục|tổng cục|thanh tra|kho bạc nhà nước|bảo hiểm xã hội
ngân hàng nhà nước|tòa án nhân dân|viện kiểm sát nhân dân|công an|bộ chỉ huy quân sự
đảng bộ|đảng ủy|tỉnh ủy|thành ủy|huyện ủy|quận ủy|thị ủy|chi bộ|đảng cộng sản việt nam
tỉnh|thành phố|huyện|quận|thị xã|phường|xã|thị trấn|đặc khu|trung ương|việt nam|hội
y tế|sở y tế|nội vụ|tư pháp|tài chính|công thương|xây dựng|giao thông vận tải|ngoại vụ|dân tộc
nông nghiệp và phát triển nông thôn|nông nghiệp và môi trường|kế hoạch và đầu tư
tài nguyên và môi trường|khoa học và công nghệ|thông tin và truyền thông|giáo dục và đào tạo
văn hóa, thể thao và du lịch|văn hóa và thể thao|du lịch|lao động - thương binh và xã hội
lao động, thương binh và xã hội|quốc phòng|dân vận|tuyên giáo|ủy ban kiểm tra|nội chính
trường đại học|đại học|đại học quốc gia|cao đẳng|trung học phổ thông|học viện|viện|trung tâm
bệnh viện|đa khoa|trạm y tế|trung tâm y tế|công ty|tổng công ty|tập đoàn|cổ phần
trách nhiệm hữu hạn|liên đoàn lao động|hội nông dân|hội liên hiệp phụ nữ|hội cựu chiến binh
đoàn thanh niên cộng sản hồ chí minh|công nghệ thông tin|khu kinh tế|khu công nghiệp
chủ tịch|phó chủ tịch|phó chủ tịch thường trực|thủ tướng|phó thủ tướng|bộ trưởng|thứ trưởng
giám đốc|phó giám đốc|tổng giám đốc|phó tổng giám đốc|hiệu trưởng|phó hiệu trưởng
cục trưởng|phó cục trưởng|tổng cục trưởng|phó tổng cục trưởng|vụ trưởng|phó vụ trưởng
chi cục trưởng|phó chi cục trưởng|trưởng phòng|phó trưởng phòng|trưởng ban|phó trưởng ban
phó ban|chánh văn phòng|phó chánh văn phòng|chánh thanh tra|phó chánh thanh tra
viện trưởng|phó viện trưởng|chánh án|phó chánh án|bí thư|phó bí thư|phó bí thư thường trực
tổng bí thư|bí thư chi bộ|trưởng đoàn|phó trưởng đoàn|tổ trưởng|tổ phó|thư ký|chủ nhiệm
phó chủ nhiệm|ủy viên|ủy viên thường trực|trưởng khoa|phó trưởng khoa|chủ tọa|chủ trì
người ghi biên bản|đại diện bên a|đại diện bên b|kế toán trưởng|trưởng công an|bộ môn
tm. ủy ban nhân dân|tm. hội đồng nhân dân|tm. ban thường vụ|tm. chính phủ|tm. ban chấp hành
"""

# Place names as a help to spelling only: provinces and cities before and after 2025.
_PLACES = """
hà nội|hồ chí minh|hải phòng|đà nẵng|cần thơ|huế|thừa thiên huế|an giang|bà rịa|vũng tàu
bạc liêu|bắc giang|bắc kạn|bắc ninh|bến tre|bình dương|bình định|bình phước|bình thuận|cà mau
cao bằng|đắk lắk|đắk nông|điện biên|đồng nai|đồng tháp|gia lai|hà giang|hà nam|hà tĩnh
hải dương|hậu giang|hòa bình|hưng yên|khánh hòa|kiên giang|kon tum|lai châu|lạng sơn|lào cai
lâm đồng|long an|nam định|nghệ an|ninh bình|ninh thuận|phú thọ|phú yên|quảng bình|quảng nam
quảng ngãi|quảng ninh|quảng trị|sóc trăng|sơn la|tây ninh|thái bình|thái nguyên|thanh hóa
tiền giang|trà vinh|tuyên quang|vĩnh long|vĩnh phúc|yên bái
"""

_LONGEST = 8


@cache
def _phrases() -> dict[tuple[str, ...], tuple[str, ...]]:
    by_fold: dict[tuple[str, ...], set[tuple[str, ...]]] = defaultdict(set)
    for line in (_WORDING + _PLACES).strip().splitlines():
        for phrase in line.split("|"):
            words = tuple(nfc(phrase).split())
            by_fold[tuple(_bare(w) for w in words)].add(words)
    # Two phrases that fold alike teach nothing about the marks.
    return {key: next(iter(found)) for key, found in by_fold.items() if len(found) == 1}


def respell(words: Sequence[str]) -> list[str]:
    """The words with the marks of fixed wording restored, longest phrase first; case is kept."""
    phrases = _phrases()
    folded = [_bare(w) for w in words]
    out = list(words)
    i = 0
    while i < len(words):
        for length in range(min(_LONGEST, len(words) - i), 0, -1):
            phrase = phrases.get(tuple(folded[i : i + length]))
            if phrase:
                out[i : i + length] = map(_like, words[i : i + length], phrase)
                i += length
                break
        else:
            i += 1
    return out


def _bare(word: str) -> str:
    return fold(word).strip(".,;:-–—_'\"“”() ") or word


def _like(word: str, model: str) -> str:
    """`model` in the case and with the punctuation of `word`."""
    start = next((i for i, c in enumerate(word) if c.isalnum()), 0)
    core = word[start : start + len(model)]
    model = model.strip(",")
    core = core[: len(model)]
    if place_tones(lower(core)) == place_tones(lower(model)):
        return word
    spelt = "".join(m.upper() if c.isupper() else m for c, m in zip(core, model, strict=False))
    return word[:start] + spelt + word[start + len(core) :]
