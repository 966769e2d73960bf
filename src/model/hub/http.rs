//! Requests to one hub. No server can make mujaz use more memory or time than planned: bodies are
//! bounded, and a connection that stops delivering is given up.

use std::io::Read as _;
use std::ops::Range;
use std::path::PathBuf;
use std::thread;
use std::time::{Duration, Instant};

use crossbeam_channel::{RecvTimeoutError, Sender, bounded};
use ureq::Agent;
use ureq::config::RedirectAuthHeaders;
use ureq::http::Response;
use ureq::tls::{RootCerts, TlsConfig};

use super::fault::Fault;

/// A connection that delivers nothing for this long counts as broken.
const STALL: Duration = Duration::from_secs(30);
/// Time limit for a connection, over all addresses of a name; [`ATTEMPTS`] of them take about [`STALL`].
const CONNECT: Duration = Duration::from_secs(10);
/// Time limit for an answer that is not a file, however slowly it comes.
const LONGEST_ANSWER: Duration = Duration::from_secs(180);
/// Size limit of an answer that is not a file, in bytes.
const LARGEST_ANSWER: usize = 32 << 20;
/// How often an answer that is not a file is requested.
const ATTEMPTS: u32 = 3;
/// Pause before the second attempt, doubled before each further one.
const FIRST_PAUSE: Duration = Duration::from_millis(200);
/// Size in bytes of the pieces in which a body is handed on.
const PIECE: usize = 1 << 16;
/// How many pieces may wait for the disk.
const WAITING: usize = 64;

/// A client for one hub.
pub(super) struct Client {
    agent: Agent,
    token: Option<String>,
    /// [`STALL`], but for tests.
    stall: Duration,
}

/// A server's answer.
pub(super) struct Answer {
    pub(super) body: Vec<u8>,
    /// The address of the next page of a list, as the server writes it.
    pub(super) next: Option<String>,
}

impl Client {
    /// Creates a client without sending anything. Requests to an HTTPS hub never follow a redirect
    /// to plain HTTP.
    pub(super) fn new(endpoint: &str) -> Self {
        Self {
            token: token(),
            ..Self::without_token(endpoint)
        }
    }

    /// Creates a client that sends the user's token to nobody.
    pub(super) fn without_token(endpoint: &str) -> Self {
        let tls = TlsConfig::builder()
            // The system's certificates are used, because newsrooms have proxies with certificates
            // of their own.
            .root_certs(RootCerts::PlatformVerifier)
            .build();
        let config = Agent::config_builder()
            .user_agent(concat!("mujaz/", env!("CARGO_PKG_VERSION")))
            .http_status_as_error(false)
            .https_only(endpoint.starts_with("https:"))
            .redirect_auth_headers(RedirectAuthHeaders::SameHost)
            .timeout_connect(Some(CONNECT))
            .tls_config(tls)
            .build();
        Self {
            agent: config.into(),
            token: None,
            stall: STALL,
        }
    }

    /// Requests an answer that is not a file. Passing errors are retried.
    pub(super) fn get(&self, address: &str) -> Result<Answer, Fault> {
        let mut pause = FIRST_PAUSE;
        for _ in 1..ATTEMPTS {
            match self.get_once(address) {
                Err(fault) if fault.passing => thread::sleep(pause),
                done => return done,
            }
            pause *= 2;
        }
        self.get_once(address)
    }

    fn get_once(&self, address: &str) -> Result<Answer, Fault> {
        let mut body = Vec::new();
        let next = self.exchange(address, Wanted::Answer, &mut |bytes| {
            body.extend_from_slice(bytes);
            body.len() <= LARGEST_ANSWER
        });
        if body.len() > LARGEST_ANSWER {
            let text = format!("an answer of more than {} MB", LARGEST_ANSWER >> 20);
            return Err(Fault::lasting(text));
        }
        Ok(Answer { body, next: next? })
    }

    /// Requests some bytes of a file of `size` bytes and hands them to `take` as they arrive,
    /// until it returns false. A server without range support sends the file to its end.
    pub(super) fn range(
        &self,
        address: &str,
        (range, size): (Range<u64>, u64),
        take: &mut dyn FnMut(&[u8]) -> bool,
    ) -> Result<(), Fault> {
        self.exchange(address, Wanted::Bytes { range, size }, take)?;
        Ok(())
    }

    /// Runs a request on a thread of its own, which is abandoned if nothing arrives for too long,
    /// because neither name lookup nor a slow body has a time limit otherwise. Returns the address
    /// of the next page, if there is one.
    fn exchange(
        &self,
        address: &str,
        wanted: Wanted,
        take: &mut dyn FnMut(&[u8]) -> bool,
    ) -> Result<Option<String>, Fault> {
        let mut request = self.agent.get(address);
        if let Some(token) = &self.token {
            request = request.header("Authorization", format!("Bearer {token}"));
        }
        if let Wanted::Bytes { range, .. } = &wanted {
            let last = range.end.saturating_sub(1);
            request = request.header("Range", format!("bytes={}-{last}", range.start));
            // In a compressed body, bytes could not be counted.
            request = request.header("Accept-Encoding", "identity");
        }
        let answer = matches!(wanted, Wanted::Answer);
        let (started, mut has_begun) = (Instant::now(), false);
        let (sender, receiver) = bounded(WAITING);
        let work = move || {
            let response = request.call().map_err(Fault::from);
            let result = response.and_then(|response| read(response, &wanted, &sender));
            // The receiver is gone only if it has abandoned this request.
            let _ = sender.send(Report::Done(result));
        };
        thread::Builder::new()
            .name("mujaz-pull".to_string())
            .spawn(work)
            .map_err(|error| Fault::lasting(error.to_string()))?;
        loop {
            match receiver.recv_timeout(self.stall) {
                Ok(Report::Skipped) => has_begun = true,
                Ok(Report::Bytes(_)) if answer && started.elapsed() > LONGEST_ANSWER => {
                    let text = format!("it took more than {} seconds", LONGEST_ANSWER.as_secs());
                    return Err(Fault::lasting(text));
                }
                Ok(Report::Bytes(bytes)) => {
                    has_begun = true;
                    if !take(&bytes) {
                        return Err(Fault::lasting("no more was wanted".to_string()));
                    }
                }
                Ok(Report::Done(result)) => return result,
                Err(RecvTimeoutError::Timeout) => {
                    let text = format!("nothing arrived for {} seconds", self.stall.as_secs());
                    // A hub that says nothing at all is not asked again. A file was listed before, and
                    // where a connection that was kept is dead, a new one may bring it.
                    let may_pass = has_begun || !answer;
                    return Err(match may_pass {
                        true => Fault::answer(text),
                        false => Fault::lasting(text),
                    });
                }
                Err(RecvTimeoutError::Disconnected) => {
                    let text = "the download thread stopped".to_string();
                    return Err(Fault::lasting(text));
                }
            }
        }
    }
}

enum Wanted {
    Answer,
    Bytes { range: Range<u64>, size: u64 },
}

enum Report {
    Bytes(Vec<u8>),
    /// Bytes arrived that were not asked for.
    Skipped,
    Done(Result<Option<String>, Fault>),
}

fn read(
    mut response: Response<ureq::Body>,
    wanted: &Wanted,
    reports: &Sender<Report>,
) -> Result<Option<String>, Fault> {
    let header = |name: &str| {
        let value = response.headers().get(name)?;
        value.to_str().ok().map(str::to_string)
    };
    let status = response.status().as_u16();
    if !response.status().is_success() {
        let (code, text) = (header("X-Error-Code"), header("X-Error-Message"));
        return Err(Fault::refused(status, code, text.unwrap_or_default()));
    }
    let next = header("Link").as_deref().and_then(next_page);
    let (mut skipped, most) = match wanted {
        Wanted::Answer => (0, None),
        Wanted::Bytes { range, .. } if status == 206 => {
            let stated = header("Content-Range");
            let begins = format!("bytes {}-", range.start);
            if stated.is_some_and(|stated| !stated.starts_with(&begins)) {
                let text = "other bytes came than were asked for".to_string();
                return Err(Fault::answer(text));
            }
            (0, Some(range.end - range.start))
        }
        Wanted::Bytes { range, size } => (range.start, Some(size - range.start)),
    };
    let mut body = response.body_mut().with_config().limit(u64::MAX).reader();
    let mut received = 0;
    let mut piece = vec![0; PIECE];
    while most.is_none_or(|most| received < most) {
        let count = body.read(&mut piece).map_err(|e| Fault::broken(&e))?;
        if count == 0 {
            break;
        }
        let wanted = &piece[..count];
        let wanted = &wanted[(skipped.min(count as u64)) as usize..];
        skipped -= (count - wanted.len()) as u64;
        let room = most.map_or(u64::MAX, |most| most - received);
        let wanted = &wanted[..room.min(wanted.len() as u64) as usize];
        received += wanted.len() as u64;
        let report = match wanted.is_empty() {
            true => Report::Skipped,
            false => Report::Bytes(wanted.to_vec()),
        };
        if reports.send(report).is_err() {
            break;
        }
    }
    if most.is_some_and(|most| received < most) {
        let text = format!("the answer ended after {received} bytes");
        return Err(Fault::answer(text));
    }
    // Reads the end too, so that the connection can be reused.
    let _ = body.read(&mut piece);
    Ok(next)
}

/// The address with `rel="next"` in a `Link` header.
fn next_page(link: &str) -> Option<String> {
    link.split(',').find_map(|part| {
        let (address, parameters) = part.trim().strip_prefix('<')?.split_once('>')?;
        let is_next = parameters
            .split(';')
            .any(|p| matches!(p.trim(), "rel=\"next\"" | "rel=next"));
        is_next.then(|| address.to_string())
    })
}

/// The user's token, from the places where the hub's own tools look for it.
fn token() -> Option<String> {
    let variable = |name: &str| std::env::var(name).ok().filter(|value| !value.is_empty());
    let home = || {
        variable("HF_HOME").map(PathBuf::from).or_else(|| {
            let cache = variable("XDG_CACHE_HOME").map(PathBuf::from);
            let cache = cache.or_else(|| Some(PathBuf::from(variable("HOME")?).join(".cache")));
            Some(cache?.join("huggingface"))
        })
    };
    let stored = || {
        let path = variable("HF_TOKEN_PATH").map(PathBuf::from);
        std::fs::read_to_string(path.or_else(|| Some(home()?.join("token")))?).ok()
    };
    let token = variable("HF_TOKEN").or_else(stored)?;
    let token = token.trim().to_string();
    (!token.is_empty()).then_some(token)
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use std::io::{ErrorKind, Write as _};
    use std::net::TcpListener;

    use super::*;

    /// A server that answers nothing by itself, its address, and a client that waits for `stall`.
    fn silent(stall: Duration) -> (TcpListener, String, Client) {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let address = format!("http://{}/", listener.local_addr().unwrap());
        let client = Client {
            stall,
            ..Client::without_token(&address)
        };
        (listener, address, client)
    }

    #[test]
    fn who_accepts_and_says_nothing_is_asked_once() {
        let (listener, address, client) = silent(Duration::from_millis(200));
        let fault = client.get(&address).err().unwrap();
        assert!(fault.to_string().starts_with("nothing arrived for "));
        assert!(!fault.passing);
        listener.set_nonblocking(true).unwrap();
        assert!(listener.accept().is_ok());
        let none = listener.accept().unwrap_err();
        assert_eq!(none.kind(), ErrorKind::WouldBlock);
    }

    #[test]
    fn a_file_of_which_nothing_comes_may_be_asked_for_again() {
        let (_listener, address, client) = silent(Duration::from_millis(200));
        let range = client.range(&address, (0..9, 9), &mut |_| true);
        let fault = range.err().unwrap();
        assert!(fault.to_string().starts_with("nothing arrived for "));
        assert!(fault.passing);
    }

    #[test]
    fn an_answer_that_begins_and_stops_may_be_asked_for_again() {
        let (listener, address, client) = silent(Duration::from_secs(2));
        let server = thread::spawn(move || {
            let (mut stream, _) = listener.accept().unwrap();
            let answer = b"HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\nbegun";
            stream.write_all(answer).unwrap();
            stream
        });
        let fault = client.get_once(&address).err().unwrap();
        assert!(fault.to_string().starts_with("nothing arrived for "));
        assert!(fault.passing);
        drop(server.join().unwrap());
    }

    #[test]
    fn the_next_page_is_the_one_that_is_called_so() {
        let link = "<https://a/1?x=1>; rel=\"prev\", <https://a/3>; x=y; rel=\"next\"";
        assert_eq!(next_page(link).as_deref(), Some("https://a/3"));
        assert_eq!(next_page("</b?c=d>; rel=next").as_deref(), Some("/b?c=d"));
        for none in ["", "<https://a/1>; rel=\"last\"", "https://a; rel=\"next\""] {
            assert_eq!(next_page(none), None, "{none}");
        }
    }
}
