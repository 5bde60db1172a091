//! Proof of work (ALTCHA, version 2): who is over a limit may work for one more call, until three times the limit are spent.
//!
//! A puzzle is signed, and nothing of it is kept: the key of the signature is made of what it is for and of the client, so
//! that a solution is worth nothing to another client or for another limit. What is kept is which solutions were used.

use altcha::{ChallengeParameters, HmacAlgorithm, Solution, VerifySolutionOptions};
use subtle::ConstantTimeEq;

use crate::clients::Prefix;
use crate::keys::{KeyRing, mac};
use crate::limits::Doing;
use crate::moment::{Moment, Span};
use crate::ports::{Broken, Chance, draw};
use crate::secret::Secret32;

pub use altcha::Challenge as Puzzle;

/// How many times its limit a client may call with solved puzzles.
pub const LIFTED: u32 = 3;

/// For how long a puzzle may be solved: a slow phone works for a minute at the most, and somebody reads the page first.
pub const PUZZLE_LIFE: Span = Span::minutes(10);

/// Browsers have it built in, so that somebody with a program of their own gains little over a phone.
const ALGORITHM: &str = "PBKDF2/SHA-256";

/// Of the key that a counter leads to, in bytes.
const KEY_LENGTH: usize = 32;

/// How that key has to begin, in hexadecimal digits: one counter in 4096.
const KEY_PREFIX: &str = "000";

/// A solution as it was sent. Nothing in it is believed before it is looked at.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Proof {
    /// The puzzle's nonce.
    pub nonce: [u8; 16],
    /// The puzzle's salt.
    pub salt: [u8; 16],
    /// The iterations that each counter takes.
    pub cost: u32,
    /// When the puzzle ends, in seconds since 1970.
    pub expires_at: i64,
    /// The puzzle's signature.
    pub signature: [u8; 32],
    /// The counter that was found.
    pub counter: u32,
    /// The key that it leads to.
    pub key: [u8; 32],
}

/// A puzzle that is used up by a solution, right or wrong.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Spend {
    /// Which one: half of its signature.
    pub puzzle: [u8; 16],
    /// When it ends. From then on nobody need remember it.
    pub until: Moment,
}

fn parameters(nonce: &[u8; 16], salt: &[u8; 16], cost: u32, expires_at: i64) -> ChallengeParameters {
    ChallengeParameters {
        algorithm: ALGORITHM.to_owned(),
        cost,
        data: None,
        expires_at: Some(expires_at),
        key_length: KEY_LENGTH,
        key_prefix: KEY_PREFIX.to_owned(),
        key_signature: None,
        memory_cost: None,
        nonce: hex(nonce),
        parallelism: None,
        salt: hex(salt),
    }
}

fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|it| format!("{it:02x}")).collect()
}

fn signed(parameters: &mut ChallengeParameters, secret: &str) -> Result<Puzzle, Broken> {
    altcha::sign_challenge(&HmacAlgorithm::Sha256, parameters, None, secret, None)
        .map_err(|why| Broken::Machine(format!("a puzzle cannot be made: {why}")))
}

/// The key of signatures for one client and one limit.
fn secret_of(key: &Secret32, doing: Doing, client: &Prefix) -> String {
    let doing: &[u8] = match doing {
        Doing::Asking => b"asking",
        Doing::Checking => b"checking",
    };
    hex(&mac(key, &[b"puzzle", doing, client.bytes()]))
}

impl KeyRing {
    /// A puzzle of this cost for one client and one limit.
    ///
    /// # Errors
    /// [`Broken`] when the system gives no random bytes.
    pub fn puzzle(
        &self,
        doing: Doing,
        client: &Prefix,
        cost: u32,
        now: Moment,
        chance: &dyn Chance,
    ) -> Result<Puzzle, Broken> {
        let (nonce, salt) = (draw(chance)?, draw(chance)?);
        let key = self.each().next();
        let key = key.ok_or_else(|| Broken::Machine("there is no key to sign a puzzle with".to_owned()))?;
        let ends = (now + PUZZLE_LIFE).0.div_euclid(1000);
        signed(
            &mut parameters(&nonce, &salt, cost, ends),
            &secret_of(key, doing, client),
        )
    }

    /// The puzzle that a proof is about, if we gave it to this client for this limit and it has not ended; with the
    /// secret that it is signed with.
    pub(crate) fn ours(&self, proof: &Proof, doing: Doing, client: &Prefix, now: Moment) -> Option<Ours> {
        let until = Moment(proof.expires_at.saturating_mul(1000));
        if now >= until || until > now + PUZZLE_LIFE + Span::minutes(1) {
            return None;
        }
        let mut parameters = parameters(&proof.nonce, &proof.salt, proof.cost, proof.expires_at);
        self.each().find_map(|key| {
            let secret = secret_of(key, doing, client);
            let puzzle = signed(&mut parameters, &secret).ok()?;
            let signature = puzzle.signature.as_deref()?;
            let same: bool = signature
                .as_bytes()
                .ct_eq(hex(&proof.signature).as_bytes())
                .into();
            same.then_some(Ours {
                puzzle,
                secret,
                proof: *proof,
                until,
            })
        })
    }
}

/// A puzzle of ours with a solution that nobody has looked at yet.
pub(crate) struct Ours {
    puzzle: Puzzle,
    secret: String,
    proof: Proof,
    until: Moment,
}

impl Ours {
    /// What uses it up. Before the solution is looked at, so that each puzzle costs this machine one look at the most.
    pub(crate) fn spend(&self) -> Spend {
        let [a, b, c, d, e, f, g, h, i, j, k, l, m, n, o, p, ..] = self.proof.signature;
        Spend {
            puzzle: [a, b, c, d, e, f, g, h, i, j, k, l, m, n, o, p],
            until: self.until,
        }
    }

    /// Whether it is solved. Takes as long as one counter does: the cost's iterations of SHA-256.
    pub(crate) fn is_solved(&self) -> bool {
        let solution = Solution {
            counter: self.proof.counter,
            derived_key: hex(&self.proof.key),
            time: None,
        };
        let options = VerifySolutionOptions::new(&self.puzzle, &solution, self.secret.as_str());
        altcha::verify_solution(options).is_ok_and(|it| it.verified)
    }
}

#[cfg(test)]
#[path = "puzzle_tests.rs"]
mod tests;
