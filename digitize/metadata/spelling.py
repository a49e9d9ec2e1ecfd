"""Fixed wording whose marks OCR loses: agencies, titles, places, types.

Words whose letters fold to one of these phrases are spelt as the phrase, with its blanks
(UBNDTÌNH, P HỌNG); a spelling that differs in tone placement alone (UỶ, ỦY) stays as printed.
Nothing else is corrected: never a number, a symbol or a name.
"""

import re
from collections import defaultdict
from functools import cache

from rapidfuzz import fuzz, process

from digitize.text.fold import fold, lower
from digitize.text.normal import nfc
from digitize.text.tones import place_tones

# Words of headers and signing blocks (NĐ 30/2020, Điều 8 and Phụ lục I; Party guidance on form).
_WORDING = """
ủy ban nhân dân|hội đồng nhân dân|ủy ban hành chính|ủy ban mặt trận tổ quốc việt nam
quốc hội|ủy ban thường vụ quốc hội|chính phủ|thủ tướng chính phủ|chủ tịch nước
văn phòng|phòng|ban chấp hành|ban thường vụ|ban quản lý|ban chỉ đạo|ban giám hiệu|ban tổ chức
thường trực|hội đồng|sở|cục|chi cục|tổng cục|thanh tra|kho bạc nhà nước|bảo hiểm xã hội
ngân hàng nhà nước|tòa án nhân dân|viện kiểm sát nhân dân|công an|bộ chỉ huy quân sự
đảng bộ|đảng ủy|tỉnh ủy|thành ủy|huyện ủy|quận ủy|thị ủy|chi bộ|đảng cộng sản việt nam
tỉnh|thành phố|huyện|quận|thị xã|phường|thị trấn|đặc khu|trung ương|việt nam
ubnd tỉnh|ubnd huyện|ubnd thành phố|ubnd quận|ubnd thị xã|hđnd tỉnh
y tế|sở y tế|nội vụ|tư pháp|tài chính|công thương|xây dựng|giao thông vận tải|ngoại vụ|dân tộc
nông nghiệp và phát triển nông thôn|nông nghiệp và môi trường|kế hoạch và đầu tư
tài nguyên và môi trường|khoa học và công nghệ|thông tin và truyền thông|giáo dục và đào tạo
văn hóa, thể thao và du lịch|văn hóa và thể thao|du lịch|lao động - thương binh và xã hội
lao động, thương binh và xã hội|quốc phòng|dân vận|tuyên giáo|ủy ban kiểm tra|nội chính
trường đại học|đại học|đại học quốc gia|cao đẳng|trung học phổ thông|học viện|trung tâm
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

# Common terms of subjects whose marks OCR takes for others (chi: chỉ, đẩy: đấy). Only such as are
# always spelt so: no other term folds alike.
_TERMS = """
đẩy nhanh|đẩy mạnh|thúc đẩy|tổ chức|thẩm định|thẩm quyền|nhà thầu|gói thầu|đấu thầu|dự thầu
mời thầu|trúng thầu|mầm non|thu, chi|chi ngân sách|chi trả|chi phí|chi thường xuyên|quyết toán
dự toán|kiểm tra|kiểm soát|kiểm kê|kiểm định|giải quyết|giải ngân|giải phóng|xử lý|xử phạt
bổ sung|bổ nhiệm|bổ trợ|bảo vệ|bảo đảm|đảm bảo|điều chỉnh|chỉnh lý|chỉnh sửa|sửa đổi|thay đổi
chuyển đổi|tổng kết|tổng hợp|sơ kết|tuyển dụng|tuyển sinh|thể thao|hiệu quả|kết quả
quản lý|cải cách|thủ tục|chủ trương|chỉ đạo|chỉ định|tiến độ|trạm y tế|cấp xã
"""

_BEFORE_PLACES = ("tỉnh ", "thành phố ", "ubnd tỉnh ", "ubnd thành phố ")
_LONGEST = 8
_RUN = re.compile(r"[^\W\d_]+")


def _split(table: str) -> list[str]:
    return [phrase for line in table.split("\n") if line for phrase in line.split("|")]


@cache
def _phrases() -> dict[str, str]:
    by_letters: dict[str, set[str]] = defaultdict(set)
    phrases = (
        _split(_WORDING)
        + _split(_TERMS)
        + [before + place for place in _split(_PLACES) for before in ("", *_BEFORE_PLACES)]
    )
    for phrase in phrases:
        spelt = " ".join(_RUN.findall(nfc(phrase)))
        by_letters[fold(spelt).replace(" ", "")].add(spelt)
    # Two phrases that fold alike teach nothing about the marks.
    return {key: found.pop() for key, found in by_letters.items() if len(found) == 1}


def respell(text: str, least_words: int = 1) -> str:
    """`text` with the marks of fixed wording restored, longest phrase first; case is kept.

    `least_words`: use only phrases of so many words, where the text is not made of wording alone.
    """
    text = nfc(text)
    runs = [match.span() for match in _RUN.finditer(text)]
    out: list[str] = []
    done = i = 0
    while i < len(runs):
        for j in range(min(i + _LONGEST, len(runs)), i, -1):
            letters = "".join(text[a:b] for a, b in runs[i:j])
            phrase = _phrases().get(fold(letters))
            length = len(phrase.split()) if phrase else 0
            # A word alone is wording only where a name begins: HUYỆN ĐỊNH QUÁN is no QUẬN.
            if phrase and length >= least_words and (length > 1 or i == 0):
                start, end = runs[i][0], runs[j - 1][1]
                out += [text[done:start], _spell(text[start:end], letters, phrase)]
                done, i = end, j
                break
        else:
            i += 1
    return "".join([*out, text[done:]])


def is_wording(text: str) -> bool:
    """Whether the text is one phrase of the fixed wording, a place included, spelt as it is."""
    spelt = " ".join(_RUN.findall(nfc(text)))
    phrase = _phrases().get(fold(spelt).replace(" ", ""))
    return phrase is not None and place_tones(lower(spelt)) == place_tones(phrase)


def respell_line(text: str) -> str:
    """A line that is one fixed phrase as a whole, letters mended too (UBNDTỈÏNH PHÚ THỌ); else
    as `respell` gives it. Only long phrases: a short one is too near to others."""
    runs = _RUN.findall(nfc(text))
    letters = "".join(runs)
    found = process.extractOne(
        fold(letters), [k for k in _phrases() if len(k) >= 10], scorer=fuzz.ratio, score_cutoff=93
    )
    near = found and found[0] != fold(letters) and abs(len(found[0]) - len(letters)) <= 1
    if found and near and letters.isupper():
        return _phrases()[found[0]].upper()
    return respell(text)


def _spell(window: str, letters: str, phrase: str) -> str:
    """`window` with the letters of `phrase`, in its own case; with its own blanks and signs
    between words, unless OCR split or joined words."""
    spelt = with_case(phrase.replace(" ", ""), letters)
    words = _RUN.findall(window)
    lengths = [len(w) for w in phrase.split()]
    if [len(w) for w in words] == lengths:
        models = _cut(spelt, lengths)
        return _RUN.sub(lambda match: _keep_tone(match[0], models.pop(0)), window)
    return " ".join(
        _keep_tone(old, new)
        for old, new in zip(_cut(letters, lengths), _cut(spelt, lengths), strict=True)
    )


def _cut(text: str, lengths: list[int]) -> list[str]:
    parts = []
    at = 0
    for length in lengths:
        parts.append(text[at : at + length])
        at += length
    return parts


def _keep_tone(printed: str, spelt: str) -> str:
    """The printed spelling where it differs in tone placement alone."""
    return printed if place_tones(lower(printed)) == place_tones(lower(spelt)) else spelt


def with_case(word: str, model: str) -> str:
    """`word` with the capitals of `model`, which has the same length."""
    return "".join(
        c.upper() if m.isupper() else c.lower() for c, m in zip(word, model, strict=True)
    )
