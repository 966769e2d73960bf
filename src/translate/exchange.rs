//! Pairs of a source and its translation as other programs read and write them: TSV and TMX 1.4.

use std::fmt::Write as _;

use crate::article::xml::{Node, Nodes};

/// A format of pairs.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum PairFormat {
    /// A line each: source, tab, translation, and in what mujaz writes the languages and the origin
    /// after further tabs.
    Tsv,
    /// Translation Memory eXchange.
    Tmx,
}

/// A pair with its languages and where it comes from.
#[derive(Debug, Clone, Copy)]
pub struct ExchangePair<'a> {
    /// Languages of the source and of the translation, ISO 639-1.
    pub languages: (&'a str, &'a str),
    /// The source.
    pub source: &'a str,
    /// The translation.
    pub translation: &'a str,
    /// The translator, or `approved`.
    pub origin: &'a str,
}

impl PairFormat {
    /// What stands before all pairs.
    pub fn head(self) -> String {
        match self {
            Self::Tsv => String::new(),
            Self::Tmx => format!(
                "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<tmx version=\"1.4\">\n\
                 <header creationtool=\"mujaz\" creationtoolversion=\"{}\" segtype=\"sentence\" \
                 o-tmf=\"mujaz\" adminlang=\"en\" srclang=\"*all*\" datatype=\"plaintext\"/>\n\
                 <body>\n",
                env!("CARGO_PKG_VERSION")
            ),
        }
    }

    /// One pair.
    pub fn pair(self, pair: &ExchangePair<'_>) -> String {
        let (from, to) = pair.languages;
        match self {
            Self::Tsv => {
                let fields = [pair.source, pair.translation, from, to, pair.origin];
                fields.map(on_one_line).join("\t") + "\n"
            }
            Self::Tmx => {
                let mut unit =
                    format!("<tu><prop type=\"x-origin\">{}</prop>", escape(pair.origin));
                for (language, text) in [(from, pair.source), (to, pair.translation)] {
                    let (language, text) = (escape(language), escape(text));
                    let _ = write!(unit, "<tuv xml:lang=\"{language}\"><seg>{text}</seg></tuv>");
                }
                unit + "</tu>\n"
            }
        }
    }

    /// What stands behind all pairs.
    pub fn tail(self) -> &'static str {
        match self {
            Self::Tsv => "",
            Self::Tmx => "</body>\n</tmx>\n",
        }
    }

    /// The pairs of a text from one language to another; what has no such pair is left out of a
    /// TMX file, and lines that begin with `#` are comments in TSV.
    ///
    /// # Errors
    /// What is wrong with the text, with the number of the line.
    pub fn read(
        self,
        text: &str,
        (from, to): (&str, &str),
    ) -> Result<Vec<(String, String)>, String> {
        match self {
            Self::Tsv => read_tsv(text),
            Self::Tmx => read_tmx(text, (from, to)),
        }
    }
}

fn read_tsv(text: &str) -> Result<Vec<(String, String)>, String> {
    let text = text.strip_prefix('\u{FEFF}').unwrap_or(text);
    let mut pairs = Vec::new();
    for (number, line) in (1..).zip(text.lines()) {
        if line.trim().is_empty() || line.starts_with('#') {
            continue;
        }
        let mut fields = line.split('\t').map(str::trim);
        let (source, translation) = (fields.next(), fields.next());
        match (source, translation) {
            (Some(source), Some(translation)) if !source.is_empty() && !translation.is_empty() => {
                pairs.push((source.to_owned(), translation.to_owned()));
            }
            _ => {
                return Err(format!(
                    "line {number} is no pair; write the source, a tab and its translation"
                ));
            }
        }
    }
    Ok(pairs)
}

fn read_tmx(text: &str, (from, to): (&str, &str)) -> Result<Vec<(String, String)>, String> {
    /// Elements whose text is markup of another program, and not of the sentence.
    const CODES: [&str; 5] = ["ph", "bpt", "ept", "it", "ut"];
    let mut nodes = Nodes::of(text.strip_prefix('\u{FEFF}').unwrap_or(text));
    let mut pairs = Vec::new();
    let mut open: Vec<String> = Vec::new();
    let (mut language, mut variants): (String, Vec<(String, String)>) = Default::default();
    for node in &mut nodes {
        match node {
            Node::Open(tag) => {
                match tag.name.as_str() {
                    "tu" => variants.clear(),
                    "tuv" => language = tag.attribute("lang").unwrap_or_default().to_lowercase(),
                    "seg" => variants.push((language.clone(), String::new())),
                    _ => {}
                }
                open.push(tag.name);
            }
            Node::Text(text) => {
                let code = open.iter().any(|name| CODES.contains(&name.as_str()));
                let inside = open.iter().any(|name| name == "seg") && !code;
                if let Some((_, variant)) = variants.last_mut().filter(|_| inside) {
                    variant.push_str(&text);
                }
            }
            Node::Close => {
                if open.pop().as_deref() == Some("tu") {
                    let of = |wanted: &str| {
                        let primary = |code: &str| code.split(['-', '_']).next() == Some(wanted);
                        let found = variants.iter().find(|(code, _)| primary(code));
                        found.map(|(_, text)| on_one_line(text))
                    };
                    let pair = of(from).zip(of(to));
                    pairs.extend(pair.filter(|(source, translation)| {
                        !source.is_empty() && !translation.is_empty()
                    }));
                }
            }
        }
    }
    match nodes.broken() {
        Some(reason) => Err(format!("it is no whole XML: {reason}")),
        None => Ok(pairs),
    }
}

/// A text on one line, without tabs.
fn on_one_line(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// A text as XML, without characters that XML cannot hold.
fn escape(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            '\u{FFFE}' | '\u{FFFF}' => {}
            c if c.is_control() && !matches!(c, '\t' | '\n' | '\r') => {}
            c => out.push(c),
        }
    }
    out
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;

    const LANGUAGES: (&str, &str) = ("ar", "en");

    fn written(format: PairFormat, pairs: &[(&str, &str)]) -> String {
        let mut text = format.head();
        for (source, translation) in pairs {
            text += &format.pair(&ExchangePair {
                languages: LANGUAGES,
                source,
                translation,
                origin: "approved",
            });
        }
        text + format.tail()
    }

    #[test]
    fn what_is_written_is_read_again() {
        let pairs = [("نص <b> & \"آخر\"", "text & <more>"), ("سطر", "a\u{1}b")];
        let read = |format: PairFormat| format.read(&written(format, &pairs), LANGUAGES).unwrap();
        let [first, second] = pairs.map(|(a, b)| (a.to_owned(), b.to_owned()));
        assert_eq!(read(PairFormat::Tsv), [first.clone(), second]);
        assert_eq!(read(PairFormat::Tmx), [first, ("سطر".into(), "ab".into())]);
    }

    #[test]
    fn files_of_other_programs_are_read() {
        let text = "<?xml version='1.0'?><!DOCTYPE tmx SYSTEM 'tmx14.dtd'><tmx><header/><body>\
            <tu><tuv xml:lang='EN-US'><seg>The <bpt i='1'>&lt;b></bpt>dam<ept i='1'>&lt;/b></ept>\
            <hi>s</hi></seg></tuv><tuv xml:lang='ar-SA'><seg>السدود\n </seg></tuv></tu>\
            <tu><tuv lang='fr'><seg>x</seg></tuv><tuv lang='en'><seg>y</seg></tuv></tu>\
            </body></tmx>";
        let pairs = PairFormat::Tmx.read(text, LANGUAGES).unwrap();
        assert_eq!(pairs, [("السدود".to_owned(), "The dams".to_owned())]);
    }

    #[test]
    fn what_is_no_pair_is_an_error_with_its_line() {
        let error = PairFormat::Tsv.read("# a\nنص\ttext\n\nنص", LANGUAGES);
        assert!(error.unwrap_err().contains("line 4"));
    }
}
