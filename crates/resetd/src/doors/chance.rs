//! The door to chance.

use recovery::ports::{Broken, Chance};

/// Random bytes of the operating system.
#[derive(Clone, Copy, Debug, Default)]
pub struct SystemChance;

impl Chance for SystemChance {
    #[expect(clippy::disallowed_methods, reason = "this is the door")]
    fn fill(&self, bytes: &mut [u8]) -> Result<(), Broken> {
        getrandom::fill(bytes)
            .map_err(|cause| Broken::Machine(format!("the operating system gave no random bytes: {cause}")))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_two_draws_are_alike() {
        let (mut one, mut other) = ([0; 32], [0; 32]);
        SystemChance.fill(&mut one).unwrap();
        SystemChance.fill(&mut other).unwrap();
        assert_ne!(one, other);
    }
}
