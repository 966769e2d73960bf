//! Selecting articles by what their lines in the index say: `verdict=care and date>=2026-11-01`.
//! A selection is read once and then asked about each line.

use super::index::IndexLine;
use super::types::FlagKind;
use crate::text::fold_for_search;

/// How deep brackets and negations may be nested.
const DEEPEST: usize = 50;

/// Which articles are wanted.
#[derive(Debug, Clone, PartialEq)]
pub struct Selection(Expression);

#[derive(Debug, Clone, PartialEq)]
enum Expression {
    All(Vec<Expression>),
    Any(Vec<Expression>),
    Not(Box<Expression>),
    Condition(Field, Comparison, String),
}

/// What a condition is about.
#[derive(Debug, Clone, Copy, PartialEq)]
enum Field {
    Path,
    Outcome,
    Headline,
    Summary,
    Title,
    Language,
    Date,
    Url,
    Verdict,
    /// Any of its names.
    Name,
    Sentences,
    Failed,
    /// All doubts.
    Doubts,
    /// Doubts of a kind.
    Flag(FlagKind),
}

#[derive(Debug, Clone, Copy, PartialEq)]
enum Comparison {
    Is,
    IsNot,
    Contains,
    Less,
    LessOrEqual,
    More,
    MoreOrEqual,
}

/// The names of fields, besides the kinds of doubts.
const FIELDS: [(&str, Field); 13] = [
    ("path", Field::Path),
    ("outcome", Field::Outcome),
    ("headline", Field::Headline),
    ("summary", Field::Summary),
    ("title", Field::Title),
    ("language", Field::Language),
    ("date", Field::Date),
    ("url", Field::Url),
    ("verdict", Field::Verdict),
    ("name", Field::Name),
    ("sentences", Field::Sentences),
    ("failed", Field::Failed),
    ("doubts", Field::Doubts),
];

/// The signs of comparisons; of two that begin alike, the longer one first.
const COMPARISONS: [(&str, Comparison); 7] = [
    ("!=", Comparison::IsNot),
    ("<=", Comparison::LessOrEqual),
    (">=", Comparison::MoreOrEqual),
    ("=", Comparison::Is),
    ("~", Comparison::Contains),
    ("<", Comparison::Less),
    (">", Comparison::More),
];

impl Selection {
    /// Reads a selection: conditions such as `date>=2026-11-01`, `headline~dam`, `name="Abu Dhabi"`
    /// or `number>0` (doubts about numbers), joined by `and`, `or`, `not` and brackets.
    ///
    /// # Errors
    /// A sentence that says what cannot be read.
    pub fn parse(text: &str) -> Result<Self, String> {
        let mut reader = Reader {
            rest: text.trim_start(),
            depth: 0,
        };
        let expression = reader.any()?;
        if reader.rest.is_empty() {
            Ok(Self(expression))
        } else {
            Err(format!(
                "{:?} cannot be read; join conditions by and, or",
                reader.rest
            ))
        }
    }

    /// Whether an article is wanted.
    pub fn wants(&self, line: &IndexLine) -> bool {
        self.0.holds(line)
    }
}

/// What is left to be read of a selection.
struct Reader<'t> {
    rest: &'t str,
    depth: usize,
}

impl Reader<'_> {
    fn any(&mut self) -> Result<Expression, String> {
        let mut any = vec![self.all()?];
        while self.word("or") {
            any.push(self.all()?);
        }
        Ok(one_or(any, Expression::Any))
    }

    fn all(&mut self) -> Result<Expression, String> {
        let mut all = vec![self.single()?];
        while self.word("and") {
            all.push(self.single()?);
        }
        Ok(one_or(all, Expression::All))
    }

    fn single(&mut self) -> Result<Expression, String> {
        self.depth += 1;
        if self.depth > DEEPEST {
            return Err("it has too many brackets".to_owned());
        }
        let expression = if self.word("not") {
            Expression::Not(Box::new(self.single()?))
        } else if self.sign("(") {
            let inner = self.any()?;
            if !self.sign(")") {
                return Err("a closing bracket is missing".to_owned());
            }
            inner
        } else {
            self.condition()?
        };
        self.depth -= 1;
        Ok(expression)
    }

    fn condition(&mut self) -> Result<Expression, String> {
        let end = self.rest.find(|c: char| !c.is_ascii_alphabetic());
        let (name, rest) = self.rest.split_at(end.unwrap_or(self.rest.len()));
        if name.is_empty() {
            return Err("a condition is missing, such as verdict=care".to_owned());
        }
        let field = field(name)?;
        self.rest = rest.trim_start();
        let found = COMPARISONS
            .iter()
            .find(|(sign, _)| self.rest.starts_with(sign));
        let Some((sign, comparison)) = found else {
            return Err(format!("after {name} one of = != < <= > >= ~ is missing"));
        };
        self.rest = self.rest[sign.len()..].trim_start();
        let value = self.value()?;
        check(name, field, *comparison, &value)?;
        Ok(Expression::Condition(field, *comparison, value))
    }

    fn value(&mut self) -> Result<String, String> {
        let (value, rest) = if let Some(quoted) = self.rest.strip_prefix('"') {
            let end = quoted
                .find('"')
                .ok_or("a closing quotation mark is missing")?;
            (&quoted[..end], &quoted[end + 1..])
        } else {
            let end = self.rest.find(|c: char| c.is_whitespace() || c == ')');
            self.rest.split_at(end.unwrap_or(self.rest.len()))
        };
        if value.is_empty() && !self.rest.starts_with('"') {
            return Err("a value is missing".to_owned());
        }
        let value = value.to_owned();
        self.rest = rest.trim_start();
        Ok(value)
    }

    /// Takes a word, if it is the next one.
    fn word(&mut self, word: &str) -> bool {
        let next = self.rest.split(|c: char| !c.is_ascii_alphabetic()).next();
        next.is_some_and(|next| next.eq_ignore_ascii_case(word)) && self.advance(word.len())
    }

    fn sign(&mut self, sign: &str) -> bool {
        self.rest.starts_with(sign) && self.advance(sign.len())
    }

    fn advance(&mut self, length: usize) -> bool {
        self.rest = self.rest[length..].trim_start();
        true
    }
}

fn one_or(mut all: Vec<Expression>, join: fn(Vec<Expression>) -> Expression) -> Expression {
    if all.len() == 1 {
        all.remove(0)
    } else {
        join(all)
    }
}

/// The field of a name: one of the above, or a kind of doubt.
fn field(name: &str) -> Result<Field, String> {
    let lower = name.to_ascii_lowercase();
    if let Some((_, field)) = FIELDS.iter().find(|(name, _)| *name == lower) {
        return Ok(*field);
    }
    // `date` and `name` are the fields above; doubts about them have these names.
    let kind = match lower.as_str() {
        "dates" => "date",
        "names" => "name",
        kind => kind,
    };
    serde_json::from_value(kind.into())
        .map(Field::Flag)
        .map_err(|_| {
            let fields: Vec<&str> = FIELDS.iter().map(|(name, _)| *name).collect();
            format!(
                "there is no field {name}; there are {}, and doubts by kind: number, names, dates, \
             negation, omission, meaning and others",
                fields.join(", ")
            )
        })
}

impl Field {
    /// Whether its values are numbers.
    fn is_number(self) -> bool {
        matches!(
            self,
            Self::Sentences | Self::Failed | Self::Doubts | Self::Flag(_)
        )
    }
}

/// Refuses comparisons that can never hold.
fn check(name: &str, field: Field, comparison: Comparison, value: &str) -> Result<(), String> {
    let orders = !matches!(
        comparison,
        Comparison::Is | Comparison::IsNot | Comparison::Contains
    );
    if field.is_number() {
        return match value.parse::<usize>() {
            Ok(_) if comparison != Comparison::Contains => Ok(()),
            _ => Err(format!(
                "{name} is compared with a number, by = != < <= > >="
            )),
        };
    }
    let one_of = |words: &[&str]| {
        let known = words.contains(&value.to_ascii_lowercase().as_str());
        if known && matches!(comparison, Comparison::Is | Comparison::IsNot) {
            Ok(())
        } else {
            Err(format!("{name} is one of {}, by = or !=", words.join(", ")))
        }
    };
    match field {
        Field::Verdict => one_of(&["fit", "care", "unfit"]),
        Field::Outcome => one_of(&["done", "flagged", "failed"]),
        Field::Date if !is_date(value) => Err(format!(
            "{name} is compared with a date such as 2026-11-28, 2026-11 or 2026"
        )),
        Field::Date => Ok(()),
        _ if orders => Err(format!("{name} is compared by = != ~")),
        _ => Ok(()),
    }
}

/// Whether a text is a year, a month or a day in the form of ISO 8601, whose order is that of time.
fn is_date(text: &str) -> bool {
    let of_digits = |at, c: char| {
        if at == 4 || at == 7 {
            c == '-'
        } else {
            c.is_ascii_digit()
        }
    };
    matches!(text.len(), 4 | 7 | 10) && text.char_indices().all(|(at, c)| of_digits(at, c))
}

impl Expression {
    fn holds(&self, line: &IndexLine) -> bool {
        match self {
            Self::All(all) => all.iter().all(|one| one.holds(line)),
            Self::Any(any) => any.iter().any(|one| one.holds(line)),
            Self::Not(inner) => !inner.holds(line),
            Self::Condition(field, comparison, value) => field.compare(line, *comparison, value),
        }
    }
}

impl Field {
    fn compare(self, line: &IndexLine, comparison: Comparison, value: &str) -> bool {
        let number = match self {
            Self::Sentences => Some(line.translated + line.flagged + line.failed),
            Self::Failed => Some(line.failed),
            Self::Doubts => Some(line.doubts()),
            Self::Flag(kind) => Some(line.flags.get(&kind).copied().unwrap_or(0)),
            _ => None,
        };
        if let Some(number) = number {
            return value
                .parse()
                .is_ok_and(|value| compared(comparison, &number, &value));
        }
        let texts: Vec<String> = match self {
            Self::Path => vec![line.path.clone()],
            Self::Outcome => vec![line.outcome.clone()],
            Self::Headline => vec![line.headline.clone()],
            Self::Summary => vec![line.summary.clone()],
            Self::Title => line.title.clone().into_iter().collect(),
            Self::Language => vec![line.language.clone()],
            Self::Date => line
                .day()
                .map(|day| as_exact_as(day, value))
                .into_iter()
                .collect(),
            Self::Url => line.url.clone().into_iter().collect(),
            Self::Verdict => line.verdict.iter().map(|v| v.class().to_owned()).collect(),
            Self::Name => line.names.iter().map(|name| name.text.clone()).collect(),
            Self::Sentences | Self::Failed | Self::Doubts | Self::Flag(_) => Vec::new(),
        };
        let value = fold_for_search(value);
        let mut folded = texts.iter().map(|text| fold_for_search(text));
        match comparison {
            Comparison::IsNot => folded.all(|text| text != value),
            Comparison::Contains => folded.any(|text| text.contains(&value)),
            comparison => folded.any(|text| compared(comparison, &text, &value)),
        }
    }
}

/// The day, or the month or year that it is in if `value` is one: `date<=2026-11` is true of the
/// days of November.
fn as_exact_as(mut day: String, value: &str) -> String {
    day.truncate(value.len());
    day
}

fn compared<T: PartialOrd>(comparison: Comparison, left: &T, right: &T) -> bool {
    match comparison {
        Comparison::Is | Comparison::Contains => left == right,
        Comparison::IsNot => left != right,
        Comparison::Less => left < right,
        Comparison::LessOrEqual => left <= right,
        Comparison::More => left > right,
        Comparison::MoreOrEqual => left >= right,
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use std::collections::BTreeMap;

    use super::*;
    use crate::brief::markdown::tests::sample;
    use crate::brief::{Name, NameKind};

    fn wants(selection: &str) -> bool {
        let mut brief = sample();
        brief.names = vec![Name {
            text: "Abu Dhabi".to_owned(),
            kind: NameKind::Place,
            sentences: vec![2],
            spellings: Vec::new(),
        }];
        let line = IndexLine::of(&brief, &BTreeMap::new());
        Selection::parse(selection).unwrap().wants(&line)
    }

    #[test]
    fn articles_are_selected_by_what_their_lines_say() {
        for selection in [
            "verdict=care",
            "verdict=Care and date~2023-05 and date>=2023",
            "language!=\"\"",
            "verdict = care and date>=2023-05-01 and date<2023-06-01",
            "date=2023-05 and date=2023 and date<=2023-05 and date!=2023-04",
            "path~news/ and not path~sport",
            "headline~DAM",
            "title~السدّ",
            "name=\"abu dhabi\"",
            "name!=Cairo",
            "number>0 and names=0",
            "doubts=1 and failed=1 and sentences=3",
            "language=fa or (language=ar and outcome=flagged)",
            "verdict=fit or verdict=unfit or verdict=care",
            "not not url~example.org",
        ] {
            assert!(wants(selection), "{selection}");
        }
        for selection in [
            "verdict=fit",
            "date<2023-05-04",
            "date>2023-05",
            "date<2023",
            "date!=2023",
            "date<=2023-04",
            "name=Dhabi",
            "name!=\"Abu Dhabi\"",
            "language=fa and outcome=flagged or path=x",
            "negation>0",
        ] {
            assert!(!wants(selection), "{selection}");
        }
    }

    #[test]
    fn and_binds_closer_than_or() {
        assert!(wants("language=ar or language=fa and verdict=fit"));
        assert!(!wants("(language=ar or language=fa) and verdict=fit"));
    }

    #[test]
    fn what_cannot_be_read_is_said() {
        for (selection, reason) in [
            ("", "a condition is missing"),
            ("colour=red", "there is no field colour; there are path"),
            ("verdict", "after verdict one of"),
            ("verdict=good", "one of fit, care, unfit"),
            ("verdict>care", "one of fit, care, unfit"),
            ("verdict~fit", "one of fit, care, unfit"),
            ("outcome=x", "one of done, flagged, failed"),
            ("date>=27.11.2026", "a date such as"),
            ("number~3", "compared with a number"),
            ("failed=many", "compared with a number"),
            ("headline<b", "compared by = != ~"),
            ("(verdict=fit", "a closing bracket"),
            ("verdict=fit headline~dam", "join conditions"),
            ("name=\"a", "a closing quotation mark"),
            ("name=", "a value is missing"),
        ] {
            let error = Selection::parse(selection).unwrap_err();
            assert!(error.contains(reason), "{selection}: {error}");
        }
        let deep = "(".repeat(10_000) + "failed=0";
        assert!(Selection::parse(&deep).unwrap_err().contains("too many"));
    }
}
