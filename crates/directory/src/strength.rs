//! How much work one guess at a password costs an attacker, and us: the parameters of Argon2id.

/// The most memory of one hash that settings may ask for, in KiB: 1 GiB.
pub const MOST_MEMORY: u32 = 1 << 20;

/// The most passes that settings may ask for.
pub const MOST_PASSES: u32 = 32;

/// The least memory (KiB) for each number of passes, at one lane. The OWASP Password Storage cheat sheet holds these
/// five to be of equal strength; SECURITY asks for the second one "or equivalent".
const FLOOR: [(u32, u32); 5] = [(47_104, 1), (19_456, 2), (12_288, 3), (9_216, 4), (7_168, 5)];

/// Parameters of Argon2id that are strong enough for new hashes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Strength {
    m_kib: u32,
    t: u32,
}

/// Why parameters are refused.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum TooWeak {
    /// Less work than any of the accepted minima.
    #[error("weaker than m_kib = 19456, t = 2 (or 47104/1, 12288/3, 9216/4, 7168/5)")]
    Floor,
    /// So much that a few resets would stop the service.
    #[error("m_kib is at most {MOST_MEMORY} and t at most {MOST_PASSES}")]
    Ceiling,
    /// More than one lane.
    #[error("p is 1: each hash runs on one thread, so more lanes would only help an attacker who has more")]
    Lanes,
}

impl Strength {
    /// 19 MiB, two passes, one lane.
    pub const DEFAULT: Strength = Strength { m_kib: 19_456, t: 2 };

    /// Checks parameters: memory in KiB, passes, lanes.
    ///
    /// # Errors
    /// [`TooWeak`] below the floor, above the ceiling, or with more than one lane.
    pub fn new(m_kib: u32, t: u32, p: u32) -> Result<Strength, TooWeak> {
        if p != 1 {
            return Err(TooWeak::Lanes);
        }
        if m_kib > MOST_MEMORY || t > MOST_PASSES {
            return Err(TooWeak::Ceiling);
        }
        let enough = FLOOR
            .iter()
            .any(|(memory, passes)| m_kib >= *memory && t >= *passes);
        enough.then_some(Strength { m_kib, t }).ok_or(TooWeak::Floor)
    }

    /// Memory in KiB.
    #[must_use]
    pub fn m_kib(self) -> u32 {
        self.m_kib
    }

    /// Passes over the memory.
    #[must_use]
    pub fn t(self) -> u32 {
        self.t
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn parameters_below_every_accepted_minimum_are_refused() {
        assert_eq!(Strength::new(19_456, 2, 1), Ok(Strength::DEFAULT));
        assert_eq!(Strength::new(19_455, 2, 1), Err(TooWeak::Floor));
        assert_eq!(Strength::new(19_456, 1, 1), Err(TooWeak::Floor));
        assert!(Strength::new(47_104, 1, 1).is_ok() && Strength::new(12_288, 3, 1).is_ok());
        assert_eq!(Strength::new(0, 0, 1), Err(TooWeak::Floor));
        assert_eq!(Strength::new(7_167, 32, 1), Err(TooWeak::Floor));
    }

    #[test]
    fn parameters_that_would_stop_the_service_are_refused() {
        assert_eq!(Strength::new(u32::MAX, 2, 1), Err(TooWeak::Ceiling));
        assert_eq!(Strength::new(19_456, u32::MAX, 1), Err(TooWeak::Ceiling));
        assert_eq!(Strength::new(19_456, 2, 4), Err(TooWeak::Lanes));
    }
}
