//! Mozilla's registry of the translation models of Firefox, as an [`Origin`]. It consists of a list
//! of the models and their files, a bucket with the files, each compressed with gzip, and the list
//! by which Firefox itself checks the files. No login is needed, and none is sent.
//!
//! The list of models states the hash of the model file only, so those of the others come from
//! Firefox's list, where the model has the same hash.

use std::cell::OnceCell;
use std::collections::BTreeMap;
use std::ops::Range;

use serde::Deserialize;
use serde::de::DeserializeOwned;

use super::fault::Fault;
use super::http::Client;
use super::hub::in_path;
use super::origin::{HubFile, HubHash, Origin, Resolved};
use crate::model::ModelError;
use crate::model::store::lock::is_plain_name;

const STORAGE: &str = "https://storage.googleapis.com";
const BUCKET: &str = "moz-fx-translations-data--303e-prod-translations-data";
const SETTINGS: &str = "https://firefox.settings.services.mozilla.com";
/// The kinds of files that a model consists of, as the list of models calls them.
const KINDS: [&str; 5] = ["model", "vocab", "srcVocab", "trgVocab", "lexicalShortlist"];
const RECORDS: &str = "v1/buckets/main/collections/translations-models-v2/records";

/// One model of the registry.
pub(super) struct Registry {
    /// The pair of languages and the architecture, `ar-en/base-memory`.
    repository: String,
    /// The address of the bucket, that of its list of objects, and that of Firefox's list.
    bucket: String,
    objects: String,
    records: String,
    client: Client,
    /// The model as the registry lists it.
    listed: OnceCell<Listed>,
}

/// The list of models.
#[derive(Deserialize)]
struct Models {
    models: BTreeMap<String, Vec<Listed>>,
}

/// A model of the list, and its files by their kinds.
#[derive(Deserialize)]
struct Listed {
    architecture: String,
    files: BTreeMap<String, ListedFile>,
}

#[derive(Deserialize)]
struct ListedFile {
    path: String,
    #[serde(rename = "uncompressedHash")]
    hash: Option<String>,
}

/// A page of the list of objects in the bucket.
#[derive(Deserialize)]
struct Objects {
    #[serde(default)]
    items: Vec<Object>,
}

#[derive(Deserialize)]
struct Object {
    name: String,
    size: String,
}

/// Firefox's list.
#[derive(Deserialize)]
struct Records {
    data: Vec<Record>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Record {
    name: String,
    version: Option<String>,
    variant: Option<String>,
    source_language: Option<String>,
    target_language: Option<String>,
    decompressed_hash: Option<String>,
    decompressed_size: Option<u64>,
}

impl Record {
    /// What the records of one model have in common.
    fn model(&self) -> [Option<&str>; 4] {
        [
            self.version.as_deref(),
            self.variant.as_deref(),
            self.source_language.as_deref(),
            self.target_language.as_deref(),
        ]
    }
}

impl Registry {
    /// A client for a model, `ar-en/base-memory`. `$MUJAZ_FIREFOX_REGISTRY` is the address of a
    /// server that has all three parts under the paths that they have at Mozilla. Nothing is sent
    /// yet.
    pub(super) fn connect(repository: &str) -> Result<Self, ModelError> {
        let other = std::env::var("MUJAZ_FIREFOX_REGISTRY").ok();
        let other = other.filter(|address| !address.is_empty());
        let [storage, settings] = [STORAGE, SETTINGS].map(|own| {
            let address = other.as_deref().unwrap_or(own);
            address.trim_end_matches('/').to_owned()
        });
        if !storage.starts_with("https://") && !storage.starts_with("http://") {
            return Err(ModelError::Hub {
                repository: repository.to_owned(),
                what: format!("{storage} cannot be used as a registry: it is not an http address"),
                advice: "Check MUJAZ_FIREFOX_REGISTRY".to_owned(),
            });
        }
        Ok(Self {
            repository: repository.to_owned(),
            client: Client::without_token(&storage),
            bucket: format!("{storage}/{BUCKET}"),
            objects: format!("{storage}/storage/v1/b/{BUCKET}/o"),
            records: format!("{settings}/{RECORDS}"),
            listed: OnceCell::new(),
        })
    }

    /// The pair of languages and the architecture.
    fn parts(&self) -> (&str, &str) {
        self.repository.split_once('/').unwrap_or_default()
    }

    /// The folder of a commit in the bucket, with a slash at its end.
    fn folder(&self, commit: &str) -> String {
        format!("models/{}/{commit}/exported/", self.parts().0)
    }

    fn json<T: DeserializeOwned>(&self, address: &str, what: &str) -> Result<T, ModelError> {
        let answer = self.client.get(address);
        let parsed = answer.and_then(|answer| {
            serde_json::from_slice(&answer.body)
                .map_err(|e| Fault::lasting(format!("no answer of the registry: {e}")))
        });
        parsed.map_err(|fault| self.failed(&fault, address, what))
    }

    fn failed(&self, fault: &Fault, address: &str, what: &str) -> ModelError {
        ModelError::Hub {
            repository: self.repository.clone(),
            what: format!("no good answer from {address} for {what}: {fault}"),
            advice: "Check the network, HTTPS_PROXY, ALL_PROXY and MUJAZ_FIREFOX_REGISTRY, then \
                     pull again; what has arrived is kept"
                .to_owned(),
        }
    }

    fn changed(&self, what: String) -> ModelError {
        ModelError::Hub {
            repository: self.repository.clone(),
            what,
            advice:
                "Mozilla's registry has changed; look for a newer mujaz, or take another model \
                     from mujaz models list"
                    .into(),
        }
    }

    /// The hash and the size that Firefox's list states for each file of the model whose model file
    /// has this hash.
    fn stated(&self, hash: &str) -> Result<BTreeMap<String, (String, u64)>, ModelError> {
        let records: Records = self.json(&self.records, "the list of Firefox")?;
        let model = records
            .data
            .iter()
            .find(|record| record.decompressed_hash.as_deref() == Some(hash));
        let model = model.ok_or_else(|| {
            self.changed(format!("Firefox's list has no model with the hash {hash}"))
        })?;
        let of_model = records.data.iter().filter(|r| r.model() == model.model());
        Ok(of_model
            .filter_map(|record| {
                let hash = record.decompressed_hash.as_ref()?.to_ascii_lowercase();
                Some((record.name.clone(), (hash, record.decompressed_size?)))
            })
            .collect())
    }
}

impl Origin for Registry {
    fn repository(&self) -> &str {
        &self.repository
    }

    fn resolve(&self, revision: Option<&str>) -> Result<Resolved, ModelError> {
        let (pair, architecture) = self.parts();
        let address = format!("{}/db/models.json", self.bucket);
        let mut models: Models = self.json(&address, "the list of models")?;
        let of_pair = models.models.remove(pair).unwrap_or_default();
        let listed = of_pair
            .into_iter()
            .find(|model| model.architecture == architecture);
        let listed = listed.ok_or_else(|| {
            self.changed(format!(
                "the registry has no model of the architecture {architecture} for {pair}"
            ))
        })?;
        let path = listed.files.get("model").map(|file| file.path.as_str());
        let commit = path
            .and_then(|path| path.strip_prefix(&format!("models/{pair}/")))
            .and_then(|rest| rest.split_once("/exported/"))
            .map(|(commit, _)| commit.to_owned())
            .filter(|commit| is_plain_name(commit));
        let commit = commit.ok_or_else(|| {
            self.changed(format!(
                "{} is at an unknown place",
                path.unwrap_or("the model")
            ))
        })?;
        if let Some(wanted) = revision.filter(|wanted| *wanted != commit) {
            return Err(self.changed(format!("it has {commit} in the place of {wanted}")));
        }
        let _ = self.listed.set(listed);
        Ok(Resolved {
            commit,
            licence: None,
        })
    }

    fn list(&self, commit: &str) -> Result<Vec<HubFile>, ModelError> {
        let listed = self.listed.get().expect("it was resolved: else a bug");
        let folder = self.folder(commit);
        let hash = listed.files.get("model").and_then(|m| m.hash.as_deref());
        let hash = hash.ok_or_else(|| self.changed("the list states no hash".to_owned()))?;
        let stated = self.stated(&hash.to_ascii_lowercase())?;
        let address = format!(
            "{}?prefix={}&fields=items(name,size)",
            self.objects,
            in_path(&folder)
        );
        let objects: Objects = self.json(&address, commit)?;
        let mut files = Vec::new();
        let kinds = KINDS.iter().filter_map(|kind| listed.files.get(*kind));
        for ListedFile { path, .. } in kinds {
            let object = objects.items.iter().find(|object| object.name == *path);
            let name = path
                .strip_prefix(&folder)
                .and_then(|p| p.strip_suffix(".gz"));
            let size = object.and_then(|object| object.size.parse().ok());
            let (Some(name), Some(packed)) = (name.filter(|n| is_plain_name(n)), size) else {
                return Err(self.changed(format!("there is no file {path}")));
            };
            let Some((hash, size)) = stated.get(name).cloned() else {
                return Err(self.changed(format!("Firefox's list states no hash for {name}")));
            };
            files.push(HubFile {
                name: name.to_owned(),
                size,
                hash: HubHash::Sha256(hash),
                packed: Some(packed),
            });
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
        let folder = self.folder(&in_path(commit));
        let address = format!("{}/{folder}{}.gz", self.bucket, in_path(&file.name));
        self.client.range(&address, (range, file.stored()), take)
    }

    fn explain(&self, fault: &Fault, what: &str) -> ModelError {
        self.failed(fault, &self.bucket, what)
    }
}
