//! Pairs of a source and its translation as other programs read and write them: TSV and TMX 1.4.

use std::fmt::Write as _;

use crate::article::xml::{Node, Nodes};
use crate::brief::TMX_STATE;
use crate::store::APPROVED;

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
                    format!("<tu><prop type=\"{ORIGIN}\">{}</prop>", escape(pair.origin));
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

    /// The pairs of a text from one language to another. Lines of TSV without a tab that begin with
    /// `#` are comments.
    ///
    /// # Errors
    /// What is wrong with the text, with the number of the line.
    pub fn read(self, text: &str, languages: (&str, &str)) -> Result<ReadPairs, String> {
        let text = text.strip_prefix('\u{FEFF}').unwrap_or(text);
        match self {
            Self::Tsv => read_tsv(text, languages),
            Self::Tmx => read_tmx(text, languages),
        }
    }
}

/// What was read of pairs.
#[derive(Debug, Default, PartialEq, Eq)]
pub struct ReadPairs {
    /// The pairs: source and translation.
    pub pairs: Vec<(String, String)>,
    /// The number of pairs of other languages, which were left out.
    pub other_languages: usize,
    /// The number of pairs that a translator wrote, by their own account, which were left out.
    pub translated: usize,
}

impl ReadPairs {
    /// Takes a pair if people approved it: if all that the file says of its origin is [`APPROVED`]. A
    /// file that says nothing holds what somebody wrote or chose.
    fn take<'a>(
        &mut self,
        (source, translation): (String, String),
        origins: impl IntoIterator<Item = &'a str>,
    ) {
        if origins.into_iter().any(|origin| origin.trim() != APPROVED) {
            self.translated += 1;
        } else {
            self.pairs.push((source, translation));
        }
    }
}

/// The property of a unit in TMX that holds the origin.
const ORIGIN: &str = "x-origin";

/// The properties that say whether people approved a unit: that of a memory, and that of exported briefs.
const ORIGINS: [&str; 2] = [ORIGIN, TMX_STATE];

fn read_tsv(text: &str, (from, to): (&str, &str)) -> Result<ReadPairs, String> {
    let mut read = ReadPairs::default();
    for (number, line) in (1..).zip(text.lines()) {
        let comment = line.starts_with('#') && !line.contains('\t');
        if line.trim().is_empty() || comment {
            continue;
        }
        let fields: Vec<&str> = line.split('\t').map(str::trim).collect();
        let [source, translation, rest @ ..] = &fields[..] else {
            return Err(no_pair(number));
        };
        if source.is_empty() || translation.is_empty() {
            return Err(no_pair(number));
        }
        match rest {
            [own, theirs, ..] if (*own, *theirs) != (from, to) => read.other_languages += 1,
            _ => {
                let pair = ((*source).to_owned(), (*translation).to_owned());
                read.take(pair, rest.get(2).copied());
            }
        }
    }
    Ok(read)
}

fn no_pair(line: usize) -> String {
    format!("line {line} is no pair; write the source, a tab and its translation")
}

fn read_tmx(text: &str, (from, to): (&str, &str)) -> Result<ReadPairs, String> {
    /// Elements whose text is markup of another program, and not of the sentence.
    const CODES: [&str; 5] = ["ph", "bpt", "ept", "it", "ut"];
    let mut nodes = Nodes::of(text);
    let mut read = ReadPairs::default();
    let mut origins: Vec<String> = Vec::new();
    // Whether the text that comes is an origin: other programs put properties of their own beside it.
    let mut is_origin = false;
    let mut open: Vec<String> = Vec::new();
    let (mut language, mut variants): (String, Vec<(String, String)>) = Default::default();
    for node in &mut nodes {
        match node {
            Node::Open(tag) => {
                let property = tag.attribute("type").filter(|_| tag.name == "prop");
                is_origin = property.is_some_and(|property| ORIGINS.contains(&property));
                match tag.name.as_str() {
                    "tu" => {
                        variants.clear();
                        origins.clear();
                    }
                    "prop" if is_origin => origins.push(String::new()),
                    "tuv" => language = tag.attribute("lang").unwrap_or_default().to_lowercase(),
                    "seg" => variants.push((language.clone(), String::new())),
                    _ => {}
                }
                open.push(tag.name);
            }
            Node::Text(text) => {
                if let Some(origin) = origins.last_mut().filter(|_| is_origin) {
                    origin.push_str(&text);
                }
                let code = open.iter().any(|name| CODES.contains(&name.as_str()));
                let inside = open.iter().any(|name| name == "seg") && !code;
                if let Some((_, variant)) = variants.last_mut().filter(|_| inside) {
                    variant.push_str(&text);
                }
            }
            Node::Close => {
                is_origin = false;
                if open.pop().as_deref() == Some("tu") {
                    let of = |wanted: &str| {
                        let primary = |code: &str| code.split(['-', '_']).next() == Some(wanted);
                        let found = variants.iter().find(|(code, _)| primary(code));
                        found.map(|(_, text)| on_one_line(text))
                    };
                    let pair = of(from).zip(of(to));
                    match pair.filter(|(source, english)| !source.is_empty() && !english.is_empty())
                    {
                        Some(pair) => read.take(pair, origins.iter().map(String::as_str)),
                        None => read.other_languages += 1,
                    }
                }
            }
        }
    }
    match nodes.broken() {
        Some(reason) => Err(format!("it is no whole XML: {reason}")),
        None => Ok(read),
    }
}

/// A text on one line, without tabs.
fn on_one_line(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// A text as XML, without characters that XML cannot hold.
fn escape(text: &str) -> String {
    let is_held = |c: &char| {
        matches!(c, '\t' | '\n' | '\r') || !(c.is_control() || matches!(c, '\u{FFFE}' | '\u{FFFF}'))
    };
    let held: String = text.chars().filter(is_held).collect();
    quick_xml::escape::escape(held).into_owned()
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use std::io::Cursor;

    use super::*;
    use crate::brief::{Brief, ExportFormat, ExportSettings};

    const LANGUAGES: (&str, &str) = ("ar", "en");

    fn written(format: PairFormat, pairs: &[(&str, &str)], origin: &str) -> String {
        let mut text = format.head();
        for (source, translation) in pairs {
            text += &format.pair(&ExchangePair {
                languages: LANGUAGES,
                source,
                translation,
                origin,
            });
        }
        text + format.tail()
    }

    #[test]
    fn what_is_written_is_read_again_if_people_approved_it() {
        let pairs = [("#نص <b> & \"آخر\"", "text & <more>"), ("سطر", "a\u{1}b")];
        let read = |format: PairFormat, origin: &str| {
            format.read(&written(format, &pairs, origin), LANGUAGES)
        };
        let [first, second] = pairs.map(|(a, b)| (a.to_owned(), b.to_owned()));
        let [tsv, tmx] = [PairFormat::Tsv, PairFormat::Tmx].map(|f| read(f, APPROVED).unwrap());
        assert_eq!(tsv.pairs, [first.clone(), second]);
        assert_eq!(tmx.pairs, [first, ("سطر".into(), "ab".into())]);
        for format in [PairFormat::Tsv, PairFormat::Tmx] {
            let read = read(format, "a model").unwrap();
            assert_eq!((read.pairs.len(), read.translated), (0, 2));
        }
    }

    #[test]
    fn pairs_of_other_languages_are_left_out_and_counted() {
        for format in [PairFormat::Tsv, PairFormat::Tmx] {
            let text = written(format, &[("نص", "text")], APPROVED);
            let read = format.read(&text, ("fa", "en")).unwrap();
            assert_eq!((read.pairs.len(), read.other_languages), (0, 1));
        }
    }

    #[test]
    fn files_of_other_programs_are_read() {
        let text = "<?xml version='1.0'?><!DOCTYPE tmx SYSTEM 'tmx14.dtd'><tmx><header/><body>\
            <tu><tuv xml:lang='EN-US'><seg>The <bpt i='1'>&lt;b></bpt>dam<ept i='1'>&lt;/b></ept>\
            <hi>s</hi></seg></tuv><tuv xml:lang='ar-SA'><seg>السدود\n </seg></tuv></tu>\
            <tu><tuv lang='fr'><seg>x</seg></tuv><tuv lang='en'><seg>y</seg></tuv></tu>\
            </body></tmx>";
        let read = PairFormat::Tmx.read(text, LANGUAGES).unwrap();
        assert_eq!(read.pairs, [("السدود".to_owned(), "The dams".to_owned())]);
    }

    #[test]
    fn what_other_programs_write_beside_the_origin_is_no_part_of_it() {
        let text = written(PairFormat::Tmx, &[("نص", "text")], APPROVED);
        let own = "> approved\n</prop>\n<prop type=\"x-client\">ACME</prop>";
        let text = text.replace(">approved</prop>", own);
        assert!(text.contains("ACME"), "{text}");
        let read = PairFormat::Tmx.read(&text, LANGUAGES).unwrap();
        assert_eq!((read.pairs.len(), read.translated), (1, 0));
    }

    #[test]
    fn of_exported_briefs_only_what_people_approved_is_taken() {
        let segment = |source: &str, english: &str, more: &str| {
            format!(
                r#"{{"source":"{source}","span":{{"start":0,"end":1}},"translation":"{english}",
                "estimate":0.25,{more},"flags":[]}}"#
            )
        };
        let segments = [
            segment("نص", "text", r#""status":"translated","approved":true"#),
            segment("سطر", "line", r#""status":"translated""#),
            segment("باب", "door", r#""status":"flagged""#),
        ];
        let json = format!(
            r#"{{"schema":1,"id":"id1","source":{{"path":"a.txt","blake3":"ab12","bytes":9,
            "encoding":"UTF-8","format":"txt","language":"ar"}},
            "headline":{{"text":"text","origin":"translated","flags":[]}},
            "summary":{{"sentences":["text"],"origin":"extracted","flags":[]}},
            "paragraphs":[{{"role":"body","segments":[{}]}}],"glossary_hits":[],"flags":[],
            "provenance":{{"translator":{{"name":"small","hash":"ff"}},"device":"cpu",
            "precision":"f32","settings":{{}},"mujaz":"0.1.0"}},
            "timings":{{"read":0,"translate":0,"summarize":0}}}}"#,
            segments.join(",")
        );
        let brief: Brief = serde_json::from_str(&json).unwrap();
        let mut out = Cursor::new(Vec::new());
        let settings = ExportSettings::default();
        let mut exporter = ExportFormat::Tmx.start(&mut out, settings).unwrap();
        exporter.add(&brief).unwrap();
        exporter.finish().unwrap();
        let text = String::from_utf8(out.into_inner()).unwrap();
        let read = PairFormat::Tmx.read(&text, LANGUAGES).unwrap();
        assert_eq!(read.pairs, [("نص".to_owned(), "text".to_owned())]);
        assert_eq!((read.translated, read.other_languages), (2, 0));
    }

    #[test]
    fn a_unit_is_approved_only_if_all_its_origins_say_so() {
        let text = written(PairFormat::Tmx, &[("نص", "text")], APPROVED);
        for (state, taken) in [("approved", 1), ("translated", 0), ("flagged", 0)] {
            let own = format!("</prop><prop type=\"x-mujaz-state\">{state}</prop>");
            let read = PairFormat::Tmx.read(&text.replace("</prop>", &own), LANGUAGES);
            let read = read.unwrap();
            assert_eq!(
                (read.pairs.len(), read.translated),
                (taken, 1 - taken),
                "{state}"
            );
        }
    }

    #[test]
    fn what_is_no_pair_is_an_error_with_its_line() {
        let error = PairFormat::Tsv.read("# a\nنص\ttext\n\nنص", LANGUAGES);
        assert!(error.unwrap_err().contains("line 4"));
    }
}
