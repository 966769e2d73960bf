//! Records of a file: a path and a hash to recognise each by, and its article on demand. This file
//! owns hashes and numbering, and that a defect in one never costs another.

use std::io;
use std::ops::ControlFlow;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::atomic::{AtomicBool, Ordering};

use crate::document::Role;
use crate::system_error::in_words;
use crate::text::Language;

use super::allowance::Allowance;
use super::extracted::Extracted;
use super::input::Input;
use super::json::{Echo, Echoed};
use super::unpacked::Budget;
use super::{Article, FieldMap, Format, Refusal, Source};

/// What the user says about the reading of files.
#[derive(Debug, Clone, Copy)]
pub struct Settings<'a> {
    /// The size above which files are skipped, in bytes.
    pub max_file: Option<u64>,
    /// Whether a book is one article, instead of one for each chapter.
    pub whole_books: bool,
    /// The fields that the user names.
    pub fields: &'a FieldMap,
    /// Ends reading when it is set, also where no record is to be handed over for long.
    pub stop: Option<&'a AtomicBool>,
}

impl Default for Settings<'static> {
    fn default() -> Self {
        Self {
            max_file: None,
            whole_books: false,
            fields: FieldMap::NONE,
            stop: None,
        }
    }
}

/// Everything that reading needs besides the bytes.
#[derive(Debug, Clone, Copy)]
pub struct Context<'a> {
    /// The language that articles are expected in.
    pub language: &'static Language,
    /// The fields that the user names.
    pub fields: &'a FieldMap,
}

impl Context<'static> {
    /// A context in which no fields are named.
    pub fn of(language: &'static Language) -> Self {
        Self {
            language,
            fields: FieldMap::NONE,
        }
    }
}

/// The second step of reading: from the contents of a record to its article.
type Parse = Box<dyn Fn(&Context<'_>) -> Result<Extracted, Refusal> + Send>;

/// One article of a file, not parsed yet.
pub struct Record {
    /// The file's relative path, followed by `#` and a number from 1 if a file may hold several.
    /// In JSON Lines the number is that of the line, blank lines included.
    pub path: String,
    /// BLAKE3 in hex of the record's bytes: the file, the line without its end, or the compact
    /// form of an array's element. Empty if the bytes could not be read.
    pub blake3: String,
    /// Number of those bytes.
    pub bytes: u64,
    /// What of a line of JSON Lines comes back in its answer, if the lines are not in a file.
    pub echoed: Echoed,
    /// The format of its file; `None` if it is unknown.
    format: Option<Format>,
    parse: Parse,
}

impl Record {
    /// A record of some bytes, which are hashed here and parsed by `parse`.
    pub(super) fn new(
        path: String,
        bytes: &[u8],
        format: Format,
        parse: impl Fn(&Context<'_>) -> Result<Extracted, Refusal> + Send + 'static,
    ) -> Self {
        Self {
            path,
            blake3: hash(bytes),
            bytes: bytes.len() as u64,
            echoed: Echoed::default(),
            format: Some(format),
            parse: Box::new(parse),
        }
    }

    /// A record already known not to be an article, with the number of bytes that could be read of
    /// it and their hash.
    pub(super) fn refused(path: String, (bytes, blake3): (u64, String), refusal: Refusal) -> Self {
        Self {
            path,
            blake3,
            bytes,
            echoed: Echoed::default(),
            format: None,
            parse: Box::new(move |_| Err(refusal.clone())),
        }
    }

    /// Whether it is a web page.
    pub fn is_page(&self) -> bool {
        matches!(
            self.format,
            Some(Format::Html | Format::Warc | Format::Mhtml)
        )
    }

    /// The article. A panic in a parser costs this record and no other.
    ///
    /// # Errors
    /// The reason why there is none.
    pub fn parse(&self, context: &Context<'_>) -> Result<Article, Refusal> {
        let extracted = catch_unwind(AssertUnwindSafe(|| (self.parse)(context)))
            .unwrap_or_else(|_| Err(Refusal::defect()))?;
        let Extracted {
            text,
            paragraphs,
            title,
            date,
            url,
            language,
            left_out,
            encoding,
        } = extracted;
        if paragraphs.is_empty() {
            return Err(Refusal::Skipped("there is no text in it".to_owned()));
        }
        if paragraphs
            .iter()
            .all(|paragraph| paragraph.role == Role::Title)
        {
            let reason = "there is a headline and no article text";
            return Err(Refusal::Failed(reason.to_owned()));
        }
        let own_title = paragraphs
            .iter()
            .find(|paragraph| paragraph.role == Role::Title)
            .map(|own| text[own.span.clone()].to_owned());
        let source = Source {
            path: self.path.clone(),
            blake3: self.blake3.clone(),
            bytes: self.bytes,
            encoding: encoding.to_owned(),
            format: self
                .format
                .expect("a record that was read has a format: else a bug"),
            language: language.unwrap_or_default(),
            title: title.or(own_title),
            date,
            url,
            left_out,
        };
        Ok(Article {
            source,
            text,
            paragraphs,
        })
    }
}

/// The files that were read to their end, by their names: the file itself, and those that are packed in
/// it.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Ended {
    /// Those that are divided into records of other names, and are no articles themselves.
    pub divided: Vec<String>,
    /// Those of which all numbered records were handed over: they have no further ones.
    pub whole: Vec<String>,
    /// The archives among these: all their members were handed over.
    pub archives: Vec<String>,
    /// Those that may have further records.
    pub partly: Vec<String>,
}

/// How many containers (archives, mails) may lie in each other.
const MAX_DEPTH: usize = 2;

/// The receiver of records.
pub(super) struct Out<'a> {
    /// The file's name, or that of the member of a container.
    name: String,
    /// What of lines comes back in their answers, if they get any.
    pub(super) echo: Option<&'a Echo>,
    /// The number of containers around.
    depth: usize,
    /// How far all that is packed in the file of the input may unpack.
    budget: Budget,
    /// How much may still be handed over of the file of the input.
    allowance: Allowance,
    /// What the user says about reading.
    settings: Settings<'a>,
    /// Whether a record was handed over.
    sent: bool,
    /// Whether no more records are wanted.
    stopped: bool,
    /// Whether a record has the name of the file itself.
    is_article: bool,
    /// Whether the file may have further records or members, which were not told apart.
    hides_records: bool,
    /// Whether the file is an archive.
    is_archive: bool,
    ended: Ended,
    each: &'a mut dyn FnMut(Record) -> ControlFlow<()>,
}

impl<'a> Out<'a> {
    /// A receiver of the records of a file.
    pub(super) fn new(
        name: &str,
        settings: Settings<'a>,
        each: &'a mut dyn FnMut(Record) -> ControlFlow<()>,
    ) -> Self {
        Self {
            settings,
            name: name.to_owned(),
            echo: None,
            depth: 0,
            budget: Budget::of(0),
            allowance: Allowance::unlimited(),
            sent: false,
            stopped: false,
            is_article: false,
            hides_records: false,
            is_archive: false,
            ended: Ended::default(),
            each,
        }
    }

    /// Says how large the file of the input is, in bytes.
    pub(super) fn set_size(&mut self, size: u64) {
        self.budget = Budget::of(size);
        self.allowance = Allowance::of(size);
    }

    /// How far all that is packed in the file of the input may unpack.
    pub(super) fn budget(&self) -> &Budget {
        &self.budget
    }

    /// The fields that the user names.
    pub(super) fn fields(&self) -> &'a FieldMap {
        self.settings.fields
    }

    /// Whether a book is one article.
    pub(super) fn whole_books(&self) -> bool {
        self.settings.whole_books
    }

    /// The path of the only record of the file.
    pub(super) fn whole(&self) -> String {
        self.name.clone()
    }

    /// The path of one of several records.
    pub(super) fn numbered(&self, number: usize) -> String {
        format!("{}#{number}", self.name)
    }

    /// The path of a member.
    pub(super) fn member(&self, name: &str) -> String {
        format!("{}/{name}", self.name)
    }

    /// The files that were read to their end.
    pub(super) fn ended(self) -> Ended {
        self.ended
    }

    /// Takes the file for an archive, whose members are handed over.
    pub(super) fn begin_members(&mut self) {
        self.is_archive = true;
    }

    /// Takes it that the file may have further records or members, which were not told apart.
    pub(super) fn assume_hidden_records(&mut self) {
        self.hides_records = true;
    }

    /// What ends reading when it is set.
    pub(super) fn stop(&self) -> Option<&'a AtomicBool> {
        self.settings.stop
    }

    /// Whether no more records are wanted.
    pub(super) fn stopped(&self) -> bool {
        let stop = self.settings.stop;
        self.stopped || stop.is_some_and(|stop| stop.load(Ordering::Relaxed))
    }

    /// Hands a record over, if it is wanted.
    pub(super) fn send(&mut self, record: Record) -> ControlFlow<()> {
        // An error of reading that was stopped is none of the file.
        if self.stopped() {
            return ControlFlow::Break(());
        }
        if !self.allowance.take(record.bytes) {
            self.stopped = true;
            return ControlFlow::Break(());
        }
        self.is_article |= record.path == self.name;
        let flow = (self.each)(record);
        self.sent = true;
        self.stopped |= flow.is_break();
        flow
    }

    /// Hands over a record for what was not read and is called by the name of the file.
    pub(super) fn refuse(&mut self, refusal: Refusal) {
        let nothing = (0, String::new());
        let _ = self.send(Record::refused(self.name.clone(), nothing, refusal));
    }

    /// Reads what is packed in a file and called `path`. Errors and defects cost only that.
    pub(super) fn within(
        &mut self,
        path: String,
        read: impl FnOnce(&mut Out<'_>) -> io::Result<()>,
    ) {
        let mut inner = Out {
            name: path,
            settings: self.settings,
            echo: None,
            depth: self.depth + 1,
            budget: self.budget.clone(),
            allowance: self.allowance.clone(),
            sent: false,
            stopped: self.stopped,
            is_article: false,
            hides_records: false,
            is_archive: false,
            ended: Ended::default(),
            each: &mut *self.each,
        };
        inner.guarded(read);
        self.stopped = inner.stopped;
        self.ended.divided.append(&mut inner.ended.divided);
        self.ended.whole.append(&mut inner.ended.whole);
        self.ended.archives.append(&mut inner.ended.archives);
        self.ended.partly.append(&mut inner.ended.partly);
        self.sent = true;
    }

    /// Whether what is packed here may be read.
    pub(super) fn may_open(&self) -> bool {
        self.depth < MAX_DEPTH
    }

    /// Reads; an error, a defect or a file without articles becomes a record that says so.
    pub(super) fn guarded(&mut self, read: impl FnOnce(&mut Out<'_>) -> io::Result<()>) {
        let read = catch_unwind(AssertUnwindSafe(|| read(self)));
        if let Some(refusal) = self.allowance.refusal() {
            // The file of the input says so once, for all that is packed in it.
            if self.depth == 0 {
                self.ended.partly.push(self.name.clone());
                let nothing = (0, String::new());
                let _ = (self.each)(Record::refused(self.name.clone(), nothing, refusal));
            }
            return;
        }
        match read {
            Ok(Ok(())) if self.stopped() || self.is_article => {}
            Ok(Ok(())) => {
                if self.sent {
                    self.ended.divided.push(self.name.clone());
                } else {
                    let reason = "there is no article in it";
                    self.refuse(Refusal::Skipped(reason.to_owned()));
                }
                if self.hides_records {
                    self.ended.partly.push(self.name.clone());
                } else {
                    self.ended.whole.push(self.name.clone());
                    if self.is_archive {
                        self.ended.archives.push(self.name.clone());
                    }
                }
            }
            Ok(Err(error)) => {
                self.refuse(Refusal::Failed(format!(
                    "cannot read the file: {}",
                    in_words(&error)
                )));
            }
            Err(_) => self.refuse(Refusal::defect()),
        }
    }
}

fn hash(bytes: &[u8]) -> String {
    blake3::hash(bytes).to_hex().to_string()
}

/// Reads the bytes of a file that holds one article.
pub(super) type Read = fn(&[u8], &Context<'_>) -> Result<Extracted, Refusal>;

/// Hands over a file that holds one article.
pub(super) fn whole(
    input: &mut Input<'_>,
    format: Format,
    read: Read,
    out: &mut Out<'_>,
) -> io::Result<()> {
    if let Some(bytes) = bytes_of(input, out)? {
        only(bytes, format, read, out);
    }
    Ok(())
}

/// Hands over the one article that the bytes of a file are.
pub(super) fn only(bytes: Vec<u8>, format: Format, read: Read, out: &mut Out<'_>) {
    let blake3 = hash(&bytes);
    let _ = out.send(Record {
        path: out.whole(),
        blake3,
        bytes: bytes.len() as u64,
        echoed: Echoed::default(),
        format: Some(format),
        parse: Box::new(move |context| read(&bytes, context)),
    });
}

/// The bytes of a file; `None`, after reporting it, if the file is too large.
pub(super) fn bytes_of(input: &mut Input<'_>, out: &mut Out<'_>) -> io::Result<Option<Vec<u8>>> {
    let bytes = input.whole()?;
    if bytes.is_none() {
        out.refuse(too_large());
    }
    Ok(bytes)
}

/// The refusal of what lies in too many archives or mails.
pub(super) fn too_deep() -> Refusal {
    let reason = "it is packed too deep: in an archive or mail that is itself in two others";
    Refusal::Skipped(reason.to_owned())
}

/// The refusal of a file that cannot be read at once.
pub(super) fn too_large() -> Refusal {
    Refusal::Failed(
        "the file is larger than 256 MiB; split it, or convert it to JSON Lines".to_owned(),
    )
}
