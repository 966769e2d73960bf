//! The network: fetching models from where they are published, file by file, so that an interrupted
//! download continues and a file changed in transit is detected. Nothing else in the program
//! contacts a server.

mod download;
pub(super) mod event;
mod fault;
mod http;
#[expect(
    clippy::module_inception,
    reason = "the hub's interface, among what it takes to use it"
)]
mod hub;
pub(super) mod offline;
mod origin;
pub(super) mod pull;
mod registry;

/// Reads a page of a hub's list of files, and checks what was accepted.
#[cfg(feature = "fuzzing")]
pub(super) fn check_listing(page: &[u8]) {
    for file in hub::files(page).into_iter().flatten() {
        if let origin::HubHash::Sha256(hash) = &file.hash {
            let is_hex = |byte: u8| byte.is_ascii_digit() || (b'a'..=b'f').contains(&byte);
            assert!(hash.len() == 64 && hash.bytes().all(is_hex), "{hash}");
        }
        assert_eq!(file.stored(), file.size);
    }
}
