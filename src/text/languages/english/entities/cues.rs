//! The words that the finder of names reads a context by: titles, heads of the names of
//! organisations and places, what is written with a capital and is not a name. Every table is a
//! list that commas and line ends part; case and accents are ignored.

/// Nationalities, peoples, languages and faiths: written with a capital, but not names.
pub(super) const NATIONALITIES: &str = "
Aztec, Maya, Mayan, Inca, Incan, Viking, Mongol, Mughal, Moghul, Maori, Aboriginal, Inuit, Swahili,
Hausa, Igbo, Yoruba, Zulu, Xhosa, Amharic, Esperanto, Cyrillic, Hangul, Gothic, Baroque, Victorian,
Byzantine, Hellenistic, Celtic, Celt, Slavic, Slav, Germanic, Gaelic, Cantonese, Tagalog, Tamil,
Punjabi, Sinhala, Sinhalese, Farsi, Dari, Pashto, Uighur, Rohingya, Hutu, Tutsi, Creole,
Neanderthal, Internet, Web, Wi-Fi, Bluetooth, Phoenician, Sumerian, Babylonian, Pharaonic, Nubian,
Tuareg, Amazigh, Mamluk, Abbasid, Umayyad, Fatimid, Safavid, Ottomans, Hun, Goth, Moor, Sami, Roma,
Gypsy, Cherokee, Apache, Navajo, Sioux, Polynesian, Melanesian, Caucasian, Anglican, Lutheran,
Evangelical, Mormon, Jesuit, Hindus, Tory, Whig, Shi'a, Ismaili, Alawite, Assyrians, Quranic,
Koranic, Biblical, Gospel, Christ, Messiah, Satan, Prophet, Sharia, Earth, Homo, Afghan, African,
Albanian, Algerian, American, Angolan, Arab, Arabian, Arabic, Aramaic, Argentine, Argentinian,
Armenian, Asian, Assyrian, Australian, Austrian, Azerbaijani, Azeri, Bahraini, Bangladeshi, Basque,
Bedouin, Belarusian, Belgian, Bengali, Berber, Bolivian, Bosnian, Brazilian, British, Bulgarian,
Burmese, Cambodian, Cameroonian, Canadian, Catalan, Catholic, Chadian, Chaldean, Chechen, Chilean,
Chinese, Christian, Circassian, Colombian, Congolese, Coptic, Copt, Croatian, Cuban, Cypriot,
Czech, Danish, Dane, Druze, Dutch, Egyptian, Emirati, English, Eritrean, Estonian, Ethiopian,
European, Filipino, Finnish, Finn, French, Gazan, Georgian, German, Ghanaian, Greek, Gulf, Haitian,
Hebrew, Hindi, Hindu, Hispanic, Hungarian, Icelandic, Indian, Indonesian, Iranian, Iraqi, Irish,
Islamic, Islamist, Israeli, Italian, Ivorian, Jamaican, Japanese, Jew, Jewish, Jordanian, Kazakh,
Kenyan, Korean, Kurd, Kurdish, Kuwaiti, Latin, Latino, Latvian, Lebanese, Liberian, Libyan,
Lithuanian, Macedonian, Malaysian, Malian, Maltese, Mandarin, Maronite, Mauritanian, Mexican,
Moldovan, Mongolian, Moroccan, Muslim, Nepalese, Nigerian, Norwegian, Omani, Orthodox, Ottoman,
Pakistani, Palestinian, Pashtun, Persian, Peruvian, Polish, Portuguese, Protestant, Qatari, Roman,
Romanian, Russian, Rwandan, Salafi, Salafist, Saudi, Scottish, Scot, Senegalese, Serbian, Serb,
Shia, Shiite, Shi'ite, Sikh, Slovak, Slovenian, Somali, Soviet, Spanish, Spaniard, Sudanese, Sufi,
Sunni, Swede, Swedish, Swiss, Syriac, Syrian, Tajik, Tanzanian, Thai, Tibetan, Tunisian, Turk,
Turkish, Turkmen, Ugandan, Ukrainian, Urdu, Uyghur, Uzbek, Venezuelan, Vietnamese, Welsh, Western,
Yazidi, Yemeni, Zionist, Zambian, Zimbabwean, Zoroastrian, Anglo, Franco, Sino, Afro, Euro,
Sanskrit, Hinduism, Islam, Islamism, Christianity, Judaism, Buddhism, Buddhist, Christians,
Bedouins, Englishman, Frenchman, Briton, Balkan, Nordic, Scandinavian, Republican, Democrat,
Democratic, Liberal, Conservative, Communist, Marxist, Nazi, Wahhabi, Allah, God, Lord, Olympic,
Zionism
";

/// Days, months and currencies, which are written with a capital and are not names.
pub(super) const CALENDAR: &str = "
Monday, Tuesday, Wednesday, Thursday, Friday, Saturday, Sunday, Mondays, Fridays, Saturdays,
Sundays, January, February, March, April, May, June, July, August, September, October, November,
December, Jan, Feb, Apr, Jun, Jul, Aug, Sep, Sept, Oct, Nov, Dec, Shaaban, Rajab, Shawwal, Safar,
Dhu, AM, PM, GMT, AD, BC, BCE, CE, AH, EST, UTC, USD, EUR, Dollar, Dinar, Riyal, Euro, Pound, Lira,
Dirham
";

/// Titles and offices. In a run of capitals a title parts the names on its sides.
pub(super) const TITLES: &str = "
Member of Parliament, Grand Imam, Members of Parliament, President, Prime Minister, Premier,
Minister, Deputy Minister, Vice President, Vice-President, Deputy, Secretary, Secretary General,
Secretary-General, Undersecretary, Under-Secretary, Ambassador, Consul, Envoy, Chancellor,
Governor, Mayor, Senator, Congressman, Congresswoman, Representative, Speaker, Chairman,
Chairwoman, Chair, Chief, Head, Director, Director General, Director-General, General Director,
CEO, CFO, Chief Executive, Chief Executive Officer, Manager, Commissioner, Coordinator, Spokesman,
Spokesperson, Spokeswoman, Attorney General, Judge, Justice, Prosecutor, Lawyer, Mr, Mr., Mrs,
Mrs., Ms, Ms., Miss, Dr, Dr., Dr.., Doctor, Prof, Prof., Professor, Eng, Eng., Engineer, Sir, Lady,
Dame, Sheikh, Shaikh, Sheikha, Imam, Mufti, Grand Mufti, Ayatollah, Grand Ayatollah, Hojatoleslam,
Mullah, Rabbi, Pope, Patriarch, Cardinal, Archbishop, Bishop, Father, Reverend, Rev., King, Queen,
Prince, Princess, Crown Prince, Emir, Caliph, Shah, Emperor, Empress, Tsar, Pharaoh, Duke, Duchess,
Baron, Count, Colonel, Col., Lieutenant, Lt., Lieutenant General, Lieutenant Colonel, Lt. Gen.,
Lt. Col., Major, Maj., Major General, Maj. Gen., Brigadier, Brigadier General, Brig. Gen., Brig.,
General, Gen., Captain, Capt., Sergeant, Sgt., Admiral, Marshal, Field Marshal, Commander,
Commander-in-Chief, Staff, Corporal, Inspector, Officer, Martyr, Haji, Sayyed, Ustad, Coach, Actor,
Actress, Singer, Director-general, Ministers, Presidents, Colonels, Generals, Messrs, Leader,
Pastor, Saint, Highness, Majesty, Excellency, Royal Highness, His Highness, Her Highness,
His Majesty, His Excellency, Custodian, Foreign Minister, Defence Minister, Defense Minister,
Secretary of State, Attorney, Founder, Editor, Editor-in-Chief, Reporter, MP, MPs
";

/// Titles that also begin the names of streets, universities and hospitals.
pub(super) const HONOURED: &str = "
King, Queen, Prince, Princess, Sheikh, Shaikh, Sheikha, Imam, Sir, Lady, Saint, Emperor, Lord,
Pope, President, General, Captain, Martyr, Field Marshal, Crown Prince, Emir, Chief, Duke
";

/// Words at the end or at the start of the names of organisations.
pub(super) const ORGANISATION_HEADS: &str = "
Framework, Contractors, Ministry, Ministries, Authority, Council, University, Company, Corporation,
Corp, Corp., Bank, Club, Party, Agency, Union, Association, Commission, Committee, Subcommittee,
Court, Courts, Army, Navy, Force, Forces, Hospital, Hospitals, School, Schools, FC, SC, Inc, Inc.,
Ltd, Ltd., LLC, PLC, Organization, Organisation, Institute, Institution, College, Academy,
Federation, Confederation, League, Foundation, Fund, Group, Holding, Holdings, Airlines, Airways,
Department, Directorate, Office, Bureau, Center, Centre, Society, Syndicate, Movement, Front,
Brigade, Brigades, Guard, Guards, Police, Parliament, Assembly, Chamber, Board, Museum, Gallery,
Library, Press, News, Times, Post, Journal, Tribune, Herald, Television, Radio, TV, Network,
Channel, Newspaper, Magazine, Coalition, Alliance, Bloc, Command, Corps, Secretariat,
Administration, Service, Services, Industries, Motors, Studios, Records, Entertainment, Pictures,
Partners, Systems, Technologies, Laboratory, Laboratories, Observatory, Embassy, Consulate, Clinic,
Faculty, Team, United, Athletic, Orchestra, Theatre, Theater, Trust, Mission, Cabinet, Tribunal,
Branch, Teams, Committees, Squadron, Legion, Battalion, Regiment, Division, Congregation, Church,
Brotherhood, Militia, Electric, Telecom, Bros, Insurance, Oil, Universities, Petroleum, Government,
Complex, Watch, Rangers, Wanderers, Crescent, Consortium, Campaign, Exchange, Registry, House
";

/// Words at the end of the names of places.
pub(super) const PLACE_HEADS: &str = "
River, Street, Road, Avenue, Square, Airport, Island, Islands, Sea, Ocean, Strait, Straits, Gulf,
Bay, Lake, Lakes, Mountain, Mountains, Mount, Mt, Mt., Hill, Hills, Valley, Desert, Peninsula,
Province, Governorate, District, County, City, Town, Village, Region, State, Port, Harbour, Harbor,
Bridge, Dam, Canal, Park, Reserve, Stadium, Tower, Towers, Palace, Castle, Temple, Mosque,
Cathedral, Camp, Base, Prison, Crossing, Highway, Coast, Heights, Falls, Beach, Zone, Territory,
Territories, Oblast, Prefecture, Emirate, Kingdom, Republic, Hotel, Mall, Station, Cemetery, Oasis,
Basin, Plateau, Neighborhood, Neighbourhood, Quarter, Strip, Creek, Ferry, Campground, Ranch, Cape,
Fort, Wadi, Corridor, Municipality, Canyon, Glacier, Volcano, Reef, Forest, Garden, Gardens,
Roundabout, Refinery, Boulevard, Lane, Border, Subdistrict, Area, Archipelago, Empire, Sultanate,
Duchy, Campus, Arena, Planet, Delta, Swamp, Springs, Point, Terminal, Plain, Plains, Isle, Isles,
Shrine, Monastery
";

/// Words at the end of the names of events, works, laws and things.
pub(super) const EVENT_HEADS: &str = "
Cup, Championship, Championships, Olympics, Games, War, Wars, Festival, Prize, Award, Awards, Open,
Act, Agreement, Treaty, Accord, Accords, Convention, Conventions, Day, Summit, Conference, Forum,
Exhibition, Exposition, Expositions, Expo, Marathon, Derby, Final, Revolution, Protocol, Plan, Law,
Constitution, Charter, Initiative, Vision, Project, Program, Programme, Operation, Storm,
Hurricane, Typhoon, Cyclone, Trophy, Tour, Intifada, Resolution, Code, Declaration, Pact, Deal,
Medal, Season, Battle, Dialogue, Talks, Week, Night, Fair, Show, Order, Dynasty, Crusade, Crusades,
Virus, Syndrome, Race, Rally, Bill, Book
";

/// Heads that a name may go on from with "of" or "for".
pub(super) const OF_HEADS: &str = "
Observatory, Watch, Ministry, University, Bank, Council, Court, Department, House, Chamber,
Organization, Organisation, Association, Federation, Union, League, Institute, Academy, College,
School, Faculty, Museum, Church, Republic, Kingdom, State, States, Emirate, Sultanate, Gulf,
Strait, Straits, Sea, Bay, Cape, Isle, Lake, Mount, Valley, Temple, Tower, Bureau, Office, Board,
Committee, Commission, Directorate, Agency, Authority, Army, Party, Front, Movement, Center,
Centre, Society, Syndicate, Fund, Day, Battle, Treaty, Declaration, War, Statue, Palace,
Secretariat, Coalition, Conference, Festival, Company, Confederation, Institution, Hospital,
Library, Brigades, Corps, Guardians, Assembly, Administration, Foundation, Network, Campaign,
Alliance, Forum, Charter, Order, Companions, Cooperation, Initiative, Port, Dome, Horn, Rock, Tomb,
Brotherhood, Supporters, Partisans, Bill, Law, Convention, Peoples, Cup, Sons, Daughters, Free,
Crescent, Line, Group, Congress, Parliament, Followers, Program, Programme, Tree, Diocese,
Peninsula, Prize, Museums, Square, Mosque, Fire
";

/// Words of the fields that ministries, committees and their heads have in charge. Alone, or as
/// the field of an office, none of them is a name.
pub(super) const FIELDS: &str = "
Health, Population, Education, Higher, Scientific, Research, Finance, Interior, Foreign, Affairs,
Defence, Defense, Agriculture, Irrigation, Water, Resources, Electricity, Energy, Oil, Petroleum,
Minerals, Mineral, Industry, Trade, Commerce, Economy, Economic, Planning, Development, Housing,
Public, Works, Construction, Transport, Transportation, Communications, Communication,
Telecommunications, Information, Technology, Media, Culture, Cultural, Tourism, Antiquities,
Heritage, Youth, Sports, Sport, Labour, Labor, Social, Security, Solidarity, Environment,
Environmental, Climate, Change, Awqaf, Endowments, Religious, Guidance, Immigration, Migration,
Displacement, Displaced, Human, Rights, Women, Children, Local, Supply, Internal, Military,
Production, Civil, Aviation, Intelligence, Investment, International, Cooperation, National,
Municipal, Municipalities, Rural, Forestry, Fisheries, Livestock, Food, Drug, Drugs, Atomic,
Nuclear, Space, Science, Sciences, Art, Arts, Treasury, Revenue, Customs, Homeland, Veterans,
Martyrs, Parliamentary, Legal, Haj, Family, Community, Emergency, Disaster, Disasters, Relief,
Refugees, Statistics, Meteorology, Meteorological, Standards, Humanitarian, Strategic, Studies,
Prevention, Control, Disease, Diseases, Justice, State, General, Federal, Central, Supreme,
Constitutional, Criminal, Administrative, Regional, Global, World, United, Joint, Special, Royal,
Medical, Medicine, Nursing, Engineering, Safety, Traffic, Tax, Taxes, Budget, Industrial,
Agricultural, Commercial, Financial, Political, Democratic, Popular, People's, Workers, Consumer,
Protection, Insurance, Pensions, Retirement, Telecom, Electoral, Election, Elections, Independent,
High, Upper, Lower, Senior, Prisoners, Detainees, Peace, Weapons, Chemical, Oversight, Law,
Investigations, Rescue, Air, Ground, Naval, Marine, Maritime, Ports, Roads, Bridges, Railways,
Railway, Technical, Vocational, Training, Employment, Reconstruction, Monitoring, Combating,
Fighting, Corruption, Integrity, Technological, Digital, Petrochemical, Fire, Football, Basketball,
Athletics, Chess, Press, Broadcasting, Journalists, Writers, Engineers, Doctors, Lawyers, Farmers,
Teachers, Students, Physicians, Nurses, Chambers, Nations, Capital, Manpower, Diaspora,
Expatriates, Agrarian, Reform
";

/// Short words that join the parts of a person's name, or of a place's, in lower case.
pub(super) const PARTICLES: &str = "
bin, ibn, bint, ben, abu, abd, abdel, al, el, van, von, der, den, ter, de, del, della, di, da, dos,
das, du, la, le, les, ul, ud, y, e, d, umm, um, af, av, zu, des, lo, ould, wuld, oglu, ag, o
";

/// Verbs of saying and doing that have a person, or one who speaks for others, before them.
pub(super) const SAYING: &str = "
said, says, told, added, adds, stated, stressed, explained, noted, announced, confirmed, denied,
declared, warned, insisted, argued, claimed, pointed, revealed, expressed, recalled, replied,
wrote, commented, affirmed, asserted, emphasized, emphasised, underlined, highlighted, continued,
concluded, met, visited, resigned, tweeted, testified, admitted, thanked, praised, criticized,
criticised, acknowledged, remarked, believes, believed, thinks, thought, complained, described,
urged, hoped, arrived, died, recounted, indicated, reiterated, called, accused, discussed,
received, scored, went, returned, became
";

/// Words that usually have a name of a place behind "of" or before them.
pub(super) const PLACE_NOUNS: &str = "
station, checkpoint, city, cities, town, towns, village, villages, province, provinces,
governorate, governorates, district, districts, region, regions, area, areas, neighborhood,
neighbourhood, county, state, island, islands, river, valley, port, airport, street, road, square,
suburb, suburbs, capital, border, coast, camp, prison, crossing, countryside, mountains, lake,
canal, desert, strait, peninsula, municipality, bridge, dam, beach, mosque, hotel, stadium,
emirate, frontier, outskirts, north, south, east, west, northeast, northwest, southeast, southwest,
downtown, centre, center, kingdom, republic
";

/// Words that usually have a name of an organisation beside them.
pub(super) const ORGANISATION_NOUNS: &str = "
newspaper, agency, company, group, movement, party, channel, network, club, team, magazine,
militia, organization, organisation, website, firm, giant, airline, bank, university, ministry,
foundation, coalition, bloc, broadcaster, daily, news, fighters, militants, faction, brigade,
brigades, shares, subsidiary, employees, operator, maker, players, association, federation,
alliance, institute, corporation, force, forces, gunmen, spokesman, spokeswoman, spokesperson
";

/// Words that usually have a name of a person behind them, in lower case.
pub(super) const PERSON_NOUNS: &str = "
president, minister, premier, spokesman, spokeswoman, spokesperson, director, leader, chairman,
chief, commander, judge, governor, mayor, ambassador, journalist, actor, actress, singer, player,
striker, goalkeeper, midfielder, defender, coach, researcher, analyst, expert, lawyer, activist,
writer, author, poet, novelist, artist, cleric, sheikh, king, queen, prince, princess, general,
colonel, captain, lieutenant, major, engineer, doctor, professor, dr, mr, mrs, brother, sister,
son, daughter, wife, husband, father, mother, citizen, secretary, businessman, lawmaker, deputy,
senator, scientist, musician, teacher, worker, farmer, owner, resident, manager, head, officer,
founder, candidate, philosopher, physicist, economist, historian, composer, director-general,
secretary-general, envoy, imam, scholar, preacher, astronaut, cosmonaut, student, named
";

/// Words in capitals that are not the names of organisations.
pub(super) const NO_ACRONYMS: &str = "
TV, DNA, RNA, GPS, PC, CEO, CFO, PM, AM, AD, BC, CE, DVD, CD, USB, SMS, HIV, AIDS, OK, II, III, IV,
VI, VII, VIII, IX, XI, XII, XIV, XVI, XX, XXI, KM, KG, CM, MM, MHZ, GHZ, MW, KW, GDP, VAT, VIP,
NGO, SUV, LED, LCD, HD, ID, IT, AI, PDF, URL, HTML, WWW, FAQ, MRI, CT, ICU, VPN, SIM, ATM, CCTV,
PHD, MBA, BA, MA, MSC, UFO, IQ, PR, HR, ADD, ADHD, REM, UV, AC, DC, RPM, MPH, KPH, BST, PST, EDT,
CET, TNT, RPG, IED, IEDS, UAV, WMD, PPE, PCR, SARS, CO, NO, PS, NB, RIP, VS, MR, MRS, MS, DR, ST,
JR, SR, MP, MPS, A, I, O, X, Y, S
";

/// Common English words: with a capital, at the start of a sentence or in a bad translation, they
/// are not names on their own.
pub(super) const COMMON: &str = "
ability, access, accident, according, account, accused, action, actions, active, activity, address,
addition, adult, advance, advice, age, aged, agent, agents, agreement, aid, aim, air, aircraft,
airport, alert, alone, along, already, analysis, animal, animals, anniversary, announcement,
answer, anyone, anything, apart, apartment, approval, area, areas, argument, armed, arms, army,
arrest, article, artist, artists, aside, ask, asked, aspect, assault, asset, assets, athletes,
attack, attacks, attempt, attention, audience, author, authorities, authority, average, award,
baby, back, bad, balance, ball, ban, bank, banks, base, based, basic, battle, beach, beautiful,
bed, behavior, belief, best, better, beyond, big, bill, bird, birds, black, blood, blue, boat,
boats, body, bomb, bombs, book, books, border, born, boy, boys, brain, branch, bread, break,
bridge, brief, bring, brother, brothers, brown, budget, building, buildings, bus, buses, business,
call, calls, camera, camp, campaign, cancer, candidate, candidates, capital, captain, car, care,
career, cars, case, cases, cash, cause, causes, cell, cells, center, centre, central, century,
ceremony, certain, challenge, chance, change, changes, charges, cheap, check, chicken, chief,
child, children, choice, church, circumstances, cities, citizen, citizens, city, civil, civilians,
claim, claims, class, clear, climate, close, clothes, cloud, club, coach, coast, coffee, cold,
college, color, command, comment, comments, commission, committee, common, community, companies,
company, compensation, competition, complete, computer, concern, concerns, condition, conditions,
conference, conflict, construction, contact, content, contrary, control, convention, cooking,
corruption, cost, costs, council, countries, country, couple, coup, course, court, courts, crew,
crime, crimes, crisis, critics, crop, crops, crowd, crowds, culture, current, currently, customers,
customs, cut, daily, damage, danger, data, date, daughter, day, days, dead, deal, dear, death,
deaths, debate, debt, decade, decades, decision, deep, defence, defense, demand, demonstrators,
department, departments, deputies, design, desert, despite, detail, details, development, diet,
different, diplomats, direct, director, discovery, disease, district, doctor, doctors, dog, dogs,
domestic, door, dozens, draft, dream, drink, drinking, driver, drivers, drone, drones, drug, drugs,
due, dust, dying, early, earth, earthquake, east, eastern, easy, economic, economists, economy,
education, effect, effects, effort, efforts, eight, eighteen, eighty, either, elderly, election,
elections, electricity, elements, eleven, elsewhere, embassy, emergency, employees, end, enemy,
energy, engine, engineer, engineers, enough, entry, environment, especially, estimates, evening,
event, events, eventually, everybody, everyone, everything, evidence, exact, example, except,
exchange, executive, exercise, experience, expert, experts, exports, eyes, face, facebook, fact,
factories, fair, faith, fall, families, family, famous, fans, far, farmer, farmers, fashion, fast,
father, fear, fears, federal, female, festival, field, fifteen, fifty, fight, fighters, fighting,
figures, file, film, films, final, finally, find, fine, fire, firefighters, first, fish, five,
fixed, flag, flight, flights, floods, flood, flowers, food, foot, football, force, forces, foreign,
forest, former, formerly, forty, forum, found, four, fourteen, fourth, free, freedom, fresh,
friend, friends, front, fruit, fuel, full, fun, fund, funds, further, future, game, games, garden,
gas, general, generally, girl, girls, give, given, global, globally, go, goal, goals, gold, good,
goods, government, governments, grand, grants, great, green, ground, group, groups, growth, guard,
guards, guests, guide, guns, half, hand, hands, happy, hard, head, heads, health, heart, heat,
heavy, help, hence, heritage, high, higher, hill, history, holiday, holidays, home, homes, honor,
hope, hopefully, horse, hospital, hospitals, host, hot, hotel, hotels, hour, hours, house,
households, houses, housing, human, humanity, humans, hundred, hundreds, hunger, hunt, husband,
ice, idea, ideas, image, images, immigrants, immunity, important, imports, inclusion, income,
increase, increasingly, indeed, independence, individuals, industry, inflation, influence,
information, initial, initially, inside, instead, intelligence, interest, interestingly, interim,
internal, international, internet, investigators, investors, iron, issue, issues, items, jail, job,
jobs, join, joint, journalist, journalists, judge, judges, justice, keep, key, kids, kingdom,
knowledge, known, labor, labour, lack, lady, lake, land, language, languages, large, largest, late,
later, latest, law, lawmakers, laws, lawyer, lawyers, lead, leader, leaders, leadership, league,
learn, led, left, legal, less, letter, letters, level, liberal, liberty, library, lies, life,
light, likewise, limited, line, lines, list, literature, little, live, lives, living, load, loan,
loans, local, locals, long, look, looking, loss, losses, lot, love, low, luck, lunch, machine,
mail, main, major, majority, malnutrition, man, manager, map, marine, mark, market, markets,
marriage, mass, match, matches, material, materials, matter, maybe, mayor, meal, means, measures,
meat, media, medical, medicine, medium, meeting, meetings, member, members, memory, men, mental,
mention, message, messages, metal, method, middle, migrants, militants, military, milk, million,
millions, mind, mining, minister, ministers, ministry, minor, minority, minutes, mission, mistake,
mobile, model, modern, moment, moments, money, month, monthly, months, moon, moral, moreover,
morning, mother, mothers, motion, mountain, mountains, move, movement, movie, multiple, municipal,
municipality, museum, music, nation, national, nations, natural, nature, near, nearby, nearly,
necessary, negotiations, neighbors, net, network, never, nevertheless, news, newspaper, newspapers,
next, night, nine, nineteen, ninety, nobody, noise, none, nonetheless, normal, north, northeast,
northern, northwest, note, nothing, notice, nuclear, number, numbers, numerous, nurses, object,
observers, obviously, offer, offers, office, officer, officers, official, officials, oil, old,
older, olive, online, open, operation, operations, opinion, opponents, opposition, option, order,
orders, ordinary, organization, organizations, organizers, original, originally, others, otherwise,
outside, overall, owner, owners, page, pain, paper, parent, parents, parliament, participants,
parties, partners, party, passengers, past, path, patient, patients, patriotism, pay, payment,
peace, people, peoples, perhaps, period, permission, person, personal, personnel, phone, photo,
photographs, photos, picture, pictures, place, places, plan, plane, planes, planet, plans, plant,
plants, plastic, play, player, players, please, plenty, plus, poetry, point, points, police,
policy, political, politicians, politics, pollution, poor, population, port, position, possible,
post, poverty, power, practice, prayer, prayers, preparations, presence, present, president, press,
pressure, previous, previously, price, prices, prime, principle, prior, prison, prisoners, private,
probably, problem, problems, process, producers, product, products, profits, progress, project,
projects, proponents, protesters, protests, province, provincial, public, publication, pupils,
qualifying, quality, question, questions, quick, quickly, race, radio, rain, rains, rare, rate,
rates, rather, raw, read, readers, reading, real, reality, reason, reasons, rebels, recent,
recently, record, records, red, referee, reference, reform, reforms, refugees, regarding,
regardless, region, regional, regions, relations, relatives, religion, religious, report,
reporters, reports, representatives, republic, rescue, rescuers, research, researchers, residents,
resistance, resources, respect, rest, result, results, return, revenue, revenues, revolution, rice,
rich, right, rights, river, road, roads, rock, rocks, role, roles, room, rule, rules, rumors, run,
rural, safe, safety, sale, sales, same, satellite, school, schools, science, scientists, score,
sea, search, season, seats, second, secondary, secret, secretary, security, seeing, self, senior,
sent, separate, separately, series, serious, service, services, session, set, seven, seventeen,
seventy, several, severe, sex, shares, ship, ships, shops, short, shortly, show, side, sign, signs,
silver, similar, similarly, simple, simply, single, sister, site, sites, situation, six, sixteen,
sixty, size, skills, skin, sky, sleep, slow, slowly, small, smart, smoke, snow, soccer, social,
society, software, soil, soldier, soldiers, someone, something, sometimes, somewhere, son, song,
songs, soon, sound, source, sources, south, southeast, southern, southwest, space, speaker,
special, specific, spectators, speed, spending, spirit, spokesman, sport, sports, spring, staff,
stage, stars, star, start, state, statement, statements, states, station, statistics, status, stay,
step, steps, still, stock, stocks, stone, stop, stores, stories, storm, story, strange, strategy,
street, streets, strength, strike, strikes, strong, student, students, studies, study, style,
subject, success, sudden, suddenly, sugar, summer, sun, supplies, supply, support, supporters,
sure, surely, surgery, survivors, suspects, system, systems, table, take, taking, talk, talks,
tank, tanks, target, task, tax, taxes, tea, teacher, teachers, team, teams, technology, television,
temperatures, ten, tension, tensions, term, territory, terrorism, terrorists, test, tests, text,
thank, thanks, theory, thing, things, third, thirteen, thirty, thousand, thousands, threat,
threats, three, tickets, tight, time, times, tiny, title, together, tomb, tomorrow, ton, tonight,
top, total, touch, tour, tourism, tourists, towards, tower, town, towns, track, trade, traders,
tradition, traditional, traffic, train, training, transport, travel, travelers, travellers,
treatment, tree, trees, trial, tribes, trip, troops, trouble, truck, trucks, true, trump's, trust,
truth, try, turn, twelve, twenty, twice, twin, two, type, types, ultimately, unable, understanding,
unemployment, unfortunately, union, unions, unit, units, universities, university, unlike, unless,
upon, urban, use, users, usually, vacation, vaccines, valley, value, values, various, vehicle,
vehicles, version, vessels, victim, victims, victory, video, videos, view, viewers, village,
villages, violence, vision, visit, visitors, voice, volunteers, vote, voters, votes, voting, wages,
wall, want, war, warm, wars, watch, water, waves, way, weapons, weather, web, website, websites,
wedding, week, weekly, weeks, welcome, welfare, well, west, whatever, wheat, whenever, white,
whoever, wife, wild, win, wind, winds, wine, winner, winners, winter, witness, witnesses, woman,
women, wood, word, words, work, worker, workers, works, world, worldwide, worse, worst, writer,
writers, written, wrong, year, years, yes, young, youth, zero, zone, auction, adventure, male,
nice, split, salt, hit, hail, bath, orange, van, cork, tyre, acre, apple, virgin, shell, guardian,
windows, mercury, rose, grace, guy, art, dean, sue, drew, angel, frank, grant, chase, ray, dick,
chuck, jack, pat, max, petition, boomerang, canyoning, tornadoes, sentencing, heavens, pandemic,
coronavirus, virus, viruses, influenza, malaria, measles, cholera, gospel, heaven, hell, paradise,
sharia, jihad, fatwa, sunnah, tweet, tweets, email, moderate, nearest, parallel, premier, champion,
champions, deputy, chairman, dam, dams, farms, farm, tools, tool, jury, panel, mr, mrs, miss, lord,
sir, merciful, almighty, mosques, mosque, ruler, rulers
";

/// Words that carry grammar; at the start of a sentence they are no part of a name.
pub(super) const STOP: &str = "
a, about, above, after, again, against, ago, all, almost, along, also, although, always, am, amid,
among, amongst, an, and, another, any, are, around, as, at, away, be, became, because, been,
before, being, below, besides, between, both, but, by, came, can, cannot, could, did, do, does,
done, down, during, each, either, else, even, ever, every, few, for, from, get, got, had, has,
have, having, he, her, here, hers, him, his, how, however, i, if, in, inside, instead, into, is,
it, its, just, last, least, let, like, likely, made, make, many, may, me, meanwhile, might, more,
most, much, must, my, near, neither, new, no, nor, not, now, of, off, often, on, once, one, only,
onto, or, other, our, ours, out, outside, over, own, part, per, perhaps, rather, said, same, says,
shall, she, should, since, so, some, such, than, that, the, their, them, then, there, therefore,
these, they, this, those, though, through, throughout, thus, to, today, tomorrow, too, toward,
towards, under, until, up, upon, us, was, we, were, what, when, where, whereas, whether, which,
while, who, whole, whose, why, will, with, within, without, would, yesterday, yet, you, your, i'm,
we're, it's, don't, he's, she's, that's, there's, we've, i've, they're, didn't, isn't, let's,
can't, doesn't, won't, what's, wasn't, you're, hey, oh, ok, okay, yes, hello, apos, quot
";
