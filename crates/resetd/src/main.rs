//! The `resetd` program: everything is in the library beside it.

fn main() {}
