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
