//! The roof: wires the floors below together and gives them a command line.
//!
//! Everything that takes time, chance or the environment enters here, through [`doors`].

pub mod breaches;
pub mod commands;
pub mod conformance;
pub mod doors;
pub mod import;
pub mod keys_file;
pub mod logs;
pub mod settings;
pub mod wiring;
