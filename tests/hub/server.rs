//! A hub with one repository, which answers as the real one does.

use std::collections::BTreeMap;
use std::io::{Cursor, Write as _};
use std::sync::{Arc, Mutex};
use std::thread::JoinHandle;

use serde_json::{Value, json};
use sha1::Sha1;
use sha2::{Digest as _, Sha256};
use tiny_http::{Header, Method, Request, Response, Server};

pub(super) const REPOSITORY: &str = "Helsinki-NLP/opus-mt-tc-big-ar-en";
pub(super) const WEIGHTS: &str = "pytorch_model.bin";
pub(super) const COMMIT: &str = "0123456789abcdef0123456789abcdef01234567";
/// Length of the first range of a download.
pub(super) const MIB: usize = 1 << 20;

pub(super) fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

fn git_hash(content: &[u8]) -> String {
    let mut hasher = Sha1::new();
    hasher.update(format!("blob {}\0", content.len()).as_bytes());
    hasher.update(content);
    hex(&hasher.finalize()[..])
}

/// Bytes that look random but are the same each time.
pub(super) fn noise(length: usize) -> Vec<u8> {
    let mut state = 1_u64;
    let mut next = || {
        state = state
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1);
        state.to_be_bytes()[0]
    };
    (0..length).map(|_| next()).collect()
}

/// The contents and the behaviour of the hub, which tests change while it runs.
#[derive(Default)]
pub(super) struct State {
    repository: String,
    licence: String,
    /// The files from which the list is made.
    pub(super) listed: BTreeMap<String, Vec<u8>>,
    /// The files that are sent.
    pub(super) sent: BTreeMap<String, Vec<u8>>,
    /// The byte at which sending the weights breaks off.
    pub(super) cut: Option<usize>,
    /// The length of a range beyond which sending the weights breaks off.
    pub(super) longest: Option<usize>,
    /// The status with which everything is answered.
    pub(super) refuse: Option<u16>,
    /// The address at which the list of files claims to continue.
    pub(super) next: Option<String>,
    /// Whether the list of files is an answer that never ends.
    pub(super) endless: bool,
    /// Whether whole files are sent, whatever range is requested.
    pub(super) whole: bool,
    /// `GET path` or `GET path bytes=…`, one for each request.
    log: Vec<String>,
}

/// A server on this machine, which stops when it is dropped.
pub(super) struct Listener {
    server: Arc<Server>,
    thread: Option<JoinHandle<()>>,
    pub(super) address: String,
}

impl Listener {
    /// Starts a server that answers each request so.
    pub(super) fn start(answer: impl Fn(Request) + Send + 'static) -> Self {
        let server = Arc::new(Server::http("127.0.0.1:0").unwrap());
        let address = format!("http://{}", server.server_addr().to_ip().unwrap());
        let receiver = Arc::clone(&server);
        let thread = std::thread::spawn(move || {
            while let Ok(request) = receiver.recv() {
                answer(request);
            }
        });
        Self {
            server,
            thread: Some(thread),
            address,
        }
    }
}

impl Drop for Listener {
    fn drop(&mut self) {
        self.server.unblock();
        if let Some(thread) = self.thread.take() {
            // A panic of the server has failed the test already.
            let _ = thread.join();
        }
    }
}

pub(super) struct Hub {
    state: Arc<Mutex<State>>,
    pub(super) listener: Listener,
}

impl Hub {
    pub(super) fn new(repository: &str, licence: &str, files: &[(&str, Vec<u8>)]) -> Self {
        let files: BTreeMap<String, Vec<u8>> = files
            .iter()
            .map(|(name, content)| ((*name).to_string(), content.clone()))
            .collect();
        let state = Arc::new(Mutex::new(State {
            repository: repository.to_string(),
            licence: licence.to_string(),
            listed: files.clone(),
            sent: files,
            ..State::default()
        }));
        let shared = Arc::clone(&state);
        let listener = Listener::start(move |request| answer(request, &shared));
        Self { state, listener }
    }

    /// A translator with weights of a little more than 3 MiB.
    pub(super) fn translator() -> Self {
        let small = |name: &str| format!("{{\"name\": \"{name}\"}}").into_bytes();
        Self::new(
            REPOSITORY,
            "cc-by-4.0",
            &[
                ("README.md", b"# a card".to_vec()),
                ("config.json", small("config")),
                ("source.spm", noise(500)),
                ("target.spm", noise(400)),
                ("tokenizer_config.json", small("tokenizer")),
                ("vocab.json", small("vocab")),
                (WEIGHTS, noise(3 * MIB + 77)),
            ],
        )
    }

    pub(super) fn change<T>(&self, change: impl FnOnce(&mut State) -> T) -> T {
        change(&mut self.state.lock().unwrap())
    }

    /// Requests since the last call.
    pub(super) fn requests(&self) -> Vec<String> {
        std::mem::take(&mut self.state.lock().unwrap().log)
    }
}

pub(super) fn header(name: &str, value: &str) -> Header {
    Header::from_bytes(name.as_bytes(), value.as_bytes()).unwrap()
}

pub(super) fn send(request: Request, status: u16, body: Vec<u8>, headers: Vec<Header>) {
    let length = body.len();
    let response = Response::new(
        status.into(),
        headers,
        Cursor::new(body),
        Some(length),
        None,
    )
    .with_chunked_threshold(usize::MAX);
    // A client that has gone away does not concern the hub.
    let _ = request.respond(response);
}

fn answer(request: Request, state: &Mutex<State>) {
    let mut state = state.lock().unwrap();
    let path = request.url().split('?').next().unwrap().to_string();
    let range = request
        .headers()
        .iter()
        .find(|header| header.field.equiv("Range"))
        .map(|header| header.value.to_string());
    let line = format!(
        "{} {path} {}",
        request.method(),
        range.as_deref().unwrap_or("")
    );
    state.log.push(line.trim_end().to_string());

    if let Some(status) = state.refuse {
        return send(request, status, Vec::new(), Vec::new());
    }
    let repository = state.repository.clone();
    if path == format!("/api/models/{repository}/revision/main") {
        let info = json!({
            "_id": "1", "id": repository, "sha": COMMIT,
            "cardData": {"license": state.licence}, "tags": ["translation"],
        });
        return send(request, 200, info.to_string().into_bytes(), Vec::new());
    }
    if path == format!("/api/models/{repository}/tree/{COMMIT}") {
        if state.endless {
            return flood(request);
        }
        let link = |next: &String| header("Link", &format!("<{next}>; rel=\"next\""));
        let headers = state.next.iter().map(link).collect();
        let list: Vec<Value> = state.listed.iter().map(listed).collect();
        return send(
            request,
            200,
            Value::from(list).to_string().into_bytes(),
            headers,
        );
    }
    let file = path.strip_prefix(&format!("/{repository}/resolve/{COMMIT}/"));
    let Some(content) = file.and_then(|file| state.sent.get(file)) else {
        let headers = vec![header("X-Error-Code", "EntryNotFound")];
        return send(request, 404, Vec::new(), headers);
    };
    let headers = vec![
        header("ETag", &format!("\"{}\"", git_hash(content))),
        header("X-Repo-Commit", COMMIT),
        header("Accept-Ranges", "bytes"),
    ];
    if state.whole {
        return send(request, 200, content.clone(), headers);
    }
    let Some((start, end)) = range.as_deref().and_then(bounds) else {
        let status = if *request.method() == Method::Head {
            200
        } else {
            400
        };
        return send(request, status, content.clone(), headers);
    };
    let breaks = state.cut.is_some_and(|cut| end > cut)
        || state.longest.is_some_and(|longest| end - start > longest);
    if breaks && path.ends_with(WEIGHTS) {
        return break_off(request);
    }
    send(
        request,
        206,
        content[start..end.min(content.len())].to_vec(),
        headers,
    );
}

/// Lists a large file with its pointer's hash, as the hub does.
fn listed((name, content): (&String, &Vec<u8>)) -> Value {
    if name != WEIGHTS {
        let (oid, size) = (git_hash(content), content.len());
        return json!({"type": "file", "oid": oid, "size": size, "path": name});
    }
    let (sha256, size) = (hex(&Sha256::digest(content)[..]), content.len());
    let pointer =
        format!("version https://git-lfs.github.com/spec/v1\noid sha256:{sha256}\nsize {size}\n");
    json!({
        "type": "file", "oid": git_hash(pointer.as_bytes()), "size": size, "path": name,
        "lfs": {"oid": sha256, "size": size, "pointerSize": pointer.len()},
    })
}

/// Reads `bytes=2-5` as 2 and 6.
pub(super) fn bounds(range: &str) -> Option<(usize, usize)> {
    let (start, last) = range.strip_prefix("bytes=")?.split_once('-')?;
    Some((start.parse().ok()?, last.parse::<usize>().ok()? + 1))
}

/// Sends a body that cannot be read to its end.
fn break_off(request: Request) {
    let mut writer = request.into_writer();
    let text =
        "HTTP/1.1 206 Partial Content\r\nTransfer-Encoding: chunked\r\n\r\n4\r\nabcd\r\nX\r\n";
    let _ = writer.write_all(text.as_bytes());
    let _ = writer.flush();
}

/// Sends an answer until the client has had enough.
fn flood(request: Request) {
    let mut writer = request.into_writer();
    let head = b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n";
    let mut chunk = b"100000\r\n".to_vec();
    chunk.resize(chunk.len() + 0x10_0000, b' ');
    chunk.extend(b"\r\n");
    let _ = writer.write_all(head);
    while writer.write_all(&chunk).is_ok() {}
}
