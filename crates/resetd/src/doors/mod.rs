//! One door each to the clock, chance and the environment.
