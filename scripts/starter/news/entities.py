"""Names for the templates: Arabic|English, written for this project (names of places and offices are facts; persons are combined at random)."""

MALE = """محمد|Mohammed أحمد|Ahmed علي|Ali حسن|Hassan حسين|Hussein عبدالله|Abdullah عمر|Omar خالد|Khaled سعد|Saad فهد|Fahd سلطان|Sultan ناصر|Nasser يوسف|Youssef إبراهيم|Ibrahim مصطفى|Mustafa محمود|Mahmoud كريم|Karim طارق|Tariq سامي|Sami وليد|Walid هشام|Hisham عادل|Adel جمال|Jamal رشيد|Rashid سليم|Salim نبيل|Nabil فيصل|Faisal ماجد|Majed عصام|Essam أنور|Anwar بلال|Bilal زياد|Ziad رامي|Rami باسم|Bassem عماد|Imad غسان|Ghassan جورج|George الياس|Elias بطرس|Boutros ميشال|Michel أيمن|Ayman ياسر|Yasser منصور|Mansour صالح|Saleh عبدالرحمن|Abdulrahman عبدالعزيز|Abdulaziz عبدالكريم|Abdulkarim عبدالرزاق|Abdulrazzaq عبدالقادر|Abdelkader عبدالحميد|Abdelhamid نوري|Nouri هادي|Hadi برهم|Barham قاسم|Qassem جاسم|Jassim حيدر|Haider عباس|Abbas مقتدى|Muqtada صباح|Sabah نواف|Nawaf مشعل|Mishal تميم|Tamim حمد|Hamad راشد|Rashed منذر|Munther معاذ|Muath لؤي|Louay مازن|Mazen فادي|Fadi نزار|Nizar عدنان|Adnan رياض|Riyad صلاح|Salah شريف|Sherif مدحت|Medhat سمير|Samir أسامة|Osama إسماعيل|Ismail إدريس|Idris الطيب|Tayeb المهدي|Mahdi عزيز|Aziz سعيد|Said بشير|Bashir لطفي|Lotfi الحبيب|Habib المنصف|Moncef نورالدين|Noureddine عزالدين|Ezzedine جلال|Jalal كمال|Kamal رضا|Reda مهدي|Mahdi أمير|Amir شادي|Shadi هاني|Hani ثامر|Thamer بندر|Bandar تركي|Turki مساعد|Musaed غازي|Ghazi فؤاد|Fouad رفيق|Rafik سعدون|Saadoun طه|Taha زهير|Zuhair عمار|Ammar أكرم|Akram نجيب|Najib وسام|Wissam حازم|Hazem معتز|Moataz حاتم|Hatem يحيى|Yahya زكريا|Zakaria داود|Dawood سليمان|Suleiman موسى|Musa عيسى|Issa هارون|Haroun جون|John مايكل|Michael ديفيد|David روبرت|Robert جيمس|James بيتر|Peter توماس|Thomas مارك|Mark بول|Paul ستيفن|Stephen فلاديمير|Vladimir سيرغي|Sergei ألكسندر|Alexander ماركو|Marco خوسيه|Jose كارلوس|Carlos أنطونيو|Antonio هانز|Hans كلاوس|Klaus جان|Jean بيير|Pierre فرانسوا|Francois نيكولا|Nicolas إيمانويل|Emmanuel مراد|Murat أردال|Erdal محمت|Mehmet أوزغور|Ozgur رضائي|Rezaei جواد|Javad بهزاد|Behzad فرهاد|Farhad"""
FEMALE = """فاطمة|Fatima مريم|Maryam عائشة|Aisha زينب|Zainab سارة|Sara نورة|Noura هند|Hind ليلى|Layla سلمى|Salma رنا|Rana دينا|Dina منى|Mona سعاد|Souad نادية|Nadia سميرة|Samira هدى|Huda رشا|Rasha أمل|Amal إيمان|Iman حنان|Hanan نجلاء|Najla ريم|Reem لينا|Lina مها|Maha سناء|Sanaa وفاء|Wafaa رانيا|Rania غادة|Ghada أسماء|Asma خديجة|Khadija نوال|Nawal بثينة|Buthaina ماري|Mary آنا|Anna ماريا|Maria إليزابيث|Elizabeth كاترين|Catherine سوزان|Susan لورا|Laura جولي|Julie هيلين|Helen"""
FAMILY = """الكاظمي|al-Kadhimi العبادي|al-Abadi المالكي|al-Maliki الحلبوسي|al-Halbousi الصدر|al-Sadr الحكيم|al-Hakim الأسدي|al-Asadi البياتي|al-Bayati الجبوري|al-Jubouri الدليمي|al-Dulaimi الشمري|al-Shammari العنزي|al-Anazi القحطاني|al-Qahtani العتيبي|al-Otaibi الغامدي|al-Ghamdi الزهراني|al-Zahrani الحربي|al-Harbi المطيري|al-Mutairi السبيعي|al-Subaie الدوسري|al-Dosari الشهري|al-Shehri العسيري|al-Asiri الفيصل|al-Faisal الجبير|al-Jubeir العيسى|al-Issa الرشيد|al-Rasheed الخالدي|al-Khalidi الصباح|al-Sabah المرزوق|al-Marzouq الغانم|al-Ghanim العطية|al-Attiyah الكواري|al-Kuwari النعيمي|al-Nuaimi المهيري|al-Muhairi المنصوري|al-Mansouri الكعبي|al-Kaabi البوسعيدي|al-Busaidi الحارثي|al-Harthy الزبيدي|al-Zubaidi صالح|Saleh الأحمر|al-Ahmar الإرياني|al-Eryani بن دغر|bin Dagher المخلافي|al-Mekhlafi حداد|Haddad خوري|Khoury جعجع|Geagea الحريري|al-Hariri ميقاتي|Mikati بري|Berri فرنجية|Frangieh جنبلاط|Jumblatt سلام|Salam عون|Aoun شمعون|Chamoun الأسعد|al-Asaad شعبان|Shaaban المعلم|al-Moallem مقداد|Mekdad الخطيب|al-Khatib الحموي|al-Hamwi الدرعاوي|al-Daraawi الرفاعي|al-Rifai الصفدي|Safadi الخصاونة|al-Khasawneh الرزاز|al-Razzaz المجالي|al-Majali العدوان|al-Adwan اشتية|Shtayyeh عريقات|Erekat هنية|Haniyeh الرجوب|Rajoub دحلان|Dahlan البرغوثي|Barghouti شكري|Shoukry مدبولي|Madbouly عبدالعال|Abdel Aal النجار|el-Naggar المصري|el-Masry السيد|el-Sayed منصور|Mansour البرهان|al-Burhan حمدوك|Hamdok المهدي|al-Mahdi الدبيبة|Dbeibah حفتر|Haftar باشاغا|Bashagha السراج|al-Sarraj المنفي|al-Menfi سعيد|Saied الغنوشي|Ghannouchi المشيشي|Mechichi الجملي|Jemli تبون|Tebboune بلحاج|Belhadj لعمامرة|Lamamra زروال|Zeroual العثماني|El Othmani بوريطة|Bourita أخنوش|Akhannouch بنكيران|Benkirane الفاسي|El Fassi العلوي|El Alaoui ولد الغزواني|Ould Ghazouani علوي|Alavi ظريف|Zarif رئيسي|Raisi روحاني|Rouhani لاريجاني|Larijani حسيني|Hosseini كريمي|Karimi أحمدي|Ahmadi يلماز|Yilmaz دمير|Demir كايا|Kaya أوغلو|Oglu أكار|Akar ماكغورك|McGurk ميلر|Miller سميث|Smith جونسون|Johnson ويليامز|Williams براون|Brown تايلور|Taylor أندرسون|Anderson توماس|Thomas مارتن|Martin كلارك|Clark لويس|Lewis ووكر|Walker هاريس|Harris كامبل|Campbell ستيوارت|Stewart موريس|Morris دوبوا|Dubois لوران|Laurent مورو|Moreau لوفيفر|Lefebvre شميت|Schmidt مولر|Mueller فيبر|Weber شنايدر|Schneider روسي|Rossi فيراري|Ferrari بيانكي|Bianchi غارسيا|Garcia لوبيز|Lopez مارتينيز|Martinez سيلفا|Silva بيريرا|Pereira إيفانوف|Ivanov بيتروف|Petrov سميرنوف|Smirnov كوزنيتسوف|Kuznetsov بافلوف|Pavlov نوفاك|Novak هورفات|Horvat يوهانسون|Johansson نيلسن|Nielsen هانسن|Hansen تاناكا|Tanaka سوزوكي|Suzuki وانغ|Wang تشانغ|Zhang تشين|Chen كيم|Kim بارك|Park سينغ|Singh كومار|Kumar شارما|Sharma خان|Khan بوتو|Bhutto أوكونكو|Okonkwo ديالو|Diallo تراوري|Traore كيتا|Keita""".replace(
    "\n", " "
)
COUNTRIES = """العراق|Iraq|العراقي|العراقية|Iraqi|بغداد|Baghdad
إيران|Iran|الإيراني|الإيرانية|Iranian|طهران|Tehran
السعودية|Saudi Arabia|السعودي|السعودية|Saudi|الرياض|Riyadh
الكويت|Kuwait|الكويتي|الكويتية|Kuwaiti|الكويت|Kuwait City
قطر|Qatar|القطري|القطرية|Qatari|الدوحة|Doha
الإمارات|the United Arab Emirates|الإماراتي|الإماراتية|Emirati|أبوظبي|Abu Dhabi
البحرين|Bahrain|البحريني|البحرينية|Bahraini|المنامة|Manama
سلطنة عمان|Oman|العماني|العمانية|Omani|مسقط|Muscat
اليمن|Yemen|اليمني|اليمنية|Yemeni|صنعاء|Sanaa
سوريا|Syria|السوري|السورية|Syrian|دمشق|Damascus
لبنان|Lebanon|اللبناني|اللبنانية|Lebanese|بيروت|Beirut
الأردن|Jordan|الأردني|الأردنية|Jordanian|عمان|Amman
مصر|Egypt|المصري|المصرية|Egyptian|القاهرة|Cairo
السودان|Sudan|السوداني|السودانية|Sudanese|الخرطوم|Khartoum
ليبيا|Libya|الليبي|الليبية|Libyan|طرابلس|Tripoli
تونس|Tunisia|التونسي|التونسية|Tunisian|تونس|Tunis
الجزائر|Algeria|الجزائري|الجزائرية|Algerian|الجزائر|Algiers
المغرب|Morocco|المغربي|المغربية|Moroccan|الرباط|Rabat
موريتانيا|Mauritania|الموريتاني|الموريتانية|Mauritanian|نواكشوط|Nouakchott
الصومال|Somalia|الصومالي|الصومالية|Somali|مقديشو|Mogadishu
تركيا|Turkey|التركي|التركية|Turkish|أنقرة|Ankara
الولايات المتحدة|the United States|الأميركي|الأميركية|US|واشنطن|Washington
بريطانيا|Britain|البريطاني|البريطانية|British|لندن|London
فرنسا|France|الفرنسي|الفرنسية|French|باريس|Paris
ألمانيا|Germany|الألماني|الألمانية|German|برلين|Berlin
إيطاليا|Italy|الإيطالي|الإيطالية|Italian|روما|Rome
إسبانيا|Spain|الإسباني|الإسبانية|Spanish|مدريد|Madrid
روسيا|Russia|الروسي|الروسية|Russian|موسكو|Moscow
أوكرانيا|Ukraine|الأوكراني|الأوكرانية|Ukrainian|كييف|Kyiv
الصين|China|الصيني|الصينية|Chinese|بكين|Beijing
اليابان|Japan|الياباني|اليابانية|Japanese|طوكيو|Tokyo
الهند|India|الهندي|الهندية|Indian|نيودلهي|New Delhi
باكستان|Pakistan|الباكستاني|الباكستانية|Pakistani|إسلام آباد|Islamabad
أفغانستان|Afghanistan|الأفغاني|الأفغانية|Afghan|كابول|Kabul
إندونيسيا|Indonesia|الإندونيسي|الإندونيسية|Indonesian|جاكرتا|Jakarta
ماليزيا|Malaysia|الماليزي|الماليزية|Malaysian|كوالالمبور|Kuala Lumpur
نيجيريا|Nigeria|النيجيري|النيجيرية|Nigerian|أبوجا|Abuja
إثيوبيا|Ethiopia|الإثيوبي|الإثيوبية|Ethiopian|أديس أبابا|Addis Ababa
كينيا|Kenya|الكيني|الكينية|Kenyan|نيروبي|Nairobi
تشاد|Chad|التشادي|التشادية|Chadian|نجامينا|N'Djamena
مالي|Mali|المالي|المالية|Malian|باماكو|Bamako
جنوب أفريقيا|South Africa|الجنوب أفريقي|الجنوب أفريقية|South African|بريتوريا|Pretoria
البرازيل|Brazil|البرازيلي|البرازيلية|Brazilian|برازيليا|Brasilia
الأرجنتين|Argentina|الأرجنتيني|الأرجنتينية|Argentine|بوينس آيرس|Buenos Aires
المكسيك|Mexico|المكسيكي|المكسيكية|Mexican|مكسيكو|Mexico City
كندا|Canada|الكندي|الكندية|Canadian|أوتاوا|Ottawa
أستراليا|Australia|الأسترالي|الأسترالية|Australian|كانبرا|Canberra
اليونان|Greece|اليوناني|اليونانية|Greek|أثينا|Athens
قبرص|Cyprus|القبرصي|القبرصية|Cypriot|نيقوسيا|Nicosia
هولندا|the Netherlands|الهولندي|الهولندية|Dutch|لاهاي|The Hague
بلجيكا|Belgium|البلجيكي|البلجيكية|Belgian|بروكسل|Brussels
السويد|Sweden|السويدي|السويدية|Swedish|ستوكهولم|Stockholm
النرويج|Norway|النرويجي|النرويجية|Norwegian|أوسلو|Oslo
سويسرا|Switzerland|السويسري|السويسرية|Swiss|برن|Bern
النمسا|Austria|النمساوي|النمساوية|Austrian|فيينا|Vienna
بولندا|Poland|البولندي|البولندية|Polish|وارسو|Warsaw
المجر|Hungary|المجري|المجرية|Hungarian|بودابست|Budapest
البرتغال|Portugal|البرتغالي|البرتغالية|Portuguese|لشبونة|Lisbon
أذربيجان|Azerbaijan|الأذربيجاني|الأذربيجانية|Azerbaijani|باكو|Baku
أرمينيا|Armenia|الأرميني|الأرمينية|Armenian|يريفان|Yerevan
جورجيا|Georgia|الجورجي|الجورجية|Georgian|تبليسي|Tbilisi
كازاخستان|Kazakhstan|الكازاخستاني|الكازاخستانية|Kazakh|أستانا|Astana
كوريا الجنوبية|South Korea|الكوري الجنوبي|الكورية الجنوبية|South Korean|سول|Seoul
كوريا الشمالية|North Korea|الكوري الشمالي|الكورية الشمالية|North Korean|بيونغ يانغ|Pyongyang
فنزويلا|Venezuela|الفنزويلي|الفنزويلية|Venezuelan|كراكاس|Caracas
كولومبيا|Colombia|الكولومبي|الكولومبية|Colombian|بوغوتا|Bogota
فلسطين|Palestine|الفلسطيني|الفلسطينية|Palestinian|رام الله|Ramallah
إسرائيل|Israel|الإسرائيلي|الإسرائيلية|Israeli|القدس|Jerusalem"""
CITIES = """البصرة|Basra الموصل|Mosul كركوك|Kirkuk أربيل|Erbil النجف|Najaf كربلاء|Karbala الرمادي|Ramadi الفلوجة|Fallujah تكريت|Tikrit سامراء|Samarra الناصرية|Nasiriyah السليمانية|Sulaymaniyah دهوك|Duhok بعقوبة|Baquba الحلة|Hilla جدة|Jeddah مكة|Mecca المدينة|Medina الدمام|Dammam الطائف|Taif تبوك|Tabuk أبها|Abha جازان|Jazan نجران|Najran حائل|Hail بريدة|Buraidah الظهران|Dhahran ينبع|Yanbu دبي|Dubai الشارقة|Sharjah عجمان|Ajman الفجيرة|Fujairah صلالة|Salalah صحار|Sohar عدن|Aden تعز|Taiz الحديدة|Hodeidah مأرب|Marib المكلا|Mukalla حضرموت|Hadramawt صعدة|Saada حلب|Aleppo حمص|Homs حماة|Hama إدلب|Idlib درعا|Daraa الرقة|Raqqa الحسكة|Hasakah القامشلي|Qamishli اللاذقية|Latakia طرطوس|Tartus تدمر|Palmyra عفرين|Afrin منبج|Manbij صيدا|Sidon صور|Tyre زحلة|Zahle بعلبك|Baalbek إربد|Irbid الزرقاء|Zarqa العقبة|Aqaba معان|Maan غزة|Gaza رفح|Rafah نابلس|Nablus جنين|Jenin الخليل|Hebron بيت لحم|Bethlehem أريحا|Jericho حيفا|Haifa الإسكندرية|Alexandria الجيزة|Giza أسوان|Aswan الأقصر|Luxor بورسعيد|Port Said السويس|Suez الإسماعيلية|Ismailia المنصورة|Mansoura طنطا|Tanta العريش|Arish أم درمان|Omdurman بورتسودان|Port Sudan الفاشر|al-Fashir نيالا|Nyala بنغازي|Benghazi مصراتة|Misrata سرت|Sirte سبها|Sabha درنة|Derna صفاقس|Sfax سوسة|Sousse القيروان|Kairouan بنزرت|Bizerte قفصة|Gafsa وهران|Oran قسنطينة|Constantine عنابة|Annaba تلمسان|Tlemcen الدار البيضاء|Casablanca مراكش|Marrakesh فاس|Fez طنجة|Tangier أغادير|Agadir وجدة|Oujda العيون|Laayoune إسطنبول|Istanbul إزمير|Izmir ديار بكر|Diyarbakir غازي عنتاب|Gaziantep أنطاليا|Antalya أصفهان|Isfahan مشهد|Mashhad تبريز|Tabriz شيراز|Shiraz الأهواز|Ahvaz نيويورك|New York لوس أنجلوس|Los Angeles شيكاغو|Chicago بوسطن|Boston هيوستن|Houston جنيف|Geneva فرانكفورت|Frankfurt ميونخ|Munich هامبورغ|Hamburg مرسيليا|Marseille ليون|Lyon ميلانو|Milan نابولي|Naples برشلونة|Barcelona إشبيلية|Seville مانشستر|Manchester ليفربول|Liverpool برمنغهام|Birmingham أدنبرة|Edinburgh دبلن|Dublin سان بطرسبرغ|Saint Petersburg أوديسا|Odessa خاركيف|Kharkiv شنغهاي|Shanghai هونغ كونغ|Hong Kong أوساكا|Osaka مومباي|Mumbai كراتشي|Karachi لاهور|Lahore بيشاور|Peshawar قندهار|Kandahar هرات|Herat سيدني|Sydney ملبورن|Melbourne تورونتو|Toronto مونتريال|Montreal لاغوس|Lagos داكار|Dakar أكرا|Accra كيب تاون|Cape Town ريو دي جانيرو|Rio de Janeiro ساو باولو|Sao Paulo"""
ORGS = """الأمم المتحدة|the United Nations;مجلس الأمن الدولي|the UN Security Council;الاتحاد الأوروبي|the European Union;جامعة الدول العربية|the Arab League;مجلس التعاون الخليجي|the Gulf Cooperation Council;الاتحاد الأفريقي|the African Union;حلف شمال الأطلسي|NATO;منظمة الصحة العالمية|the World Health Organization;برنامج الأغذية العالمي|the World Food Programme;المفوضية السامية لشؤون اللاجئين|the UN refugee agency;صندوق النقد الدولي|the International Monetary Fund;البنك الدولي|the World Bank;منظمة أوبك|OPEC;الوكالة الدولية للطاقة الذرية|the International Atomic Energy Agency;منظمة العفو الدولية|Amnesty International;هيومن رايتس ووتش|Human Rights Watch;اللجنة الدولية للصليب الأحمر|the International Committee of the Red Cross;الهلال الأحمر|the Red Crescent;منظمة أطباء بلا حدود|Doctors Without Borders;منظمة اليونيسف|UNICEF;منظمة اليونسكو|UNESCO;وزارة الخارجية|the foreign ministry;وزارة الداخلية|the interior ministry;وزارة الدفاع|the defense ministry;وزارة الصحة|the health ministry;وزارة المالية|the finance ministry;وزارة النفط|the oil ministry;وزارة التعليم|the education ministry;وزارة العدل|the justice ministry;وزارة الزراعة|the agriculture ministry;البنك المركزي|the central bank;المحكمة العليا|the supreme court;النيابة العامة|the public prosecutor's office;هيئة الأركان|the general staff;الدفاع المدني|the civil defense;هيئة الأرصاد|the meteorological authority;هيئة الطيران المدني|the civil aviation authority;شركة أرامكو|Aramco;شركة سوناطراك|Sonatrach;شركة النفط الوطنية|the national oil company;الخطوط الجوية|the national airline;اتحاد كرة القدم|the football association;اللجنة الأولمبية|the Olympic committee;اتحاد نقابات العمال|the trade union federation;نقابة الصحفيين|the journalists' union;نقابة المحامين|the bar association;غرفة التجارة|the chamber of commerce;هيئة مكافحة الفساد|the anti-corruption authority;المفوضية العليا للانتخابات|the electoral commission;الحزب الحاكم|the ruling party;حزب المعارضة الرئيسي|the main opposition party;جامعة القاهرة|Cairo University;جامعة الملك سعود|King Saud University;معهد الدراسات الاستراتيجية|the Institute for Strategic Studies;مركز الأبحاث|the research center;المرصد السوري لحقوق الإنسان|the Syrian Observatory for Human Rights;الحرس الثوري|the Revolutionary Guards;الحشد الشعبي|the Popular Mobilization Forces;التحالف الدولي|the international coalition;قوات حفظ السلام|the peacekeeping force"""
MEDIA = """وكالة رويترز|Reuters;وكالة فرانس برس|Agence France-Presse;وكالة أسوشيتد برس|the Associated Press;وكالة الأنباء الرسمية|the official news agency;صحيفة الشرق الأوسط|the newspaper Asharq Al-Awsat;صحيفة نيويورك تايمز|the New York Times;صحيفة واشنطن بوست|the Washington Post;صحيفة الغارديان|the Guardian;صحيفة لوموند|Le Monde;صحيفة دير شبيغل|Der Spiegel;صحيفة وول ستريت جورنال|the Wall Street Journal;قناة الجزيرة|Al Jazeera;قناة العربية|Al Arabiya;هيئة الإذاعة البريطانية|the BBC;شبكة سي إن إن|CNN;وكالة الأناضول|Anadolu Agency;وكالة تاس|TASS;وكالة شينخوا|Xinhua;صحيفة النهار|the newspaper An-Nahar;صحيفة الأهرام|the newspaper Al-Ahram;صحيفة الرياض|the newspaper Al-Riyadh;الإذاعة المحلية|local radio;وسائل إعلام محلية|local media"""
DAYS = "السبت|Saturday الأحد|Sunday الاثنين|Monday الثلاثاء|Tuesday الأربعاء|Wednesday الخميس|Thursday الجمعة|Friday"
MONTHS = [
    ("يناير|كانون الثاني|جانفي", "January"),
    ("فبراير|شباط|فيفري", "February"),
    ("مارس|آذار|مارس", "March"),
    ("أبريل|نيسان|أفريل", "April"),
    ("مايو|أيار|ماي", "May"),
    ("يونيو|حزيران|جوان", "June"),
    ("يوليو|تموز|جويلية", "July"),
    ("أغسطس|آب|غشت", "August"),
    ("سبتمبر|أيلول|شتنبر", "September"),
    ("أكتوبر|تشرين الأول|أكتوبر", "October"),
    ("نوفمبر|تشرين الثاني|نونبر", "November"),
    ("ديسمبر|كانون الأول|دجنبر", "December"),
]
MONEY = [
    ("دولار|دولارات|دولارا", "dollars", "$"),
    ("ريال|ريالات|ريالا", "riyals", ""),
    ("دينار|دنانير|دينارا", "dinars", ""),
    ("درهم|دراهم|درهما", "dirhams", ""),
    ("جنيه|جنيهات|جنيها", "pounds", ""),
    ("يورو|يورو|يورو", "euros", "€"),
    ("ليرة|ليرات|ليرة", "lira", ""),
]


def pairs(text, sep=None):
    import re

    if sep:
        return [tuple(x.strip() for x in e.split("|")) for e in text.split(sep) if "|" in e]
    # A space after the English ends an entry. English may contain spaces, so a new entry begins with Arabic.
    out = []
    for m in re.finditer(r"([\u0600-\u06ff][\u0600-\u06ff ]*)\|([^\u0600-\u06ff|]+)", text):
        out.append((m[1].strip(), m[2].strip()))
    return out
