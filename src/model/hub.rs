//! The hub as the rest of the module sees it: a commit, a list of files, ranges of bytes. Only
//! this file and `fault` know `hf-hub`; nothing here writes to disk.

use std::ops::Range;
use std::thread;
use std::time::Duration;

use crossbeam_channel::{RecvTimeoutError, Sender, unbounded};
use hf_hub::progress::{DownloadEvent, ProgressEvent, ProgressHandler};
use hf_hub::repository::RepoTreeEntry;
use hf_hub::{HFClient, HFRepositorySync, RepoTypeModel, split_id};

use super::ModelError;
use super::digest::Digests;
use super::fault::Fault;

const DEFAULT_ENDPOINT: &str = "https://huggingface.co";

/// A connection that delivers nothing for this long counts as broken.
const STALL: Duration = Duration::from_secs(120);

/// A repository on a hub.
pub(super) struct Hub {
    repository: String,
    endpoint: String,
    client: HFRepositorySync<RepoTypeModel>,
}

/// What a branch or tag stands for at this moment.
pub(super) struct Resolved {
    pub(super) commit: String,
    pub(super) licence: Option<String>,
}

/// A file as the hub lists it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct HubFile {
    pub(super) name: String,
    pub(super) size: u64,
    pub(super) hash: HubHash,
}

/// The hash that the hub states for a file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum HubHash {
    /// Git's hash of the file itself.
    Git(String),
    /// SHA-256 of the file.
    Sha256(String),
    /// Git's hash of the Git LFS pointer that stands for the file.
    Pointer(String),
}

impl HubFile {
    /// The bytes with these hashes are this file.
    pub(super) fn is(&self, digests: &Digests) -> bool {
        self.size == digests.size && self.hash.text() == self.found(digests)
    }

    /// What these bytes have where the hub states its hash.
    pub(super) fn found(&self, digests: &Digests) -> String {
        match self.hash {
            HubHash::Git(_) => digests.git.clone(),
            HubHash::Sha256(_) => digests.sha256.clone(),
            HubHash::Pointer(_) => digests.pointer(),
        }
    }
}

impl HubHash {
    pub(super) fn text(&self) -> &str {
        let (Self::Git(text) | Self::Sha256(text) | Self::Pointer(text)) = self;
        text
    }
}

impl Hub {
    /// A client for a repository. `endpoint` goes before `$HF_ENDPOINT`; the token comes from
    /// `$HF_TOKEN` or the file that the hub's own tools write. Nothing is sent yet.
    pub(super) fn connect(repository: &str, endpoint: Option<&str>) -> Result<Self, ModelError> {
        let endpoint = endpoint
            .map(str::to_string)
            .or_else(|| std::env::var("HF_ENDPOINT").ok())
            .filter(|endpoint| !endpoint.is_empty())
            .unwrap_or_else(|| DEFAULT_ENDPOINT.to_string());
        let (owner, name) = split_id(repository);
        let client = HFClient::builder()
            .endpoint(endpoint.as_str())
            .user_agent(concat!("mujaz/", env!("CARGO_PKG_VERSION")))
            .cache_enabled(false)
            .retry_max_attempts(3)
            .retry_base_delay(Duration::from_millis(200))
            .build_sync()
            .map_err(|error| ModelError::Hub {
                repository: repository.to_string(),
                what: format!("{endpoint} cannot be used as a hub: {error}"),
                advice: "Check HF_ENDPOINT".to_string(),
            })?
            .model(owner, name);
        Ok(Self {
            repository: repository.to_string(),
            endpoint,
            client,
        })
    }

    pub(super) fn repository(&self) -> &str {
        &self.repository
    }

    /// The commit that a revision stands for, and the licence that the model card states.
    pub(super) fn resolve(&self, revision: &str) -> Result<Resolved, ModelError> {
        let wanted = ["sha", "cardData", "tags"].map(str::to_string).to_vec();
        let info = self
            .client
            .info()
            .revision(revision)
            .expand(wanted)
            .send()
            .map_err(|error| self.explain(&Fault::from(error), revision))?;
        let Some(commit) = info.sha else {
            return Err(ModelError::Hub {
                repository: self.repository.clone(),
                what: format!(
                    "{} does not say which commit {revision:?} is",
                    self.endpoint
                ),
                advice: "A mirror that leaves this out cannot be used".to_string(),
            });
        };
        let licence = card_licence(info.card_data.as_ref(), info.tags.as_deref());
        Ok(Resolved { commit, licence })
    }

    /// The files at the top of the repository, in the order of their names.
    pub(super) fn list(&self, commit: &str) -> Result<Vec<HubFile>, ModelError> {
        let tree = self
            .client
            .list_tree()
            .revision(commit)
            .send()
            .map_err(|error| self.explain(&Fault::from(error), commit))?;
        let mut files: Vec<HubFile> = tree.into_iter().filter_map(hub_file).collect();
        files.sort_by(|a, b| a.name.cmp(&b.name));
        Ok(files)
    }

    /// Some bytes of a file. `tell` receives the number of bytes that have arrived so far.
    pub(super) fn range(
        &self,
        commit: &str,
        file: &str,
        range: Range<u64>,
        tell: &mut dyn FnMut(u64),
    ) -> Result<Vec<u8>, Fault> {
        let (sender, receiver) = unbounded();
        let (client, commit, file) = (self.client.clone(), commit.to_string(), file.to_string());
        // hf-hub has no timeout for a body that stops arriving. The request runs on a thread of
        // its own, which is left behind when nothing has come for too long.
        thread::Builder::new()
            .name("mujaz-pull".to_string())
            .spawn(move || {
                let bytes = client
                    .download_file_to_bytes()
                    .filename(file)
                    .revision(commit)
                    .range(range)
                    .progress(Counter(sender.clone()))
                    .send();
                let bytes = bytes.map(Vec::<u8>::from).map_err(Fault::from);
                // The receiver is gone only if it has given up on this request.
                let _ = sender.send(Report::Done(bytes));
            })
            .map_err(|error| Fault::lasting(error.to_string()))?;
        loop {
            match receiver.recv_timeout(STALL) {
                Ok(Report::Received(bytes)) => tell(bytes),
                Ok(Report::Done(result)) => return result,
                Err(RecvTimeoutError::Timeout) => {
                    let text = format!("nothing arrived for {} seconds", STALL.as_secs());
                    return Err(Fault::answer(text));
                }
                Err(RecvTimeoutError::Disconnected) => {
                    let text = "the download thread stopped".to_string();
                    return Err(Fault::lasting(text));
                }
            }
        }
    }

    /// A fault in words; `what` is the revision or file that was asked for.
    pub(super) fn explain(&self, fault: &Fault, what: &str) -> ModelError {
        fault.explain(&self.endpoint, &self.repository, what)
    }
}

enum Report {
    Received(u64),
    Done(Result<Vec<u8>, Fault>),
}

struct Counter(Sender<Report>);

impl ProgressHandler for Counter {
    fn on_progress(&self, event: &ProgressEvent) {
        if let ProgressEvent::Download(DownloadEvent::Progress { files }) = event {
            for file in files {
                let _ = self.0.send(Report::Received(file.bytes_completed));
            }
        }
    }
}

fn hub_file(entry: RepoTreeEntry) -> Option<HubFile> {
    let RepoTreeEntry::File {
        oid,
        size,
        path,
        lfs,
        ..
    } = entry
    else {
        return None;
    };
    let hash = match lfs {
        None => HubHash::Git(oid),
        // The hub sends the SHA-256 of a large file under a key that hf-hub 1.0 does not read;
        // the hash of its pointer is as good.
        Some(lfs) => lfs.sha256.map_or(HubHash::Pointer(oid), HubHash::Sha256),
    };
    Some(HubFile {
        name: path,
        size,
        hash,
    })
}

/// The licence of a model card: its `license` key, or the tag that the hub makes of it.
fn card_licence(card: Option<&serde_json::Value>, tags: Option<&[String]>) -> Option<String> {
    let stated = card.and_then(|card| {
        let value = card.get("license")?;
        let first = value.as_str().or_else(|| value.get(0)?.as_str())?;
        // "other" points to a name of the author's own.
        let own = card.get("license_name").and_then(serde_json::Value::as_str);
        Some(if first == "other" {
            own.unwrap_or(first)
        } else {
            first
        })
    });
    let tagged = || tags?.iter().find_map(|tag| tag.strip_prefix("license:"));
    stated.or_else(tagged).map(spdx)
}

/// The hub writes licences in small letters; SPDX does not.
fn spdx(licence: &str) -> String {
    match licence {
        "apache-2.0" => "Apache-2.0".to_string(),
        "mit" => "MIT".to_string(),
        _ if licence.starts_with("cc-") || licence.starts_with("cc0") => {
            licence.to_ascii_uppercase()
        }
        _ => licence.to_string(),
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn licences_are_read_from_card_and_tags() {
        let tags = vec!["marian".to_string(), "license:cc-by-4.0".to_string()];
        let licence = |card: serde_json::Value| card_licence(Some(&card), Some(&tags));
        assert_eq!(
            licence(json!({"license": "apache-2.0"})).unwrap(),
            "Apache-2.0"
        );
        assert_eq!(licence(json!({"license": ["mit", "x"]})).unwrap(), "MIT");
        assert_eq!(
            licence(json!({"license": "other", "license_name": "theirs"})).unwrap(),
            "theirs"
        );
        assert_eq!(licence(json!({})).unwrap(), "CC-BY-4.0");
        assert_eq!(card_licence(None, None), None);
    }

    #[test]
    fn a_listing_says_how_each_file_is_checked() {
        let file = |value| hub_file(serde_json::from_value(value).unwrap());
        let small = json!({"type": "file", "oid": "a1", "size": 2, "path": "config.json"});
        assert_eq!(file(small).unwrap().hash, HubHash::Git("a1".into()));
        let large = json!({"type": "file", "oid": "b2", "size": 9, "path": "w.bin",
            "lfs": {"oid": "ffff", "size": 9, "pointerSize": 130}});
        assert_eq!(file(large).unwrap().hash, HubHash::Pointer("b2".into()));
        let stated = json!({"type": "file", "oid": "b2", "size": 9, "path": "w.bin",
            "lfs": {"sha256": "ffff", "size": 9}});
        assert_eq!(file(stated).unwrap().hash, HubHash::Sha256("ffff".into()));
        assert_eq!(
            file(json!({"type": "directory", "oid": "c3", "path": "onnx"})),
            None
        );
    }
}
