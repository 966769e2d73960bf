//! Errors of a hub. This file owns their wording, which says what to do, and which of them are
//! worth another attempt.

use std::error::Error as _;
use std::{fmt, io};

use crate::model::ModelError;

/// Why a request failed, and whether the same request may succeed later.
#[derive(Debug)]
pub(super) struct Fault {
    status: Option<u16>,
    code: Option<String>,
    text: String,
    pub(super) passing: bool,
}

impl Fault {
    /// An answer other than the one requested.
    pub(super) fn answer(text: String) -> Self {
        Self {
            status: None,
            code: None,
            text,
            passing: true,
        }
    }

    /// A refusal: the status, and the hub's code and message.
    pub(super) fn refused(status: u16, code: Option<String>, text: String) -> Self {
        Self {
            status: Some(status),
            code,
            text,
            passing: status >= 500,
        }
    }

    /// A failed connection. The innermost cause is the most specific: "connection refused",
    /// "invalid certificate".
    pub(super) fn broken(error: &io::Error) -> Self {
        let mut text = error.to_string();
        let mut cause = error.source();
        while let Some(inner) = cause {
            text = inner.to_string();
            cause = inner.source();
        }
        Self::answer(text)
    }

    /// An error that another request will not remove.
    pub(super) fn lasting(text: String) -> Self {
        Self {
            status: None,
            code: None,
            text,
            passing: false,
        }
    }

    /// The error in words; `what` is the requested revision or file.
    pub(super) fn explain(&self, endpoint: &str, repository: &str, what: &str) -> ModelError {
        let page = format!("{endpoint}/{repository}");
        let (what, advice) = match (self.status, self.code.as_deref()) {
            (Some(401), _) => (
                "the hub does not let this user in (401)".to_string(),
                format!(
                    "The repository does not exist or is private: look at {page}, and set \
                     HF_TOKEN if it needs a login"
                ),
            ),
            (Some(403), _) => (
                "the hub forbids access (403)".to_string(),
                format!("Open {page} in a browser, accept its conditions, then set HF_TOKEN"),
            ),
            (Some(404), Some("RevisionNotFound")) => (
                format!("there is no revision {what} (404)"),
                format!("See {page} for the ones there are"),
            ),
            (Some(404), Some("EntryNotFound")) => (
                format!("there is no file {what} (404)"),
                format!("See {page} for the ones there are"),
            ),
            (Some(404), _) => (
                format!("the hub has no such repository, or no {what} in it (404)"),
                format!("Look at {page}; it may have been moved or renamed"),
            ),
            (Some(429), _) => (
                "the hub asks to wait (429, too many requests)".to_string(),
                "Pull again in a few minutes; what has arrived is kept".to_string(),
            ),
            (Some(status), _) => (
                format!("the hub answered {status} for {what} {}", self.text)
                    .trim_end()
                    .to_string(),
                "Pull again later; what has arrived is kept".to_string(),
            ),
            (None, _) => (
                format!("no good answer from {endpoint}: {}", self.text),
                "Check the network, HTTPS_PROXY, ALL_PROXY and HF_ENDPOINT, then pull again; what has \
                 arrived is kept"
                    .to_string(),
            ),
        };
        ModelError::Hub {
            repository: repository.to_string(),
            what,
            advice,
        }
    }
}

impl fmt::Display for Fault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.status {
            Some(status) => write!(f, "{}", format!("{status} {}", self.text).trim_end()),
            None => f.write_str(&self.text),
        }
    }
}

impl From<ureq::Error> for Fault {
    fn from(error: ureq::Error) -> Self {
        match error {
            ureq::Error::Io(error) => Self::broken(&error),
            lasting @ (ureq::Error::BadUri(_)
            | ureq::Error::RequireHttpsOnly(_)
            | ureq::Error::TooManyRedirects
            | ureq::Error::RedirectFailed) => Self::lasting(lasting.to_string()),
            other => Self::answer(other.to_string()),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_refusal_is_explained() {
        let explain = |status, code: Option<&str>| {
            let code = code.map(str::to_string);
            let fault = Fault::refused(status, code, String::new());
            fault
                .explain("http://127.0.0.1:9", "o/m", "main")
                .to_string()
        };
        assert!(explain(401, None).contains("HF_TOKEN"));
        assert!(explain(403, None).contains("accept its conditions"));
        assert!(explain(404, Some("RevisionNotFound")).contains("no revision main"));
        assert!(explain(404, None).contains("http://127.0.0.1:9/o/m"));
        assert!(explain(503, None).starts_with("o/m: the hub answered 503 for main. Pull again"));
    }
}
