#!/usr/bin/env python3
"""Writes invented Arabic news articles as JSON Lines or Parquet, for trying out the recipes.

Article N is the same in every call, and hardly any sentence occurs twice, so that no process can take a translation
from another article. About one line in ten is unusual: without a title, in English, empty, or long.
"""

import argparse
import json
import pathlib
import random

PLACES = ["وادي الزيتون", "الميناء القديم", "عين الصفصاف", "السهل الشرقي", "تل الرمان", "جسر النهر", "رأس النخيل", "قصر الحمام"]
BODIES = ["البلدية", "مديرية الصحة", "وزارة الزراعة", "هيئة المياه", "جامعة المدينة", "غرفة التجارة", "إدارة السكك الحديدية"]
DAYS = ["السبت", "الأحد", "الاثنين", "الثلاثاء", "الأربعاء", "الخميس", "الجمعة"]
MONTHS = ["يناير/كانون الثاني", "مارس/آذار", "مايو/أيار", "يوليو/تموز", "سبتمبر/أيلول", "نوفمبر/تشرين الثاني"]

TITLES = [
    "{body} تفتتح {n} مدرسة جديدة في {place}",
    "خطة بقيمة {n} مليون دينار لتوسيع شبكة المياه في {place}",
    "أمطار غزيرة تغلق {n} طريقا قرب {place}",
    "{place} تستقبل {n} ألف زائر خلال المهرجان",
]
OPENINGS = [
    "{place} - أعلنت {body} يوم {day} {d} {month} عن مشروع جديد يستفيد منه {n} ألف شخص.",
    "{place} - بدأت {body} صباح {day} أعمالا تبلغ كلفتها {n} مليون دينار، وتنتهي قبل {d} {month} المقبل.",
    "{place} - قالت {body} في بيان نشر مساء {day} إن عدد المسجلين بلغ {n} شخصا حتى {d} {month}.",
]
SENTENCES = [
    "وأضاف البيان أن {n} عاملا سيشاركون في الأعمال التي تستمر {m} أسابيع.",
    "وقال مدير المشروع إن نسبة الإنجاز وصلت إلى {m} في المئة بعد {n} يوما من العمل.",
    "وبلغت مساحة الأراضي المزروعة {n} هكتارا، مقابل {m} هكتارا في العام الماضي.",
    "ويقع الموقع على بعد {n} كيلومترا من {place}، وفيه {m} مبنى قديما.",
    "وأكدت {body} أن الأسعار لن ترتفع قبل عام {year}، رغم زيادة الكلفة بنسبة {m} في المئة.",
    "وشهدت المنطقة عام {year} فيضانا ألحق أضرارا بـ{n} منزلا و{m} متجرا.",
    "«لم نتوقع أن يحضر {n} شخصا في اليوم الأول»، بحسب ما قالت رئيسة اللجنة.",
    "ولم تصدر {body} حتى الآن أرقاما نهائية عن {n} طلبا قدمت منذ {month}.",
    "وتنقل القطارات بين {place} والعاصمة نحو {n} مسافرا في اليوم، في {m} رحلة.",
    "وحصل {n} طالبا على منح دراسية، بينهم {m} طالبة من القرى البعيدة.",
    "وستناقش اللجنة في {d} {month} تقريرا من {n} صفحة عن حالة الطرق والجسور.",
    "وارتفع إنتاج التمور إلى {n} طنا، وهو أعلى رقم منذ عام {year}.",
]


def article(number: int) -> dict[str, str]:
    """The article with this number; `id`, `title`, `date` and `text` are always there."""
    chance = random.Random(number)

    def fill(template: str) -> str:
        return template.format(
            place=chance.choice(PLACES),
            body=chance.choice(BODIES),
            day=chance.choice(DAYS),
            month=chance.choice(MONTHS),
            d=chance.randint(1, 28),
            year=chance.randint(1950, 2023),
            m=chance.randint(3, 97),
            n=chance.randint(100, 9999),
        )

    count = chance.randint(6, 14) if number % 40 != 7 else 60
    sentences = [fill(chance.choice(SENTENCES)) for _ in range(count)]
    paragraphs = [fill(chance.choice(OPENINGS))]
    paragraphs += [" ".join(sentences[at : at + 3]) for at in range(0, count, 3)]
    title, text = fill(chance.choice(TITLES)), "\n\n".join(paragraphs)
    if number % 20 == 3:
        title = ""
    elif number % 40 == 13:
        title, text = f"Notice {number}", f"The council met on Monday. It discussed {number} letters from residents of the town."
    elif number % 100 == 31:
        text = ""
    return {"id": f"article-{number:06}", "title": title, "date": f"2024-{number % 12 + 1:02}-{number % 28 + 1:02}", "text": text}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("count", type=int, help="how many articles")
    parser.add_argument("output", type=pathlib.Path, nargs="+", help="files to write, .jsonl or .parquet")
    arguments = parser.parse_args()
    articles = [article(number) for number in range(arguments.count)]
    for path in arguments.output:
        if path.suffix == ".parquet":
            import pyarrow
            import pyarrow.parquet

            # Small row groups, because an engine divides a file between its workers at row groups.
            pyarrow.parquet.write_table(pyarrow.Table.from_pylist(articles), path, row_group_size=25)
        else:
            path.write_text("".join(json.dumps(one, ensure_ascii=False) + "\n" for one in articles), encoding="utf-8")


if __name__ == "__main__":
    main()
