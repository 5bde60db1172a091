//! One door each to the clock, to chance and to the environment. Nothing else in the house asks the operating system
//! for them, so that a test can hand in something else.

pub mod chance;
pub mod clock;
pub mod dumps;
pub mod environment;

pub use chance::SystemChance;
pub use clock::SystemClock;
pub use environment::Environment;
