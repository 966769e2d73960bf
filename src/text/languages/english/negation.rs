//! The negations of an English sentence.

use crate::text::negation::Negations;

/// Words that negate and nothing else.
const NEGATIONS: &[&str] = &[
    "cannot", "neither", "never", "no", "nobody", "non", "none", "nor", "not", "nothing",
    "nowhere", "without",
];

/// Words that can express a negation.
const PERHAPS: &[&str] = &[
    "aborted",
    "absence",
    "absent",
    "anonymity",
    "anonymous",
    "anonymously",
    "anti",
    "avoid",
    "avoided",
    "avoiding",
    "avoids",
    "away",
    "ban",
    "banned",
    "banning",
    "bans",
    "barely",
    "beyond",
    "ceased",
    "decline",
    "declined",
    "declines",
    "denial",
    "denied",
    "denies",
    "deny",
    "denying",
    "devoid",
    "difficult",
    "except",
    "excluded",
    "excluding",
    "exempt",
    "fail",
    "failed",
    "failing",
    "fails",
    "failure",
    "few",
    "forbid",
    "forbidden",
    "forbids",
    "free",
    "hard",
    "hardly",
    "ignore",
    "ignored",
    "illiterate",
    "impossible",
    "inability",
    "instead",
    "lack",
    "lacked",
    "lacking",
    "lacks",
    "least",
    "little",
    "lose",
    "loses",
    "loss",
    "minimum",
    "missing",
    "neglected",
    "oppose",
    "opposed",
    "opposes",
    "opposing",
    "otherwise",
    "prevent",
    "prevented",
    "prevents",
    "prohibited",
    "prohibiting",
    "prohibits",
    "rarely",
    "rather",
    "refusal",
    "refuse",
    "refused",
    "refuses",
    "refusing",
    "regardless",
    "reject",
    "rejected",
    "rejecting",
    "rejection",
    "rejects",
    "reluctance",
    "reluctant",
    "remain",
    "remained",
    "remains",
    "scarcely",
    "seldom",
    "spared",
    "stop",
    "stopped",
    "unable",
    "unless",
    "unlike",
    "without",
    "zero",
];

/// Prefixes that can express one, in words of six letters or more.
const PREFIXES: [&str; 9] = ["un", "in", "im", "ir", "il", "dis", "non", "mis", "anti"];

/// Words that begin like that and occur too often without a negation in the source.
const NOT_NEGATED: &[&str] = &[
    "antique",
    "disaster",
    "discipline",
    "disciplines",
    "discovered",
    "discovery",
    "discuss",
    "discussed",
    "discussion",
    "disease",
    "diseases",
    "display",
    "displayed",
    "dispute",
    "distance",
    "distant",
    "distinct",
    "distribution",
    "district",
    "illegal",
    "illness",
    "illustrate",
    "illustrated",
    "images",
    "imagine",
    "immediate",
    "immediately",
    "impact",
    "implement",
    "implemented",
    "implied",
    "implies",
    "import",
    "importance",
    "important",
    "imported",
    "imposed",
    "impressed",
    "impressive",
    "improve",
    "improved",
    "improvement",
    "incident",
    "incidents",
    "include",
    "included",
    "includes",
    "including",
    "income",
    "increase",
    "increased",
    "increasing",
    "indeed",
    "indian",
    "indicate",
    "indicated",
    "indicates",
    "individual",
    "individuals",
    "industrial",
    "industry",
    "infected",
    "infection",
    "infections",
    "influence",
    "inform",
    "information",
    "informed",
    "infrastructure",
    "inhabitants",
    "inherit",
    "initial",
    "initially",
    "injured",
    "injuries",
    "injury",
    "innovation",
    "inquiry",
    "insect",
    "insects",
    "inside",
    "insight",
    "insist",
    "insisted",
    "inspect",
    "inspired",
    "install",
    "installed",
    "instance",
    "instances",
    "institute",
    "institution",
    "instrument",
    "instruments",
    "insurance",
    "integrate",
    "intellectual",
    "intelligence",
    "intended",
    "intense",
    "intention",
    "interact",
    "interaction",
    "interest",
    "interested",
    "interior",
    "internal",
    "international",
    "internet",
    "interpret",
    "intersection",
    "interval",
    "intervention",
    "interview",
    "introduced",
    "invasion",
    "invented",
    "invest",
    "investigation",
    "investment",
    "invitation",
    "invited",
    "involve",
    "involved",
    "involving",
    "irrigation",
    "missile",
    "mission",
    "missions",
    "mistake",
    "undergo",
    "underground",
    "understand",
    "understanding",
    "understood",
    "undertake",
    "unfold",
    "unique",
    "united",
    "universal",
    "universe",
    "university",
    "unveil",
    "unveiled",
];

/// Words that may stand for one that negates its neighbour alone.
const WEAK: &[&str] = &[
    "abstain",
    "abstained",
    "abstaining",
    "abstains",
    "abstention",
    "abstentions",
    "amid",
    "another",
    "asynchronous",
    "below",
    "breakdown",
    "changed",
    "collapse",
    "collapsed",
    "different",
    "emergency",
    "exceptional",
    "exile",
    "exiled",
    "extraordinary",
    "false",
    "falsely",
    "far",
    "foreign",
    "graft",
    "illegal",
    "illegally",
    "less",
    "near",
    "nearby",
    "ngo",
    "ngos",
    "opposition",
    "other",
    "out",
    "outside",
    "rebuff",
    "rebuffed",
    "refrain",
    "refrained",
    "refraining",
    "refrains",
    "refute",
    "refuted",
    "refutes",
    "short",
    "turned",
    "under",
    "veto",
    "vetoed",
    "wrong",
];

/// Words that take something out.
const EXCEPT: &[&str] = &[
    "before", "but", "except", "just", "merely", "only", "other", "solely", "than", "unless",
    "until",
];

/// Finds the negations among the words of a sentence.
pub(super) fn negations(words: &[String]) -> Negations {
    let mut found = Negations::default();
    for (at, word) in words.iter().enumerate() {
        let lower = word.to_lowercase();
        let own = lower.as_str();
        if NEGATIONS.contains(&own) {
            found.surely.push(at);
        }
        let alternative = at > 0 && words[at - 1].eq_ignore_ascii_case("or");
        if matches!(own, "not" | "never" | "cannot") && !alternative {
            found.strong.push(at);
        }
        let yet_to = own == "yet" && words.get(at + 1).is_some_and(|next| next == "to");
        let name = at > 0 && word.starts_with(char::is_uppercase);
        if PERHAPS.contains(&own) || is_formed(own, name) || yet_to {
            found.perhaps.push(at);
        }
        if WEAK.contains(&own) {
            found.weak.push(at);
        }
        if matches!(own, "nor" | "neither" | "no" | "or" | "without" | "none") {
            found.shared.push(at);
        }
        if EXCEPT.contains(&own) {
            found.except.push(at);
        }
        if own == "before" || yet_to {
            found.until.push(at);
        }
    }
    found
}

/// Whether a word is formed with a prefix or an ending that negates.
fn is_formed(word: &str, name: bool) -> bool {
    let letters = word.chars().count();
    (word.ends_with("less") && letters > 5)
        || (letters >= 6
            && !name
            && PREFIXES.iter().any(|prefix| word.starts_with(prefix))
            && !NOT_NEGATED.contains(&word))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_prefixes_and_endings_negate() {
        let words = "He did not say the unknown man was harmless".split(' ');
        let words: Vec<String> = words.map(str::to_owned).collect();
        let found = negations(&words);
        assert_eq!((found.surely, found.perhaps), (vec![2], vec![5, 8]));
    }

    #[test]
    fn or_not_is_an_alternative_and_yet_to_is_not_yet() {
        let of = |text: &str| {
            let words: Vec<String> = text.split(' ').map(str::to_owned).collect();
            negations(&words)
        };
        assert_eq!(of("whether or not he came").strong, Vec::<usize>::new());
        assert_eq!(of("he did not come").strong, [2]);
        assert_eq!(of("he has yet to come").perhaps, [2]);
        assert_eq!(of("an illegal building").weak, [1]);
    }
}
