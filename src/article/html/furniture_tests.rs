use super::*;

fn reason(text: &str, links: bool) -> Option<Reason> {
    let before_link = if links {
        text.split('[').next().unwrap_or(text)
    } else {
        text
    };
    let line = Line {
        text: &text.replace(['[', ']'], ""),
        links,
        before_link,
    };
    reason_of_line(&line, Language::of("ar"))
}

#[test]
fn lines_that_lead_elsewhere_are_recognised_by_their_first_words() {
    for (text, links) in [
        ("اقرأ أيضاً: انقطاع الكهرباء عن حي الميناء", false),
        ("اقرأ أيضا [انقطاع الكهرباء عن حي الميناء]", true),
        ("اقرأ أيضا", false),
        ("إقرأ أيضاً[أسعار السمك ترتفع في الأسواق]", true),
        ("◄ Read also: another story", false),
        ("[شاهد: فيديو من المكان]", true),
    ] {
        assert_eq!(reason(text, links), Some(Reason::Related), "{text}");
    }
    for (text, links) in [
        ("تابعونا على [تلغرام]", true),
        ("شارك الخبر", false),
        ("للمزيد من الأخبار تابعوا قناتنا على [تلغرام]", true),
        ("تابعوا أحدث الأخبار عبر واتساب [اضغط هنا]", true),
    ] {
        assert_eq!(reason(text, links), Some(Reason::Sharing), "{text}");
    }
}

#[test]
fn the_line_that_names_the_site_of_a_text_is_a_notice() {
    for text in [
        "The post [عنوان الخبر] appeared first on [الأفق].",
        "ظهرت المقالة [عنوان الخبر] أولاً على [الأفق].",
    ] {
        assert_eq!(reason(text, true), Some(Reason::Notices), "{text}");
    }
    for (text, links) in [
        ("ظهرت المقالة أولا على موقع الصحيفة.", false),
        ("ظهرت المقالة في [الصحيفة] أمس.", true),
    ] {
        assert_eq!(reason(text, links), None, "{text}");
    }
}

#[test]
fn the_path_from_the_front_page_is_navigation() {
    let path = "[الرئيسية] / [اقتصاد] / سوق جديدة للسمك";
    assert_eq!(reason(path, true), Some(Reason::Navigation));
    assert_eq!(
        reason("[Home] » سوق جديدة للسمك", true),
        Some(Reason::Navigation)
    );
    assert_eq!(
        reason("الرئيسية [في المدينة] ساحة السوق القديمة.", true),
        None
    );
}

#[test]
fn counters_and_notices_to_readers_are_no_text() {
    for text in [
        "120 مشاهدة",
        "3 دقائق للقراءة",
        "الكلمات الدلالية: المرفأ، الصيد",
    ] {
        assert_eq!(reason(text, false), Some(Reason::Labels), "{text}");
    }
    for text in [
        "اشترك في نشرتنا البريدية لتصلك أهم الأخبار كل صباح",
        "هذا المحتوى للمشتركين فقط",
        "انضم إلى قناتنا على واتساب لمتابعة آخر الأخبار",
    ] {
        assert_eq!(reason(text, false), Some(Reason::Notices), "{text}");
    }
    assert_eq!(
        reason_in("fr", "Cet article est réservé aux abonnés."),
        Some(Reason::Notices)
    );
    for text in [
        "بلغ عدد المشاهدات 120 مشاهدة في ساعة.",
        "وقال الناشر إن النشرة البريدية كانت للمشتركين فقط.",
    ] {
        assert_eq!(reason(text, false), None, "{text}");
    }
}

#[test]
fn sentences_with_such_words_are_text() {
    for (text, links) in [
        ("وقال المعلم: اقرأ أيضا كتب التاريخ.", false),
        ("اقرأ أيضا كتب التاريخ [في المكتبة] كل يوم.", true),
        ("شاهد المواطنون الحريق من بيوتهم.", false),
        ("شارك مئات السكان في حملة التنظيف.", false),
        ("تابعونا على مدى عام كامل وقالوا إن العمل سيستمر.", false),
        ("قالت الشركة إنها تستخدم ملفات تعريف الارتباط.", false),
        (
            "ومنح القانون المواقع مهلة لتعديل سياسة الخصوصية وشروط الاستخدام.",
            false,
        ),
        ("إعلان دمشق يوحد المعارضة", false),
        ("العدد: 45 جريحا و12 قتيلا، وفق ما ذكرته مصادر طبية.", false),
        (
            "انضم إلى [النادي الأهلي] اللاعب محمد صلاح بعقد يمتد ثلاثة أعوام كاملة.",
            true,
        ),
        ("وقال: فيسبوك شركة كبيرة", false),
        ("للمزيد من الأخبار عن الزلازل سافر الباحث إلى الجزيرة.", false),
        ("2024", false),
    ] {
        assert_eq!(reason(text, links), None, "{text}");
    }
}

fn reason_in(code: &str, text: &str) -> Option<Reason> {
    let line = Line {
        text,
        links: false,
        before_link: text,
    };
    reason_of_line(&line, Language::of(code))
}

#[test]
fn lines_around_articles_are_known_from_right_to_left() {
    for (code, text, expected) in [
        (
            "fa",
            "بیشتر بخوانید: قطع برق در جنوب شهر",
            Some(Reason::Related),
        ),
        ("fa", "ما را در تلگرام دنبال کنید", Some(Reason::Sharing)),
        ("fa", "کلیه حقوق محفوظ است", Some(Reason::Notices)),
        ("fa", "کد خبر: 8423411", Some(Reason::Labels)),
        ("fa", "بیشتر مردم به خانه رفتند.", None),
        ("ur", "یہ بھی پڑھیں: بجلی کی بندش", Some(Reason::Related)),
        ("ur", "ہمیں فالو کریں", Some(Reason::Sharing)),
        ("ur", "جملہ حقوق محفوظ ہیں", Some(Reason::Notices)),
        ("ur", "مزید بارش کا امکان ہے۔", None),
        ("ku", "زیاتر بخوێنەوە: بڕینی کارەبا", Some(Reason::Related)),
        ("ku", "فۆڵۆومان بکە لە فەیسبووک", Some(Reason::Sharing)),
        ("ku", "هەموو مافەکان پارێزراون", Some(Reason::Notices)),
        ("ku", "زیاتر لە سەد کەس بریندار بوون.", None),
        ("he", "קראו גם: הפסקת חשמל בדרום", Some(Reason::Related)),
        ("he", "הצטרפו לערוץ הטלגרם שלנו", Some(Reason::Sharing)),
        ("he", "כל הזכויות שמורות", Some(Reason::Notices)),
        ("he", "תגיות: ממשלה, תקציב", Some(Reason::Labels)),
        ("he", "עוד מאה איש נפצעו.", None),
    ] {
        assert_eq!(reason_in(code, text), expected, "{text}");
    }
}

#[test]
fn lines_around_articles_are_known_in_european_languages_and_chinese() {
    for (code, text, expected) in [
        (
            "de",
            "Lesen Sie auch: Stromausfall im Süden",
            Some(Reason::Related),
        ),
        ("de", "Folgen Sie uns auf Instagram", Some(Reason::Sharing)),
        ("de", "Alle Rechte vorbehalten", Some(Reason::Notices)),
        ("de", "Anzeige", Some(Reason::Labels)),
        ("de", "Mehr als hundert Menschen wurden verletzt.", None),
        (
            "ru",
            "Читайте также: отключение света на юге",
            Some(Reason::Related),
        ),
        (
            "ru",
            "Подписывайтесь на наш Telegram",
            Some(Reason::Sharing),
        ),
        ("ru", "Все права защищены", Some(Reason::Notices)),
        ("ru", "Теги: правительство, бюджет", Some(Reason::Labels)),
        ("ru", "Еще сто человек ранены.", None),
        (
            "uk",
            "Читайте також: відключення світла",
            Some(Reason::Related),
        ),
        ("uk", "Підписуйтесь на наш Telegram", Some(Reason::Sharing)),
        ("uk", "Усі права захищено", Some(Reason::Notices)),
        ("uk", "Ще сто людей поранено.", None),
        (
            "fr",
            "A LIRE AUSSI : panne de courant dans le sud",
            Some(Reason::Related),
        ),
        ("fr", "Suivez-nous sur Facebook", Some(Reason::Sharing)),
        ("fr", "Tous droits réservés", Some(Reason::Notices)),
        (
            "fr",
            "Mots-clés : budget, gouvernement",
            Some(Reason::Labels),
        ),
        ("fr", "Plus de cent personnes ont été blessées.", None),
        ("es", "Lea también: apagón en el sur", Some(Reason::Related)),
        ("es", "Síguenos en Facebook", Some(Reason::Sharing)),
        ("es", "Todos los derechos reservados", Some(Reason::Notices)),
        ("es", "Más de cien personas resultaron heridas.", None),
        (
            "tr",
            "İLGİLİ HABER: Güneyde elektrik kesintisi",
            Some(Reason::Related),
        ),
        ("tr", "Bizi takip edin", Some(Reason::Sharing)),
        ("tr", "Tüm hakları saklıdır", Some(Reason::Notices)),
        ("tr", "Etiketler: bütçe, hükümet", Some(Reason::Labels)),
        ("tr", "Yüz kişi daha yaralandı.", None),
        ("zh", "相关阅读：南部停电", Some(Reason::Related)),
        ("zh", "版权所有", Some(Reason::Notices)),
        ("zh", "关键词：政府 预算", Some(Reason::Labels)),
        ("zh", "又有一百人受伤。", None),
        ("zh", "关注我们", Some(Reason::Sharing)),
        (
            "zh",
            "关注农村留守儿童的心理健康问题引起社会各界广泛讨论",
            None,
        ),
    ] {
        assert_eq!(reason_in(code, text), expected, "{text}");
    }
}

#[test]
fn pages_with_an_error_are_told_from_short_news() {
    let language = Language::of("ar");
    assert!(tells_error(
        "404\nعفوا! لم نتمكن من العثور على الصفحة المطلوبة.",
        language
    ));
    assert!(tells_error("Not found\nSorry, please try again.", language));
    assert!(!tells_error(
        "قتل 404 أشخاص وجرح 500 آخرون، ويرجى الحذر.",
        language
    ));
    assert!(!tells_error(
        "اللقاح غير متوفر في الصيدليات منذ شهر.",
        language
    ));
    for code in ["it", "en"] {
        let language = Language::of(code);
        assert!(!tells_error("Un robot supera ogni captcha.", language));
        assert!(tells_error("403 Forbidden\n403", language));
    }
}

#[test]
fn a_heading_of_comments_has_no_other_words() {
    let language = Language::of("ar");
    assert!(heads_comments("التعليقات (3)", language));
    assert!(heads_comments("Comments", language));
    assert!(!heads_comments("التعليقات على القرار تتوالى", language));
}
