//! The hub as the rest of the module sees it: a commit, a list of files, ranges of bytes. This
//! file owns the three addresses of the hub's interface that this needs; it never writes to disk.

use std::collections::BTreeSet;
use std::ops::Range;

use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};
use serde::Deserialize;
use serde::de::DeserializeOwned;
use serde_json::Value;

use super::fault::Fault;
use super::http::Client;
use super::origin::{HubFile, HubHash, Origin, Resolved};
use crate::brief::clean;
use crate::model::ModelError;

const DEFAULT_ENDPOINT: &str = "https://huggingface.co";

/// All characters but the unreserved ones of RFC 3986.
const RESERVED: AsciiSet = NON_ALPHANUMERIC
    .remove(b'-')
    .remove(b'.')
    .remove(b'_')
    .remove(b'~');

/// Maximum number of pages in a list of files; the hub's pages have a thousand entries each.
const PAGES: usize = 100;
/// Maximum number of files in a repository.
const FILES: usize = 100_000;
/// Maximum number of characters of a licence.
const LICENCE: usize = 100;

/// A repository on a hub.
pub(super) struct Hub {
    repository: String,
    /// The hub's address, without a slash at its end.
    endpoint: String,
    client: Client,
}

impl Hub {
    /// A client for a repository. `endpoint` overrides `$HF_ENDPOINT`; the token comes from
    /// `$HF_TOKEN` or the file that the hub's own tools write. Nothing is sent yet.
    pub(super) fn connect(repository: &str, endpoint: Option<&str>) -> Result<Self, ModelError> {
        let endpoint = endpoint
            .map(str::to_string)
            .or_else(|| std::env::var("HF_ENDPOINT").ok())
            .filter(|endpoint| !endpoint.is_empty())
            .unwrap_or_else(|| DEFAULT_ENDPOINT.to_string());
        let endpoint = endpoint.trim_end_matches('/').to_string();
        if !endpoint.starts_with("https://") && !endpoint.starts_with("http://") {
            return Err(ModelError::Hub {
                repository: repository.to_string(),
                what: format!("{endpoint} cannot be used as a hub: it is not an http address"),
                advice: "Check HF_ENDPOINT".to_string(),
            });
        }
        Ok(Self {
            repository: repository.to_string(),
            client: Client::new(&endpoint),
            endpoint,
        })
    }

    /// The full address, if it is one of this hub. The token must go only to the hub, and a list
    /// that continues elsewhere must not look complete.
    fn own(&self, address: String) -> Result<String, Fault> {
        let host = self.endpoint.splitn(4, '/').take(3);
        match address.strip_prefix('/') {
            Some(path) if !path.starts_with('/') => {
                let host: Vec<&str> = host.collect();
                Ok(format!("{}/{path}", host.join("/")))
            }
            _ if address.starts_with(&format!("{}/", self.endpoint)) => Ok(address),
            _ => {
                let text = format!("its list of files goes on at another place, {address}");
                Err(Fault::lasting(text))
            }
        }
    }

    /// Requests an answer in JSON; also returns the address of the page after it.
    fn json<T: DeserializeOwned>(&self, address: &str) -> Result<(T, Option<String>), Fault> {
        let answer = self.client.get(address)?;
        let parsed = serde_json::from_slice(&answer.body);
        let parsed = parsed.map_err(|e| Fault::lasting(format!("no answer of a hub: {e}")))?;
        Ok((parsed, answer.next))
    }
}

impl Origin for Hub {
    fn repository(&self) -> &str {
        &self.repository
    }

    fn resolve(&self, revision: Option<&str>) -> Result<Resolved, ModelError> {
        let revision = revision.unwrap_or("main");
        let revision_in_path = in_path(revision);
        let address = format!(
            "{}/api/models/{}/revision/{revision_in_path}?expand=sha&expand=cardData&expand=tags",
            self.endpoint, self.repository
        );
        let info: Info = self
            .json(&address)
            .map_err(|fault| self.explain(&fault, revision))?
            .0;
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
        // It becomes a part of addresses and of the lock file.
        if !is_commit(&commit) {
            let text = format!("it names {commit:?} as a commit");
            return Err(self.explain(&Fault::lasting(text), revision));
        }
        let licence = card_licence(info.card_data.as_ref(), info.tags.as_deref());
        Ok(Resolved { commit, licence })
    }

    fn list(&self, commit: &str) -> Result<Vec<HubFile>, ModelError> {
        let fault = |fault: Fault| self.explain(&fault, commit);
        let mut files = Vec::new();
        let mut next = Some(format!(
            "{}/api/models/{}/tree/{commit}",
            self.endpoint, self.repository
        ));
        let mut seen = BTreeSet::new();
        while let Some(address) = next {
            if seen.len() == PAGES || !seen.insert(address.clone()) {
                let text = "its list of files has no end".to_string();
                return Err(fault(Fault::lasting(text)));
            }
            let (tree, following): (Vec<TreeEntry>, _) = self.json(&address).map_err(fault)?;
            files.extend(tree.into_iter().filter_map(hub_file));
            if files.len() > FILES {
                let text = format!("it lists more than {FILES} files");
                return Err(fault(Fault::lasting(text)));
            }
            next = following
                .map(|following| self.own(following))
                .transpose()
                .map_err(fault)?;
        }
        files.sort_by(|a, b| a.name.cmp(&b.name));
        Ok(files)
    }

    fn range(
        &self,
        commit: &str,
        file: &HubFile,
        range: Range<u64>,
        take: &mut dyn FnMut(&[u8]) -> bool,
    ) -> Result<(), Fault> {
        let address = format!(
            "{}/{}/resolve/{commit}/{}",
            self.endpoint,
            self.repository,
            in_path(&file.name)
        );
        self.client.range(&address, (range, file.stored()), take)
    }

    fn explain(&self, fault: &Fault, what: &str) -> ModelError {
        fault.explain(&self.endpoint, &self.repository, what)
    }
}

/// The hub's answer about a revision.
#[derive(Deserialize)]
struct Info {
    sha: Option<String>,
    #[serde(rename = "cardData")]
    card_data: Option<Value>,
    tags: Option<Vec<String>>,
}

/// An entry of a list of files.
#[derive(Deserialize)]
struct TreeEntry {
    #[serde(rename = "type")]
    kind: String,
    oid: String,
    #[serde(default)]
    size: u64,
    path: String,
    lfs: Option<LargeFile>,
}

/// The hub's entry for a file in Git LFS. Mirrors differ in where they put the hash.
#[derive(Deserialize)]
struct LargeFile {
    sha256: Option<String>,
    oid: Option<String>,
}

/// The files of a page of a list.
#[cfg(feature = "fuzzing")]
pub(super) fn files(page: &[u8]) -> serde_json::Result<Vec<HubFile>> {
    let tree: Vec<TreeEntry> = serde_json::from_slice(page)?;
    Ok(tree.into_iter().filter_map(hub_file).collect())
}

fn hub_file(entry: TreeEntry) -> Option<HubFile> {
    if entry.kind != "file" {
        return None;
    }
    let is_sha256 =
        |hash: &String| hash.len() == 64 && hash.bytes().all(|byte| byte.is_ascii_hexdigit());
    let hash = match entry.lfs {
        None => HubHash::Git(entry.oid),
        Some(lfs) => match lfs.sha256.or(lfs.oid).filter(is_sha256) {
            Some(hash) => HubHash::Sha256(hash.to_ascii_lowercase()),
            None => HubHash::Pointer(entry.oid),
        },
    };
    Some(HubFile {
        name: entry.path,
        size: entry.size,
        hash,
        packed: None,
    })
}

/// A revision or file name, encoded for an address.
pub(super) fn in_path(name: &str) -> String {
    utf8_percent_encode(name, &RESERVED).to_string()
}

/// Whether a text is a hash of git, of either kind.
pub(super) fn is_commit(text: &str) -> bool {
    matches!(text.len(), 40 | 64) && text.bytes().all(|byte| byte.is_ascii_hexdigit())
}

/// The licence of a model card: its `license` key, or the tag that the hub derives from it.
fn card_licence(card: Option<&serde_json::Value>, tags: Option<&[String]>) -> Option<String> {
    let stated = card.and_then(|card| {
        let value = card.get("license")?;
        let first = value.as_str().or_else(|| value.get(0)?.as_str())?;
        // "other" refers to a licence name chosen by the author.
        let own = card.get("license_name").and_then(serde_json::Value::as_str);
        Some(if first == "other" {
            own.unwrap_or(first)
        } else {
            first
        })
    });
    let tagged = || tags?.iter().find_map(|tag| tag.strip_prefix("license:"));
    // It is printed in tables, and kept.
    let licence = clean(stated.or_else(tagged)?);
    let licence: String = licence.chars().take(LICENCE).collect();
    Some(spdx(&licence))
}

/// The SPDX spelling of a licence, which the hub writes in lower case.
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
        let hostile = json!({"license": "mine\n\u{1b}[2Jerror:\u{202e} x"});
        assert_eq!(licence(hostile).unwrap(), "mine [2Jerror: x");
        let endless = json!({"license": "ص".repeat(1000)});
        assert_eq!(licence(endless).unwrap(), "ص".repeat(100));
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
        let sha256 = "f".repeat(64);
        let large = json!({"type": "file", "oid": "b2", "size": 9, "path": "w.bin",
            "lfs": {"oid": sha256, "size": 9, "pointerSize": 130}});
        assert_eq!(file(large).unwrap().hash, HubHash::Sha256(sha256.clone()));
        let stated = json!({"type": "file", "oid": "b2", "size": 9, "path": "w.bin",
            "lfs": {"sha256": sha256, "size": 9}});
        assert_eq!(file(stated).unwrap().hash, HubHash::Sha256(sha256));
        let unknown = json!({"type": "file", "oid": "b2", "size": 9, "path": "w.bin",
            "lfs": {"size": 9}});
        assert_eq!(file(unknown).unwrap().hash, HubHash::Pointer("b2".into()));
        assert_eq!(
            file(json!({"type": "directory", "oid": "c3", "path": "onnx"})),
            None
        );
    }

    #[test]
    fn only_a_hash_is_a_commit() {
        let hash = "0123456789abcdef0123456789abcdef01234567";
        assert!(is_commit(hash) && is_commit(&"a".repeat(64)));
        for wrong in ["", "main", "../../../x", &hash[1..], &"g".repeat(40)] {
            assert!(!is_commit(wrong), "{wrong}");
        }
    }

    #[test]
    fn names_in_addresses_cannot_become_other_addresses() {
        assert_eq!(in_path("model-1.safetensors"), "model-1.safetensors");
        assert_eq!(in_path("a/b ?#%&\u{62c}"), "a%2Fb%20%3F%23%25%26%D8%AC");
    }
}
