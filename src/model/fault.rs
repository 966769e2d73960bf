//! Failures of a hub, in words that say what to do.

use std::error::Error as _;

use hf_hub::HFError;

use super::ModelError;

/// Why a request failed, and whether the same request may succeed later.
#[derive(Debug)]
pub(super) struct Fault {
    status: Option<u16>,
    code: Option<String>,
    text: String,
    pub(super) passing: bool,
}

impl Fault {
    /// An answer that was not what was asked for.
    pub(super) fn answer(text: String) -> Self {
        Self {
            status: None,
            code: None,
            text,
            passing: true,
        }
    }

    /// Something that asking again will not mend.
    pub(super) fn lasting(text: String) -> Self {
        Self {
            status: None,
            code: None,
            text,
            passing: false,
        }
    }

    /// The fault in words; `what` is the revision or file that was asked for.
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
                "Check the network, HTTPS_PROXY and HF_ENDPOINT, then pull again; what has \
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

impl From<HFError> for Fault {
    fn from(error: HFError) -> Self {
        match error {
            HFError::Http { context }
            | HFError::AuthRequired { context }
            | HFError::Forbidden { context }
            | HFError::Conflict { context }
            | HFError::RateLimited { context, .. } => {
                let status = context.status.as_u16();
                let text = context.server_message.clone().unwrap_or_default();
                let code = context.error_code.clone();
                Self {
                    status: Some(status),
                    code,
                    text,
                    passing: status >= 500,
                }
            }
            HFError::RepoNotFound { context, .. }
            | HFError::RevisionNotFound { context, .. }
            | HFError::EntryNotFound { context, .. } => {
                let code = context.and_then(|context| context.error_code.clone());
                Self {
                    status: Some(404),
                    code,
                    text: String::new(),
                    passing: false,
                }
            }
            HFError::Request { source, .. } => {
                // The innermost cause says the most: "connection refused", "invalid certificate".
                let mut text = source.to_string();
                let mut cause = source.source();
                while let Some(inner) = cause {
                    text = inner.to_string();
                    cause = inner.source();
                }
                Self::answer(text)
            }
            HFError::Io(error) => Self::answer(error.to_string()),
            HFError::Xet { operation, source } => {
                let text = format!("{operation}: {source}");
                Self::answer(text)
            }
            other => Self {
                status: None,
                code: None,
                text: other.to_string(),
                passing: false,
            },
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
            let fault = Fault {
                status: Some(status),
                code,
                text: String::new(),
                passing: false,
            };
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
