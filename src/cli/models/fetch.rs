//! `mujaz models pull`: shows the download; the pulling itself is done in `model::pull`.

use std::io::{self, IsTerminal as _, Write};
use std::time::{Duration, Instant};

use indicatif::{ProgressBar, ProgressStyle};

use super::{PullArgs, human};
use crate::cli::exit::{Exit, of_model};
use crate::cli::file_settings::FileSettings;
use crate::cli::output::raw_stderr;
use crate::cli::plain::plain;
use crate::model::{Catalogue, ModelError, Places, PullEvent, PullOptions, pull};
use crate::text::counted;

/// How often a download reports its progress without a terminal.
const INTERVAL: Duration = Duration::from_secs(10);

pub(super) fn pull_all(
    catalogue: &Catalogue,
    places: &Places,
    args: &PullArgs,
    err: &mut dyn Write,
) -> anyhow::Result<Exit> {
    let options = PullOptions {
        offline: FileSettings::read()?.network_off(args.offline)?,
        accept_licence: args.accept_license,
        endpoint: args.endpoint.clone(),
        destination: places.user()?.to_path_buf(),
    };
    let mut worst = Exit::Success;
    for name in &args.names {
        let Some(entry) = catalogue.find(name) else {
            // A folder of this name cannot be pulled either.
            match places.locate(catalogue, name) {
                Ok(located) => {
                    let dir = located.dir.display();
                    writeln!(
                        err,
                        "mujaz: {name} is not in the catalogue; it is here: {dir}"
                    )?;
                    worst = worst.worse(Exit::Usage);
                }
                Err(error @ ModelError::NotFound { .. }) => {
                    let advice = match catalogue.nearest(name).as_slice() {
                        [] => "; mujaz models list shows what can be pulled".to_owned(),
                        near => format!(". Did you mean {}?", near.join(" or ")),
                    };
                    writeln!(err, "mujaz: {name:?} is not in the catalogue{advice}")?;
                    worst = worst.worse(of_model(&error));
                }
                Err(error) => worst = worst.worse(tell(&error, err)?),
            }
            continue;
        };
        let (result, failed) = {
            let mut view = View::new(name, err);
            let result = pull(entry, &options, &mut |event| view.show(event));
            view.close();
            (result, view.failed)
        };
        if let Some(error) = failed {
            return Err(error.into());
        }
        match result {
            Ok(_) => {}
            // The next model would fail in the same way.
            Err(error @ ModelError::Io { .. }) => return Err(error.into()),
            Err(error) => worst = worst.worse(tell(&error, err)?),
        }
    }
    Ok(worst)
}

fn tell(error: &ModelError, err: &mut dyn Write) -> io::Result<Exit> {
    writeln!(err, "mujaz: {}", plain(&error.to_string()))?;
    Ok(of_model(error))
}

/// The display of a download: a bar on a terminal, plain lines elsewhere.
struct View<'a> {
    name: &'a str,
    err: &'a mut dyn Write,
    bar: Option<ProgressBar>,
    terminal: bool,
    file: String,
    size: u64,
    last: Instant,
    failed: Option<io::Error>,
}

impl<'a> View<'a> {
    fn new(name: &'a str, err: &'a mut dyn Write) -> Self {
        Self {
            name,
            err,
            bar: None,
            terminal: raw_stderr().is_terminal(),
            file: String::new(),
            size: 0,
            last: Instant::now(),
            failed: None,
        }
    }

    fn show(&mut self, event: PullEvent) {
        match event {
            PullEvent::Present => self.line(&format!("{} is here and whole", self.name)),
            PullEvent::Resolved {
                commit,
                licence,
                files,
                bytes,
            } => {
                let licence = licence.unwrap_or_else(|| "not stated on the model card".to_string());
                let (files, size) = (counted(files, "file"), human(bytes));
                self.line(&format!(
                    "{}: {files}, {size}, licence {licence}, commit {commit}",
                    self.name
                ));
            }
            PullEvent::Kept { file } => self.line(&format!("  {file}: here already")),
            PullEvent::Started { file, size, from } => self.start(file, size, from),
            PullEvent::Progress { done } => self.progress(done),
            PullEvent::Retry { file, attempt } => {
                self.line(&format!(
                    "  {file}: the connection broke, trying again ({attempt})"
                ));
            }
            PullEvent::Checked { file } => {
                self.close();
                let size = human(self.size);
                self.line(&format!("  {file}: {size}, hash correct"));
            }
        }
    }

    fn start(&mut self, file: String, size: u64, from: u64) {
        if from > 0 {
            self.line(&format!("  {file}: going on after {}", human(from)));
        }
        if self.terminal {
            let style = ProgressStyle::with_template(
                "  {prefix} [{bar:30}] {decimal_bytes}/{decimal_total_bytes} \
                 {decimal_bytes_per_sec} {eta}",
            );
            let bar = ProgressBar::new(size)
                .with_style(style.unwrap_or_else(|_| ProgressStyle::default_bar()))
                .with_prefix(plain(&file));
            bar.set_position(from);
            bar.reset_eta();
            self.bar = Some(bar);
        }
        (self.file, self.size, self.last) = (file, size, Instant::now());
    }

    fn progress(&mut self, done: u64) {
        if let Some(bar) = &self.bar {
            bar.set_position(done);
        } else if self.last.elapsed() >= INTERVAL {
            self.last = Instant::now();
            let line = format!("  {}: {} of {}", self.file, human(done), human(self.size));
            self.line(&line);
        }
    }

    /// Writes a line. What a hub says in it ends no line.
    fn line(&mut self, text: &str) {
        let text = plain(text);
        let write = |err: &mut dyn Write| writeln!(err, "{text}");
        let written = match &self.bar {
            Some(bar) => bar.suspend(|| write(&mut *self.err)),
            None => write(&mut *self.err),
        };
        if let Err(error) = written {
            self.failed.get_or_insert(error);
        }
    }

    fn close(&mut self) {
        if let Some(bar) = self.bar.take() {
            bar.finish_and_clear();
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_a_hub_says_ends_no_line_and_steers_no_terminal() {
        let mut told = Vec::new();
        View::new("m", &mut told).show(PullEvent::Resolved {
            commit: "c".to_owned(),
            licence: Some("mit\nerror: \u{1b}[2J\u{202e}".to_owned()),
            files: 2,
            bytes: 7,
        });
        let told = String::from_utf8_lossy(&told);
        let licence = "mit\u{fffd}error: \u{fffd}[2J\u{fffd}";
        let expected = format!("m: 2 files, {}, licence {licence}, commit c\n", human(7));
        assert_eq!(told, expected);
    }
}
