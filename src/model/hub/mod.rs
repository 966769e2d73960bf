//! The network: fetching models from a hub, file by file, so that a download that was broken off
//! goes on and a file that was changed on its way is noticed. Nothing else in the program asks a
//! server.

mod download;
pub(super) mod event;
mod fault;
mod http;
#[expect(
    clippy::module_inception,
    reason = "the hub's interface, among what it takes to use it"
)]
mod hub;
pub(super) mod pull;
