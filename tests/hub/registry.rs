//! Mozilla's registry with one model, which answers as the real one does: a list of models, a
//! bucket with a list of its objects, and the list of Firefox.

use std::collections::BTreeMap;
use std::io::Write as _;
use std::sync::{Arc, Mutex};

use flate2::Compression;
use flate2::write::GzEncoder;
use serde_json::{Value, json};
use sha2::{Digest as _, Sha256};
use tiny_http::Request;

use super::server::{Listener, bounds, header, hex, send};

const BUCKET: &str = "moz-fx-translations-data--303e-prod-translations-data";
pub(super) const RUN: &str = "spring-2024_AbcDef0123456789-_xyzQ";

pub(super) fn packed(content: &[u8]) -> Vec<u8> {
    let mut encoder = GzEncoder::new(Vec::new(), Compression::default());
    encoder.write_all(content).unwrap();
    encoder.finish().unwrap()
}

/// The answers of the registry, which tests change while it runs.
#[derive(Default)]
pub(super) struct State {
    pub(super) models: Value,
    pub(super) records: Value,
    /// The objects of the bucket, packed.
    pub(super) objects: BTreeMap<String, Vec<u8>>,
    /// The path of each request, and whether it had a login.
    log: Vec<(String, bool)>,
}

pub(super) struct Registry {
    state: Arc<Mutex<State>>,
    pub(super) listener: Listener,
}

impl Registry {
    /// A registry with a model from Arabic to English of these files: kind, name, content.
    pub(super) fn new(files: &[(&str, &str, Vec<u8>)]) -> Self {
        let path = |name: &str| format!("models/ar-en/{RUN}/exported/{name}.gz");
        let mut listed = serde_json::Map::new();
        let mut records = Vec::new();
        for (kind, name, content) in files {
            let hash = hex(&Sha256::digest(content)[..]);
            let mut file = json!({"path": path(name)});
            if *kind == "model" {
                file["uncompressedSize"] = content.len().into();
                file["uncompressedHash"] = hash.as_str().into();
            }
            listed.insert((*kind).to_string(), file);
            records.push(json!({
                "name": name, "version": "3.0", "architecture": "base-memory",
                "sourceLanguage": "ar", "targetLanguage": "en",
                "decompressedHash": hash, "decompressedSize": content.len(),
                "attachment": {"hash": "0", "size": 1, "location": "elsewhere.zst"},
            }));
        }
        // Another release of the same pair, with other hashes under the same names.
        let mut older = records.clone();
        for record in &mut older {
            record["version"] = "2.0".into();
            record["decompressedHash"] = "0".repeat(64).into();
        }
        records.splice(0..0, older);
        let model = |architecture: &str, files: Value| {
            json!({
                "architecture": architecture, "releaseStatus": "Release",
                "sourceLanguage": "ar", "targetLanguage": "en", "files": files,
            })
        };
        let other = json!({"model": {"path": "models/ar-en/other/exported/model.aren.bin.gz"}});
        let models = json!({
            "generated": "2026-10-09T00:54:11Z", "baseUrl": "https://elsewhere.example",
            "models": {"ar-en": [model("base", other), model("base-memory", listed.into())]},
        });
        let objects = files
            .iter()
            .map(|(_, name, content)| (path(name), packed(content)));
        let state = Arc::new(Mutex::new(State {
            models,
            records: json!({"data": records}),
            objects: objects.collect(),
            log: Vec::new(),
        }));
        let shared = Arc::clone(&state);
        let listener = Listener::start(move |request| answer(request, &shared));
        Self { state, listener }
    }

    pub(super) fn change<T>(&self, change: impl FnOnce(&mut State) -> T) -> T {
        change(&mut self.state.lock().unwrap())
    }

    /// The paths of the requests since the last call, and whether each had a login.
    pub(super) fn requests(&self) -> Vec<(String, bool)> {
        std::mem::take(&mut self.state.lock().unwrap().log)
    }
}

fn answer(request: Request, state: &Mutex<State>) {
    let mut state = state.lock().unwrap();
    let (path, query) = request.url().split_once('?').unwrap_or((request.url(), ""));
    let (path, query) = (path.to_string(), query.to_string());
    let field = |name: &'static str| {
        let mut headers = request.headers().iter();
        let found = headers.find(|header| header.field.equiv(name));
        found.map(|header| header.value.to_string())
    };
    let range = field("Range");
    state
        .log
        .push((path.clone(), field("Authorization").is_some()));
    let json = |value: &Value| value.to_string().into_bytes();
    if path == format!("/{BUCKET}/db/models.json") {
        return send(request, 200, json(&state.models), Vec::new());
    }
    if path == "/v1/buckets/main/collections/translations-models-v2/records" {
        return send(request, 200, json(&state.records), Vec::new());
    }
    if path == format!("/storage/v1/b/{BUCKET}/o") {
        assert!(
            query.contains(&format!("prefix=models%2Far-en%2F{RUN}%2Fexported%2F")),
            "{query}"
        );
        let items: Vec<Value> = state
            .objects
            .iter()
            .map(|(name, bytes)| json!({"name": name, "size": bytes.len().to_string()}))
            .collect();
        return send(request, 200, json(&json!({"items": items})), Vec::new());
    }
    let object = path.strip_prefix(&format!("/{BUCKET}/"));
    let Some(content) = object.and_then(|object| state.objects.get(object)) else {
        let body = b"<Error><Code>NoSuchKey</Code></Error>".to_vec();
        return send(request, 404, body, Vec::new());
    };
    let (start, end) = range.as_deref().and_then(bounds).unwrap();
    let part = content[start..end.min(content.len())].to_vec();
    send(request, 206, part, vec![header("Accept-Ranges", "bytes")]);
}
