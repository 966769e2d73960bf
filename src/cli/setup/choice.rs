//! Which translator a language should get. This file owns the choice and its reasons: a pure function
//! of what was found, which asks nobody and changes nothing.

use std::collections::BTreeSet;
use std::fmt;

use super::machine::{Machine, about};
use crate::cli::models::licence_in_words;
use crate::model::{Catalogue, Entry, Family, ModelError};
use crate::text::{TARGET, language_name};

const MILLION: u64 = 1_000_000;
/// Millions of parameters that are assumed of an entry that states none: as many as a "big"
/// transformer has.
const BIG: u64 = 240;
/// Bytes of the vocabulary and the shortlist of a Firefox model, whose weights have one byte each.
const FIREFOX_BESIDE: u64 = 6 * MILLION;
/// Bytes of a weight in a file of another family: never more, and often half of it.
const WEIGHT: u64 = 4;
/// Bytes of memory for each weight: one that is being loaded, and as much again to compute with.
const MEMORY: u64 = 2 * WEIGHT;

/// What a choice depends on besides the language.
pub(super) struct Facts<'a> {
    pub(super) catalogue: &'a Catalogue,
    pub(super) machine: Machine,
    /// Names of the models on this machine of which no file is missing.
    pub(super) installed: BTreeSet<String>,
    /// What switches the network off, as `--offline`; `None` if it may be used.
    pub(super) offline: Option<String>,
    /// Whether the user asks for a small model.
    pub(super) small: bool,
}

/// How a candidate comes to be one.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Standing {
    /// The catalogue puts it first.
    First,
    /// It is small and fast, and not the first.
    Small,
    /// It is the best that is here, and neither of the others.
    Current,
}

/// A translator that a language can get. It displays as a line that says what it is and costs.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Candidate<'a> {
    pub(super) name: String,
    pub(super) standing: Standing,
    /// Whether it is on this machine.
    pub(super) installed: bool,
    entry: Option<&'a Entry>,
}

/// The candidates for a language, at most three.
#[derive(Debug, PartialEq)]
pub(super) struct Choice<'a> {
    pub(super) candidates: Vec<Candidate<'a>>,
    /// The position of the one to take in doubt.
    pub(super) suggested: usize,
    /// Why that one, as a clause behind "because".
    pub(super) reason: String,
}

/// The candidates for a language; none if nothing translates it. `current` is the name of the model
/// that a run would take now.
pub(super) fn choose<'a>(
    language: &str,
    current: Option<&str>,
    facts: &Facts<'a>,
) -> Option<Choice<'a>> {
    let candidates = candidates(language, current, facts);
    let (suggested, reason) = suggest(language, &candidates, facts)?;
    Some(Choice {
        candidates,
        suggested,
        reason,
    })
}

fn candidates<'a>(language: &str, current: Option<&str>, facts: &Facts<'a>) -> Vec<Candidate<'a>> {
    let is_in_reach =
        |entry: &Entry| facts.offline.is_none() || facts.installed.contains(&entry.name);
    let listed = listed(language, facts.catalogue, is_in_reach);
    let candidate = |standing, name: &str, entry| Candidate {
        name: name.to_owned(),
        standing,
        installed: facts.installed.contains(name),
        entry,
    };
    let mut found: Vec<Candidate<'a>> = Vec::new();
    if let Some(&first) = listed.first() {
        found.push(candidate(Standing::First, &first.name, Some(first)));
    }
    let small = listed.iter().find(|e| e.architecture == Family::Firefox);
    if let Some(&small) = small
        && found.iter().all(|other| other.name != small.name)
    {
        found.push(candidate(Standing::Small, &small.name, Some(small)));
    }
    if let Some(name) = current
        && found.iter().all(|other| other.name != name)
    {
        let entry = facts.catalogue.find(name);
        found.push(candidate(Standing::Current, name, entry));
    }
    found
}

/// The wanted ones of the translators for a language that can be pulled, the first one first. What is
/// not for every use is among them only where nothing else is.
fn listed<'a>(
    language: &str,
    catalogue: &'a Catalogue,
    is_wanted: impl Fn(&Entry) -> bool,
) -> Vec<&'a Entry> {
    let mut listed = catalogue.translators(language, TARGET.code);
    listed.retain(|entry| !entry.ships() && is_wanted(entry));
    if listed.iter().any(|entry| !entry.needs_licence) {
        listed.retain(|entry| !entry.needs_licence);
    }
    listed
}

/// Says which translator a language would get if the network were not switched off, and how to bring
/// it from another machine; `None` if that one is here or the network may be used.
pub(super) fn out_of_reach(language: &str, facts: &Facts<'_>) -> Option<ModelError> {
    let reason = facts.offline.clone()?;
    let all = listed(language, facts.catalogue, |_| true);
    let is_small = |entry: &&Entry| facts.small && entry.architecture == Family::Firefox;
    let mut small = all.iter().copied().filter(is_small);
    let wanted = small.next().or_else(|| all.first().copied())?;
    let name = wanted.name.clone();
    (!facts.installed.contains(&name)).then_some(ModelError::Offline { name, reason })
}

/// The position of the candidate to take in doubt, and why.
fn suggest(
    language: &str,
    candidates: &[Candidate<'_>],
    facts: &Facts<'_>,
) -> Option<(usize, String)> {
    let find = |standing| candidates.iter().position(|c| c.standing == standing);
    let (small, current) = (find(Standing::Small), find(Standing::Current));
    if let (true, Some(small)) = (facts.small, small) {
        return Some((small, "--small asks for it".to_owned()));
    }
    let Some(at) = find(Standing::First) else {
        return Some((current?, "nothing better can be had here".to_owned()));
    };
    let first = &candidates[at];
    if first.installed {
        return Some((at, "it is here already".to_owned()));
    }
    let Some(lack) = first.lack(&facts.machine) else {
        let small = small.map(|small| &candidates[small]);
        return Some((at, merits(language, first, small, facts.machine.gpu)));
    };
    let fits = |at: &usize| candidates[*at].lack(&facts.machine).is_none();
    Some(match small.into_iter().chain(current).find(fits) {
        Some(smaller) => (smaller, format!("{} {lack}", first.name)),
        None => (at, format!("there is no other, although it {lack}")),
    })
}

fn merits(
    language: &str,
    first: &Candidate<'_>,
    small: Option<&Candidate<'_>>,
    gpu: bool,
) -> String {
    let recommended = first.entry.is_some_and(|entry| entry.recommended);
    let puts = match recommended {
        true => "recommends it for",
        false => "puts it first for",
    };
    let speed = match small {
        _ if gpu => ", and a GPU makes it fast".to_owned(),
        Some(small) => format!("; {} is many times as fast and less exact", small.name),
        None => String::new(),
    };
    format!("the catalogue {puts} {}{speed}", language_name(language))
}

fn parameters(entry: &Entry) -> u64 {
    entry.parameters.map_or(BIG, u64::from) * MILLION
}

/// The bytes that pulling a model brings: about as many for a Firefox model, at most for others.
fn download(entry: &Entry) -> u64 {
    match entry.architecture {
        Family::Firefox => parameters(entry) + FIREFOX_BESIDE,
        _ => parameters(entry) * WEIGHT,
    }
}

impl Candidate<'_> {
    /// What it needs and the machine has not, as a predicate. A model that is here has been chosen
    /// before, with this machine in mind.
    fn lack(&self, machine: &Machine) -> Option<String> {
        let entry = self.entry.filter(|_| !self.installed)?;
        let needs = [
            ("memory", parameters(entry) * MEMORY, machine.memory),
            ("disk", download(entry), machine.disk),
        ];
        needs.into_iter().find_map(|(what, needed, free)| {
            let free = free.filter(|free| *free < needed)?;
            let (needed, free) = (about(needed), about(free));
            Some(format!("may need {needed} of {what}, and {free} are free"))
        })
    }

    /// The bytes that having it takes on the disk, at most.
    pub(super) fn to_fetch(&self) -> u64 {
        let entry = self.entry.filter(|_| !self.installed);
        entry.map_or(0, download)
    }

    /// What it costs to have it.
    pub(super) fn cost(&self) -> String {
        match self.entry.filter(|_| !self.installed) {
            None => "here already".to_owned(),
            Some(entry) => {
                let roughly = match entry.architecture {
                    Family::Firefox => "about",
                    _ => "up to",
                };
                format!("{roughly} {} to fetch", about(download(entry)))
            }
        }
    }

    fn licence(&self) -> String {
        let name = self.entry.and_then(|entry| entry.licence.as_deref());
        let needs_licence = self.entry.is_some_and(|entry| entry.needs_licence);
        match name {
            Some(name) if needs_licence => format!("licence {name}, not for commercial use"),
            Some(name) => format!("licence {name}"),
            None if self.ships() => format!("given {}", licence_in_words(None, true)),
            None => "licence on its model card".to_owned(),
        }
    }

    /// Whether it comes with mujaz.
    fn ships(&self) -> bool {
        self.entry.is_some_and(|entry| entry.ships())
    }
}

impl fmt::Display for Candidate<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let what = match self.standing {
            Standing::First if self.entry.is_some_and(|entry| entry.recommended) => "recommended",
            Standing::First => "first in the catalogue",
            Standing::Small => "small and fast, less exact",
            Standing::Current if self.ships() => "the best that is here, far too small for news",
            Standing::Current => "the best that is here",
        };
        let (cost, licence) = (self.cost(), self.licence());
        write!(f, "{}: {what}; {cost}; {licence}", self.name)
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;

    const STARTER: &str = "starter-ar-en";
    const LARGE: &str = "opus-mt-tc-big-ar-en";
    const FAST: &str = "firefox-ar-en";

    /// A machine with enough of everything, and only the starter.
    fn facts(catalogue: &Catalogue) -> Facts<'_> {
        Facts {
            catalogue,
            machine: Machine {
                memory: Some(8_000 * MILLION),
                disk: Some(50_000 * MILLION),
                gpu: false,
            },
            installed: BTreeSet::from([STARTER.to_owned()]),
            offline: None,
            small: false,
        }
    }

    /// The names of the candidates for Arabic, the suggested one and why.
    fn arabic(facts: &Facts<'_>) -> (Vec<String>, String, String) {
        let choice = choose("ar", Some(STARTER), facts).unwrap();
        let names: Vec<String> = choice.candidates.iter().map(|c| c.name.clone()).collect();
        let suggested = names[choice.suggested].clone();
        (names, suggested, choice.reason)
    }

    #[test]
    fn with_room_the_recommended_one_is_suggested_and_two_others_offered() {
        let catalogue = Catalogue::builtin();
        let (names, suggested, reason) = arabic(&facts(&catalogue));
        assert_eq!(names, [LARGE, FAST, STARTER]);
        assert_eq!(suggested, LARGE);
        assert_eq!(
            reason,
            "the catalogue recommends it for Arabic; firefox-ar-en is many times as fast and \
             less exact"
        );
        let mut with_gpu = facts(&catalogue);
        with_gpu.machine.gpu = true;
        let (_, suggested, reason) = arabic(&with_gpu);
        assert_eq!(suggested, LARGE);
        assert!(reason.ends_with("and a GPU makes it fast"), "{reason}");
    }

    #[test]
    fn too_little_memory_or_disk_leads_to_the_small_one_and_to_none() {
        let catalogue = Catalogue::builtin();
        let mut short = facts(&catalogue);
        short.machine.memory = Some(1_000 * MILLION);
        let (_, suggested, reason) = arabic(&short);
        assert_eq!(suggested, FAST);
        let why = "opus-mt-tc-big-ar-en may need 1.9 GB of memory, and 1.0 GB are free";
        assert_eq!(reason, why);
        let mut full = facts(&catalogue);
        full.machine.disk = Some(100 * MILLION);
        assert_eq!(arabic(&full).1, FAST);
        full.machine.disk = Some(10 * MILLION);
        let (_, suggested, reason) = arabic(&full);
        assert_eq!(suggested, STARTER);
        assert!(reason.contains("960 MB of disk, and 10 MB"), "{reason}");
        // A system that tells nothing is taken to have room.
        (full.machine.disk, full.machine.memory) = (None, None);
        assert_eq!(arabic(&full).1, LARGE);
    }

    #[test]
    fn the_user_may_ask_for_the_small_one() {
        let catalogue = Catalogue::builtin();
        let mut asked = facts(&catalogue);
        asked.small = true;
        asked.installed.insert(LARGE.to_owned());
        let (_, suggested, reason) = arabic(&asked);
        assert_eq!((&*suggested, &*reason), (FAST, "--small asks for it"));
        // The recommended one for Chinese is small itself.
        let choice = choose("zh", None, &asked).unwrap();
        assert_eq!(choice.candidates.len(), 1);
        assert_eq!(choice.candidates[0].name, "firefox-zh-en");
    }

    #[test]
    fn what_is_here_is_not_fetched_again() {
        let catalogue = Catalogue::builtin();
        let mut here = facts(&catalogue);
        here.installed.insert(LARGE.to_owned());
        let choice = choose("ar", Some(LARGE), &here).unwrap();
        assert_eq!((choice.suggested, choice.candidates.len()), (0, 2));
        assert_eq!(choice.reason, "it is here already");
        assert_eq!(choice.candidates[0].cost(), "here already");
    }

    #[test]
    fn without_a_network_only_what_is_here_is_offered() {
        let catalogue = Catalogue::builtin();
        let mut offline = facts(&catalogue);
        assert!(out_of_reach("ar", &offline).is_none());
        offline.offline = Some("--offline".to_owned());
        let (names, _, reason) = arabic(&offline);
        assert_eq!(names, [STARTER]);
        assert_eq!(reason, "nothing better can be had here");
        assert_eq!(choose("fa", None, &offline), None);
        let missing = |facts: &Facts<'_>| out_of_reach("ar", facts).map(|error| error.to_string());
        let expected = "opus-mt-tc-big-ar-en is not on this machine and the network is switched off \
            (--offline). On a machine with a network, run: mujaz models pull opus-mt-tc-big-ar-en. \
            Copy the folder that mujaz models path opus-mt-tc-big-ar-en prints there to this \
            machine, and run beside it: mujaz models add opus-mt-tc-big-ar-en --copy";
        assert_eq!(missing(&offline).as_deref(), Some(expected));
        offline.small = true;
        assert!(
            missing(&offline)
                .unwrap()
                .starts_with("firefox-ar-en is not")
        );
        offline.installed.insert(FAST.to_owned());
        let choice = choose("ar", Some(FAST), &offline).unwrap();
        assert_eq!(choice.candidates.len(), 1);
        assert_eq!(choice.candidates[0].name, FAST);
        assert_eq!(missing(&offline), None);
    }

    #[test]
    fn a_candidate_tells_its_size_and_licence() {
        let catalogue = Catalogue::builtin();
        let choice = choose("ar", Some(STARTER), &facts(&catalogue)).unwrap();
        let lines: Vec<String> = choice.candidates.iter().map(ToString::to_string).collect();
        assert_eq!(
            lines,
            [
                "opus-mt-tc-big-ar-en: recommended; up to 960 MB to fetch; licence CC-BY-4.0",
                "firefox-ar-en: small and fast, less exact; about 37 MB to fetch; licence MPL-2.0",
                "starter-ar-en: the best that is here, far too small for news; here already; \
                 given for trying out",
            ]
        );
    }

    #[test]
    fn a_licence_that_forbids_some_uses_is_said_and_never_preferred() {
        let text = "\
            [[model]]\nname = 'a'\nkind = 'translator'\nrepository = 'o/a'\n\
            architecture = 'marian'\nsource = ['ar']\ntarget = ['en']\n\
            licence = 'CC-BY-NC-4.0'\nneeds_licence = true\nnote = 'x'\n";
        let catalogue = Catalogue::parse(text).unwrap();
        let choice = choose("ar", None, &facts(&catalogue)).unwrap();
        let line = choice.candidates[0].to_string();
        assert!(
            line.ends_with("CC-BY-NC-4.0, not for commercial use"),
            "{line}"
        );
        let free = text.replace("name = 'a'", "name = 'b'");
        let free = free.replace("needs_licence = true", "needs_licence = false");
        let catalogue = Catalogue::parse(&format!("{text}{free}")).unwrap();
        let choice = choose("ar", None, &facts(&catalogue)).unwrap();
        let names: Vec<&str> = choice.candidates.iter().map(|c| &*c.name).collect();
        assert_eq!(names, ["b"]);
    }

    #[test]
    fn every_language_of_the_catalogue_has_a_candidate() {
        let catalogue = Catalogue::builtin();
        let facts = facts(&catalogue);
        for language in catalogue.languages(TARGET.code) {
            let choice = choose(language, None, &facts).unwrap();
            let first = choice.candidates[0].entry.unwrap();
            assert!(!first.needs_licence, "{language}");
            assert!(choice.candidates.len() <= 3);
        }
    }
}
