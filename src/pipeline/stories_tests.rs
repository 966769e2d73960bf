use std::collections::BTreeMap;
use std::path::Path;

use super::*;
use crate::text::search_words;

/// So much memory that nothing is written.
const ALL: usize = 1 << 20;

/// A text of different words.
fn text(name: &str, words: std::ops::Range<usize>) -> String {
    let words: Vec<String> = words.map(|n| format!("{name}{n}")).collect();
    words.join(" ")
}

fn version(id: &str, day: Option<u32>, text: &str) -> Version {
    let words: Vec<String> = search_words(text).into_iter().map(|word| word.1).collect();
    Version {
        day,
        id: id.to_owned(),
        sketch: Sketch::of_words(&words),
    }
}

/// The stories of articles in the order of their paths, each as the id of the one that stands for it.
fn found(articles: &[Option<Version>], folder: &Path, bytes: usize) -> Vec<Option<String>> {
    let mut versions = Versions::new(Spill::new(folder, bytes));
    for article in articles {
        versions.add(article.clone()).unwrap();
    }
    let briefs = articles.iter().flatten().count();
    assert_eq!(versions.briefs(), briefs);
    let mut stories = versions.stories().unwrap();
    let numbers = 0..articles.len();
    numbers.map(|number| stories.of(number).unwrap()).collect()
}

/// The ids of versions that have a story, each with the id of the one that stands for it.
fn pairs(versions: &[Version]) -> Vec<(String, String)> {
    let dir = tempfile::tempdir().unwrap();
    let articles: Vec<_> = versions.iter().cloned().map(Some).collect();
    let stories = found(&articles, dir.path(), ALL);
    let with_stories = versions.iter().zip(stories);
    with_stories
        .filter_map(|(version, story)| Some((version.id.clone(), story?)))
        .collect()
}

fn expected(pairs: &[(&str, &str)]) -> Vec<(String, String)> {
    let owned = |(id, story): &(&str, &str)| ((*id).to_owned(), (*story).to_owned());
    pairs.iter().map(owned).collect()
}

#[test]
fn copies_with_changes_and_parts_are_one_story_that_the_oldest_stands_for() {
    let whole = text("a", 0..300);
    let with_intro = format!("{} {whole}", text("intro", 0..20));
    let changed = whole.replace("a50 ", "other ").replace("a150 ", "");
    let versions = [
        version("late", Some(20_260_203), &with_intro),
        version("first", Some(20_260_201), &whole),
        version("undated", None, &changed),
        version("part", Some(20_260_202), &text("a", 0..120)),
        version("else", Some(20_260_201), &text("b", 0..300)),
    ];
    let story = ["late", "first", "undated", "part"].map(|id| (id, "first"));
    assert_eq!(pairs(&versions), expected(&story));
}

#[test]
fn of_two_copies_of_one_day_the_first_by_path_stands_for_the_story() {
    let whole = text("a", 0..300);
    let versions = ["a", "b"].map(|id| version(id, Some(20_260_201), &whole));
    assert_eq!(pairs(&versions), expected(&[("a", "a"), ("b", "a")]));
}

#[test]
fn a_shared_paragraph_and_a_shared_end_make_no_story() {
    let end = text("end", 0..45);
    let versions = [
        version("a", None, &format!("{} {end}", text("a", 0..150))),
        version("b", None, &format!("{} {end}", text("b", 0..150))),
        version("quote", None, &end),
        version("short", None, &text("a", 0..20)),
    ];
    assert_eq!(pairs(&versions), []);
}

#[test]
fn spelling_variants_are_one_text_and_writing_without_spaces_has_words() {
    let arabic = "أعلنت وزارة الصحة إطلاق حملة تطعيم في الإقليم الشرقي تشمل خمسة وعشرين ألف طفل \
        خلال أحد عشر يوما وأكدت أن الفرق الطبية ستزور مئة وأربعين قرية";
    let plain = arabic.replace(['أ', 'إ'], "ا").replace('ة', "ه");
    let chinese = "卫生部宣布在东部地区开展疫苗接种运动涵盖两万五千名儿童为期十一天";
    let versions = [
        version("a", None, arabic),
        version("b", None, &plain),
        version("c", None, chinese),
        version("d", None, &format!("{chinese}。")),
    ];
    let stories = [("a", "a"), ("b", "a"), ("c", "c"), ("d", "c")];
    assert_eq!(pairs(&versions), expected(&stories));
}

/// Numbers that are the same in every run (Knuth's linear congruential generator).
struct Random(u64);

impl Random {
    fn below(&mut self, limit: usize) -> usize {
        let next = self.0.wrapping_mul(6_364_136_223_846_793_005);
        self.0 = next.wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) as usize % limit
    }
}

/// Articles of which some have no brief, some are changed copies or parts of others, and all others have
/// phrases that many have.
fn articles(count: usize) -> Vec<Option<Version>> {
    let mut random = Random(1);
    let mut texts: Vec<Vec<String>> = Vec::new();
    let mut articles = Vec::new();
    for number in 0..count {
        let mut words: Vec<String> = Vec::new();
        if number > 0 && random.below(4) == 0 {
            words.clone_from(&texts[random.below(number)]);
            for _ in 0..random.below(6) {
                let changed = random.below(words.len());
                words[changed] = format!("changed{number}");
            }
            let left_out = random.below(words.len() / 2 + 1);
            words.drain(..left_out);
        } else {
            for _ in 0..3 {
                let phrase = random.below(6);
                words.extend((0..9).map(|word| format!("phrase{phrase}word{word}")));
            }
            let own = 10 + random.below(60);
            words.extend((0..own).map(|word| format!("own{number}word{word}")));
        }
        let day = (random.below(5) > 0).then(|| 20_260_100 + random.below(4) as u32);
        let version = Version {
            day,
            id: format!("id{number}"),
            sketch: Sketch::of_words(&words),
        };
        articles.push((random.below(10) > 0).then_some(version));
        texts.push(words);
    }
    articles
}

/// What is to be found, by plain means: all in memory, and with lists for hashes that only one has too.
fn plainly_found(articles: &[Option<Version>]) -> Vec<Option<String>> {
    let numbered = articles.iter().enumerate();
    let mut versions: Vec<(usize, &Version)> = numbered
        .filter_map(|(number, version)| Some((number, version.as_ref()?)))
        .collect();
    versions.sort_by_key(|(number, version)| (version.day.is_none(), version.day, *number));
    let mut by_hash: BTreeMap<u32, Vec<usize>> = BTreeMap::new();
    let mut stories = vec![None; articles.len()];
    for (rank, (number, version)) in versions.iter().enumerate() {
        let mut common: BTreeMap<usize, usize> = BTreeMap::new();
        for hash in version.sketch.looked_up() {
            for story in by_hash.get(hash).into_iter().flatten() {
                *common.entry(*story).or_default() += 1;
            }
        }
        let candidates = common.into_iter();
        let mut candidates: Vec<_> = candidates
            .map(|(rank, count)| (Reverse(count), rank))
            .collect();
        candidates.sort_unstable();
        candidates.truncate(COMPARED);
        let mut candidates = candidates.into_iter().map(|(_, rank)| versions[rank]);
        let original = candidates.find(|(_, other)| version.sketch.is_copy_of(&other.sketch));
        if let Some((original, story)) = original {
            stories[original] = Some(story.id.clone());
            stories[*number] = Some(story.id.clone());
            continue;
        }
        for hash in version.sketch.looked_up() {
            let list = by_hash.entry(*hash).or_default();
            if list.len() < STORIES_OF_A_HASH {
                list.push(rank);
            }
        }
    }
    stories
}

#[test]
fn stories_are_the_same_whether_or_not_memory_holds_what_is_compared() {
    let articles = articles(800);
    let expected = plainly_found(&articles);
    assert!(expected.iter().flatten().count() > 100);
    let mut versions: BTreeMap<u32, usize> = BTreeMap::new();
    for article in articles.iter().flatten() {
        for hash in article.sketch.looked_up() {
            *versions.entry(*hash).or_default() += 1;
        }
    }
    // There are hashes of which not all stories are compared.
    assert!(
        versions
            .values()
            .any(|count| *count > 2 * STORIES_OF_A_HASH)
    );

    let dir = tempfile::tempdir().unwrap();
    for bytes in [ALL, 1 << 14, 1 << 11] {
        assert!(found(&articles, dir.path(), bytes) == expected, "{bytes}");
    }
    let left = std::fs::read_dir(dir.path()).unwrap().count();
    assert_eq!(left, 0);
}

#[test]
fn what_is_known_of_articles_lies_on_the_disk() {
    let dir = tempfile::tempdir().unwrap();
    let on_disk = || -> u64 {
        let files = std::fs::read_dir(dir.path()).unwrap();
        files
            .map(|file| file.unwrap().metadata().unwrap().len())
            .sum()
    };
    let mut versions = Versions::new(Spill::new(dir.path(), 1 << 14));
    for article in articles(2000) {
        versions.add(article).unwrap();
    }
    // All but the pages that are in memory.
    let all = 2000 * KEPT as u64;
    assert!(on_disk() > all - 2 * (1 << 14), "{}", on_disk());
    versions.stories().unwrap();
    assert_eq!(on_disk(), 0);
}
