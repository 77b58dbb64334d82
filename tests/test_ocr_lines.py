"""From the recogniser's probabilities to lines in points: characters settled by their company, pages set straight, sizes made even."""

import math

import numpy as np
import pytest

from bulletin_parse import Character
from bulletin_parse.reading.document import Tilt
from bulletin_parse.reading.ocr.decoding import allowed_classes, decode, is_expected, settled
from bulletin_parse.reading.ocr.geometry import pages_of
from bulletin_parse.reading.ocr.pages import dark_areas, ink_of, read_page, with_dashes, with_stroke
from bulletin_parse.reading.pdf.deskew import back, rotated
from scans import HEIGHT, TYPE, WIDTH, PageReading, ReadLine, characters, read_line, reading_of

A4 = (595.2, 841.92)


def text_of(settled_signs):
    return "".join(character.char for character in settled_signs)


@pytest.mark.parametrize("char", "A9。，（）“”—〇○国医①※％·")
def test_expected(char):
    assert is_expected(char)


@pytest.mark.parametrize("char", ["國", "龍", "ß", "あ", "㛃", ""])
def test_unexpected(char):
    assert not is_expected(char)
    assert is_expected("㛃", frozenset("㛃"))


def test_the_decoder_is_masked_and_keeps_alternatives():
    classes = ("", "国", "國", "人", " ")
    steps = np.array([[0.1, 0.3, 0.6, 0.0, 0.0], [0.9, 0.1, 0.0, 0.0, 0.0], [0.0, 0.2, 0.0, 0.8, 0.0], [0.0, 0.1, 0.0, 0.9, 0.0]], dtype="float32")
    read = decode(steps, classes, allowed_classes(classes))
    assert [(character.char, character.probability, character.place) for character in read] == [("国", 0.3, 0.125), ("人", 0.9, 0.75)]
    assert read[1].others == (("国", 0.2),)


@pytest.mark.parametrize(
    ("text", "doubts", "settled_text"),
    [
        ("采用云一边一端架构", {3: (0.97, "—", 0.02), 5: (0.99, "—", 0.006)}, "采用云—边—端架构"),
        ("咨询—引导一留言", {5: (0.996, "—", 0.0032)}, "咨询—引导—留言"),
        ("统一标准一码通行", {4: (0.993, "—", 0.006)}, "统一标准一码通行"),
        ("沈一鸣说一次就好", {}, "沈一鸣说一次就好"),
        ("“一次就诊一次付费”", {1: (0.96, "—", 0.03), 5: (0.99, "—", 0.0027)}, "“一次就诊一次付费”"),
        ("标准统一一体推进", {3: (0.96, "—", 0.04), 4: (0.99, "—", 0.01)}, "标准统一一体推进"),
        ("二○二三年", {1: (0.385, "〇", 0.28)}, "二〇二三年"),
        ("—、信息目录", {0: (0.8, "一", 0.2)}, "一、信息目录"),
        ("一、信息目录", {0: (0.9, "—", 0.1)}, "一、信息目录"),
        ("第八○四期", {}, "第八〇四期"),
        ("○○医院", {}, "○○医院"),
        ("数据.分散", {2: (0.95, "", 0.0)}, "数据分散"),
        ("1.数据3.5亿", {}, "1.数据3.5亿"),
        ("20.15年03月31日来源", {}, "2015年03月31日来源"),
        ("到2015年04月0.3日", {}, "到2015年04月03日"),
        ("-2.", {}, "-2-"),
        ("2-3.", {}, "2-3."),
        ("减到九秒。-", {5: (0.46, "—", 0.03)}, "减到九秒。——"),
        ("减到九秒。-", {}, "减到九秒。-"),
        ("（第15.3期）", {}, "（第153期）"),
        ("历时1.5年，3.5日", {}, "历时1.5年，3.5日"),
        ("面对面服务:。人工", {5: (0.5, "", 0.0)}, "面对面服务。人工"),
        ("面对面服务:。人工", {}, "面对面服务:。人工"),
        ("买买提·艾合", {}, "买买提·艾合"),
        ("到2.分钟", {2: (0.94, "", 0.0)}, "到2分钟"),
    ],
)
def test_characters_settled_by_their_company(text, doubts, settled_text):
    assert text_of(settled(characters(text, doubts))) == settled_text


def test_a_dash_with_room_for_two_is_two():
    line = [Character(char, 1.0, place) for char, place in (("叮", 0.1), ("—", 0.35), ("一", 0.6), ("声", 0.7), ("短", 0.8))]
    assert text_of(settled(line)) == "叮——一声短"


def turned(line: ReadLine, degrees: float) -> ReadLine:
    corners = [rotated(line.corners[at], line.corners[at + 1], degrees, WIDTH / 2, HEIGHT / 2) for at in range(0, 8, 2)]
    return line._replace(corners=tuple(value for corner in corners for value in corner))


TEXT = [
    "　　医疗数据平台日前在全市各级医院全面上线运行患者只需一次登记就能查询结",
    "果非常方便也不必再排队等候大家都说好。",
    "　　专家认为标准统一之后各地的系统便能互相联通数据也能安全地共享给需要它",
]


@pytest.mark.parametrize("degrees", [0.0, 1.5, -3.0])
def test_a_tilted_page_is_set_straight(degrees):
    straight = reading_of(TEXT * 3)
    page = pages_of([(1, straight._replace(lines=tuple(turned(line, degrees) for line in straight.lines)), *A4)], "ocr")[0]
    assert page.tilt.angle == pytest.approx(degrees, abs=0.02)
    size = TYPE * A4[0] / WIDTH
    assert [line.size for line in page.lines] == [pytest.approx(size, abs=0.3)] * 9
    lefts = sorted({round(line.x0) for line in page.lines})
    assert len(lefts) == 2
    assert lefts[1] - lefts[0] == pytest.approx(2 * size, abs=1)
    steps = {round(below.base - above.base, 1) for above, below in zip(page.lines, page.lines[1:], strict=False)}
    assert len(steps) == 1


@pytest.mark.parametrize("turns", [0, 1, 2, 3])
def test_places_lead_back_to_the_page_as_it_is(turns):
    width, height = A4
    box = (100.0, 200.0, 300.0, 210.0)
    upright = {0: (width, height), 1: (height, width), 2: (width, height), 3: (height, width)}[turns]
    there = back(Tilt(turns, 0.0, width, height), box)
    corners = [(box[0], box[1]), (box[2], box[3])]
    for _ in range(turns):
        corners = [(y, upright[0] - x) for x, y in corners]
        upright = (upright[1], upright[0])
    expected = (*map(min, zip(*corners, strict=True)), *map(max, zip(*corners, strict=True)))
    assert there == pytest.approx(expected)
    assert 0 <= there[0] < there[2] <= width
    assert 0 <= there[1] < there[3] <= height


def test_bold_type_is_told_by_its_strokes():
    lines = list(reading_of(TEXT * 3).lines)
    heading = read_line("智慧服务便民", 30)
    lines.append(heading._replace(ink=heading.ink._replace(stroke=6.0)))
    page = pages_of([(1, PageReading(0, WIDTH, HEIGHT, tuple(lines)), *A4)], "ocr")[0]
    assert [line.text for line in page.lines if line.bold] == ["智慧服务便民"]


def test_a_reading_survives_as_plain_values():
    reading = reading_of(TEXT)._replace(figures=((1.0, 2.0, 3.0, 4.0),))
    assert PageReading.from_plain(reading.to_plain()) == reading


class Blind:
    """A reader that finds given boxes and reads upright lines well."""

    def boxes(self, pixels):
        rows, columns = np.nonzero(pixels[:, :, 1] < 128)
        if not len(rows):
            return []
        left, right, top, bottom = columns.min(), columns.max() + 1, rows.min(), rows.max() + 1
        return [np.array([[left, top], [right, top], [right, bottom], [left, bottom]], dtype="float32")]

    def read(self, crop):
        dark_left = crop[:, : crop.shape[1] // 2].mean() < crop[:, crop.shape[1] // 2 :].mean()
        return [Character(char, 0.99 if dark_left else 0.3, 0.5) for char in "数据"]


@pytest.mark.full("cv2")
@pytest.mark.parametrize("turns", [0, 1, 2, 3])
def test_a_page_is_turned_upright_before_it_is_read(turns):
    pixels = np.full((400, 300, 3), 255, dtype="uint8")
    pixels[100:120, 40:260:2] = 0
    pixels[100:120, 40:150] = 0
    reading = read_page(np.ascontiguousarray(np.rot90(pixels, turns)), Blind())
    assert reading.turns == turns
    assert (reading.width, reading.height) == (300, 400)


class Counting(Blind):
    """A blind reader that counts the lines that it reads."""

    def __init__(self):
        self.count = 0

    def read(self, crop):
        self.count += 1
        return super().read(crop)


@pytest.mark.full("cv2")
@pytest.mark.parametrize(("turns", "times"), [(0, 1), (2, 3)])
def test_a_line_is_read_once_where_nothing_could_read_better(turns, times):
    pixels = np.full((400, 300, 3), 255, dtype="uint8")
    pixels[100:120, 40:260:2] = 0
    pixels[100:120, 40:150] = 0
    read_page(np.ascontiguousarray(np.rot90(pixels, turns)), reader := Counting())
    assert reader.count == times


@pytest.mark.full("cv2")
@pytest.mark.parametrize(
    ("left", "right", "top", "bottom", "x0"),
    [
        (120, 196, 118, 121, 114),  # —— that ends just before the line
        (176, 196, 118, 121, 170),  # 一
        (192, 196, 118, 121, 200),  # a speck
        (120, 180, 118, 121, 200),  # too far from the line
        (176, 196, 106, 134, 200),  # a character
        (0, 196, 118, 121, 200),  # a rule across the page
    ],
)
def test_a_stroke_before_a_line_belongs_to_it(left, right, top, bottom, x0):
    pixels = np.full((300, 600, 3), 240, dtype="uint8")
    pixels[top:bottom, left:right] = 20
    pixels[110:112, 130:132] = pixels[116:118, 116:118] = 20  # dirt
    box = np.array([[200, 100], [500, 100], [500, 140], [200, 140]], dtype="float32")
    assert with_stroke(pixels, box)[0][0] == pytest.approx(x0, abs=1)


@pytest.mark.parametrize(
    ("char", "middle", "read"), [("-", 1.0, "——在甲市医院"), ("—", 1.05, "——在甲市医院"), ("—", 1.5, "—在甲市医院"), ("-", 1.75, "-在甲市医院")]
)
def test_a_dash_at_a_lines_beginning_is_as_long_as_its_room(char, middle, read):
    line = [Character(char, 0.8, middle / 8), *[Character(each, 0.99, (2.5 + at) / 8) for at, each in enumerate("在甲市医院")]]
    assert text_of(settled(line)) == read


def test_a_hyphen_with_the_room_of_two_characters_is_a_double_dash():
    line = [Character(char, 0.9, place / 9) for char, place in zip("九秒。-在甲市", (0.5, 1.5, 2.5, 4.0, 5.5, 6.5, 7.5), strict=True)]
    assert text_of(settled(line)) == "九秒。——在甲市"
    near = [Character(char, 0.9, place / 9) for char, place in zip("九秒。-在甲市", (0.5, 1.5, 2.5, 3.25, 4.0, 5.0, 6.0), strict=True)]
    assert text_of(settled(near)) == "九秒。-在甲市"


@pytest.mark.parametrize(("right", "read"), [(98, "——在甲市医院上线"), (60, "在甲市医院上线"), (30, "在甲市医院上线")])
def test_a_long_dash_that_the_model_left_out(right, read):
    crop = np.full((60, 500, 3), 240, dtype="uint8")
    crop[28:31, 4:right] = 20  # two characters' length, or less and apart from the text
    line = [Character(char, 0.99, (125 + 50 * at) / 500) for at, char in enumerate("在甲市医院上线")]
    assert text_of(with_dashes(crop, line)) == read
    assert text_of(with_dashes(crop, [Character("—", 0.9, 0.1), *line])) == "—在甲市医院上线"


@pytest.mark.full("cv2")
def test_ink_and_figures():
    crop = np.full((40, 200, 3), 255, dtype="uint8")
    crop[10:30, 20:100] = 0
    crop[5, 150] = 0  # a speck
    assert ink_of(crop)[:4] == (0.1, 0.25, 0.5, 0.75)
    page = np.full((1754, 1240, 3), 250, dtype="uint8")
    page[400:800, 300:900] = 90
    ((left, top, right, bottom),) = dark_areas(page, [])
    assert math.dist((left, top, right, bottom), (300, 400, 900, 800)) < 20
    assert dark_areas(page, [np.array([[290, 390], [910, 390], [910, 810], [290, 810]])]) == []
