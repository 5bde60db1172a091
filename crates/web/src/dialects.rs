//! The documented APIs: one file each, its answers as tables in the order of its document.

pub mod fourpoint;
pub mod userverse;

#[cfg(test)]
pub(crate) mod pages;
