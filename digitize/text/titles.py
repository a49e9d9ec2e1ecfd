"""Titles of those who sign documents (NĐ 30/2020/NĐ-CP, Điều 8 khoản 7; Party guidance on form)."""

from digitize.text.normal import nfc

_TITLES = """
chủ tịch|thủ tướng|bộ trưởng|thứ trưởng|giám đốc|tổng giám đốc|hiệu trưởng|cục trưởng
tổng cục trưởng|vụ trưởng|chi cục trưởng|trưởng phòng|trưởng ban|chánh văn phòng|chánh thanh tra
viện trưởng|chánh án|bí thư|tổng bí thư|trưởng đoàn|tổ trưởng|tổ phó|thư ký|chủ nhiệm|ủy viên
trưởng khoa|chủ tọa|chủ trì|kế toán trưởng|trưởng trạm|trưởng công an|tổng biên tập|thống đốc
phó ban|chỉ huy trưởng|chủ nhiệm khoa|trưởng bộ phận|thủ trưởng đơn vị|bí thư chi bộ|hiệu phó
"""
# In small letters, without those of deputies.
TITLES = tuple(phrase for line in nfc(_TITLES).split("\n") if line for phrase in line.split("|"))
