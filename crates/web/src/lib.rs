//! The street: HTTP in, HTTP out. A dialect turns a request into words of the ground floor, hands it to the desk and
//! turns the ending into an answer; it decides nothing. Everything that is the same for all of them happens once, at
//! the door.

mod basic;
mod body;
pub mod capture;
pub mod client;
pub mod cors;
pub mod dialects;
mod docs;
mod door;
pub mod health;
mod host;
mod json;
mod locale;
pub mod metrics;
pub mod openapi;
pub mod pages;
mod proof;
mod query;
mod refusal;
pub mod reply;
pub mod request_id;
mod route;
mod seldom;
pub mod serve;
pub mod settings;
mod street;
pub mod v1;

pub use capture::router as capture_router;
pub use serve::serve;
pub use street::router;
