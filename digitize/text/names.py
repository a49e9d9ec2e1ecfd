"""What names of Vietnamese persons are made of.

Family names are a closed class. Middle and given names are not, but most are of few syllables: a
reading of another (Xuấn, Tháng, Phưng) is more likely wrong than a rare name.
"""

from digitize.text.normal import nfc
from digitize.text.tones import place_tones

# The commonest first.
FAMILIES = tuple(
    nfc("""
Nguyễn Trần Lê Phạm Hoàng Huỳnh Phan Vũ Võ Đặng Bùi Đỗ Hồ Ngô Dương Lý Đào Đoàn Vương Trịnh Trương
Đinh Lâm Phùng Mai Tô Hà Tạ Lương Lưu Cao Châu Thái Tăng Quách Từ Tống La Lại Thạch Danh Kim Sơn
Chu Kiều Khổng Nghiêm Ngụy Nông Tôn Triệu Trang Viên Vi Bạch Bành Bế Chung Cung Diệp Doãn
Đàm Đậu Điền Đới Đồng Giang Giáp Hàn Hứa Khuất Khúc Kha Lò Lục Lữ Mã Mạc Mẫn Mông Giàng Sùng
Vàng Quàng Cầm Điêu Lường Nhâm Ninh Phí Sầm Tào Thân Thiều Tiêu Tưởng Ứng Thào Hầu Lầu Mùa Cù
Âu Ân Bá Biện Cát Chế Đái Đường Hạ Hồng Lai Lăng Liễu Lô Lỗ Ma Phó Quan Quản
Thẩm Thập Tiền Tòng Tráng Trầm Trình Úng Uông Ung Vưu Xa Y
""").split()
)

# Between family name and given name; they tell women from men.
MARKING = ("thị", "văn")

# Middle and given names that many bear, in small letters.
GIVEN = tuple(
    nfc("""
ái an anh ánh ân ba bá bách bạch bảo bảy bằng bích bình bội bốn bưởi cam cảnh cát căn cẩm cần chánh
châu chi chí chiến chiểu chinh chính chín chúc chung chuyên chương cơ công cúc cương cường cửu dân
dần dậu di diễm diên diện diễn diệp diệu dinh doanh du dục dung dũng duy duyên duyệt dư dương dưỡng
đài đại đan đán đàn đào đạo đạt đăng đắc đệ điền điển điệp đính đình định đoan đoài đoàn đô độ đông
đồng đức được gấm gia giác giang giao giáp hà hạ hai hải hàm hàn hạnh hào hảo hạo hằng hân hậu hiên
hiền hiến hiển hiện hiệp hiếu hiệu hoa hóa hòa hoài hoan hoàn hoàng hoành hoạt học hồ hồi hội hồng
hợi hợp huân huấn huế huệ hùng huy huyên huyền huyện huỳnh hưng hương hường hưởng hữu kết kha khả
khải khang khanh khánh khắc khiêm khoa khoan khoát khôi khởi khuê khuông khuyến khương kiêm kiên
kiệt kiều kim kính kỳ kỷ lạc lai lam lan lanh lành lãm lãng lâm lân lập lê lệ lễ lịch liêm liên liễu
linh lĩnh loan long lộc lợi luân luận luật luyến luyện lực lưu lương lượng ly lý mai mạnh mão mẫn
mậu mây mến miên minh mơ mùi mừng mười my mỹ nam năm năng nết nga ngà ngân nghi nghĩa nghị nghiêm
nghiệp ngoan ngọc ngôn nguyên nguyệt ngữ nhã nhan nhàn nhạn nhâm nhân nhất nhật nhi nhiên nhu nhung
như nhường nhựt ninh nụ nữ nương oanh pháp phát phẩm phấn phi phiên phong phú phúc phụ phụng phước
phương phượng quang quảng quát quân quế quốc quy quý quyên quyền quyết quỳnh sa san sang sáng sáu
sắc sâm sĩ sinh soạn song sơn sung sử sửu sương sỹ tài tám tản tạo tâm tân tấn tần tặng tây tế
thạc thạch thái thanh thành thạnh thao thảo thạo thăng thắm thắng thân thận thêm thế thể thêu thi
thị thiên thiện thiệp thiết thiều thiệu thìn thịnh thọ thoa thoại thông thống thơ thơm thời thu
thuân thuần thuấn thuận thuật thúy thùy thủy thụy thuyên thuyết thư thứ thức thực thược thương
thường thưởng thượng tiên tiến tiệp tiếp tiêu tín tình tĩnh tính tịnh toại toàn toán toản tố tôn trà
trạch trang tráng trâm trân trận tri trí triển triết triều triệu trinh trình trọng trúc trung
truyền trực trường tú tuân tuấn tuất túc tuệ tùng tuyên tuyến tuyền tuyển tuyết tư từ tứ tự tước
tường tưởng tý uy uyên uyển út ứng vang văn vân vẻ vi vĩ vị viên viễn viện việt viết vinh vĩnh vịnh
võ vọng vũ vụ vui vương vượng vy vỹ xoan xuân xuất xuyên xuyến y ý yên yến
""").split()
)


def spellings(name: str) -> tuple[str, ...]:
    """The name with its tone on either vowel where both are used: Hòa, Hoà."""
    return tuple(dict.fromkeys((name, place_tones(name))))
