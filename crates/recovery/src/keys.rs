//! The key ring, and everything that is derived from it: codes, link tokens, ledger keys, client keys. None of these
//! is stored; whoever holds the database without the ring holds nothing.

use aes::Aes256;
use aes::cipher::{BlockCipherDecrypt, BlockCipherEncrypt};
use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use hmac::{Hmac, KeyInit, Mac};
use sha2::Sha256;
use subtle::ConstantTimeEq;

use crate::address::EmailKey;
use crate::challenge::{Challenge, ChallengeId};
use crate::flow::{AddressMark, FlowId};
use crate::ledger::LedgerKey;
use crate::limits::ClientKey;
use crate::once::{Once, OnceKey};
use crate::secret::{LinkToken, Otp, Secret32};

/// Names a key of the ring in the database.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct KeyId(pub u32);

/// What a derived value is for. It separates a code from a link and one kind of flow from another.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Purpose {
    /// The code that resets a password.
    ResetCode,
    /// The link that resets a password.
    ResetLink,
}

impl Purpose {
    fn label(self) -> &'static [u8] {
        match self {
            Purpose::ResetCode => b"reset-code",
            Purpose::ResetLink => b"reset-link",
        }
    }
}

/// Why keys are not fit for use.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum NoRing {
    /// No issuing key.
    #[error("the ring holds no key")]
    Empty,
    /// Two keys under one id.
    #[error("two keys of the ring have the id {0}")]
    Twice(u32),
    /// All zero, a pattern, an example: anything that did not come from a random source.
    #[error("a key of the ring is not random: all zero, a pattern or an example")]
    Weak,
}

/// The keys of this house. The one with the highest id derives new codes; older ones still verify theirs.
#[derive(Clone, Debug)]
pub struct KeyRing {
    keys: Vec<(KeyId, Secret32)>,
    ledger: Secret32,
}

impl KeyRing {
    /// A ring of these keys, and the ledger's own key, which rotation never changes.
    ///
    /// # Errors
    /// [`NoRing`] when there is no key, an id twice, or a key that is not random.
    pub fn new(mut keys: Vec<(KeyId, Secret32)>, ledger: Secret32) -> Result<KeyRing, NoRing> {
        keys.sort_by_key(|(id, _)| *id);
        let twice = keys.iter().zip(keys.iter().skip(1)).find(|(a, b)| a.0 == b.0);
        if let Some((_, (id, _))) = twice {
            return Err(NoRing::Twice(id.0));
        }
        if keys.is_empty() {
            return Err(NoRing::Empty);
        }
        if keys.iter().map(|(_, key)| key).chain([&ledger]).any(is_weak) {
            return Err(NoRing::Weak);
        }
        Ok(KeyRing { keys, ledger })
    }

    /// The key that new challenges are issued under.
    #[must_use]
    pub fn issuing(&self) -> KeyId {
        self.keys.last().map_or(KeyId(0), |(id, _)| *id)
    }

    /// The fingerprints by which the database knows these keys: of each key by its id, and of the ledger's as id 0.
    #[must_use]
    pub fn fingerprints(&self) -> Vec<(KeyId, [u8; 8])> {
        let ledger = std::iter::once((KeyId(0), &self.ledger));
        let keys = self.keys.iter().map(|(id, key)| (*id, key));
        ledger
            .chain(keys)
            .map(|(id, key)| (id, head(&mac(key, &[b"fingerprint"]))))
            .collect()
    }

    /// The code of a challenge, or `None` when it has none, or its key has left the ring.
    #[must_use]
    pub fn code_for(&self, challenge: &Challenge) -> Option<Otp> {
        let (key, rung) = (self.key(challenge.key)?, challenge.code?.rung);
        // A draw is uneven with odds of less than M / 2^128, so the first round nearly always serves.
        (0..=u8::MAX).find_map(|round| {
            let bits = derive(key, Purpose::ResetCode, challenge, round);
            rung.code_from(&bits)
        })
    }

    /// The link token of a challenge, or `None` when its key has left the ring.
    #[must_use]
    pub fn link_for(&self, challenge: &Challenge) -> Option<LinkToken> {
        let key = self.key(challenge.key)?;
        let mac = derive(key, Purpose::ResetLink, challenge, 0);
        let token = [challenge.id.bytes().as_slice(), &mac].concat();
        Some(LinkToken::typed(URL_SAFE_NO_PAD.encode(token)))
    }

    /// Whether a token is the challenge's link, compared in constant time.
    #[must_use]
    pub fn opens(&self, challenge: &Challenge, token: &LinkToken) -> bool {
        let ours = self.link_for(challenge);
        ours.is_some_and(|ours| ours.reveal().as_bytes().ct_eq(token.reveal().as_bytes()).into())
    }

    /// The account's name in the ledger.
    #[must_use]
    pub fn ledger_key(&self, email: &EmailKey) -> LedgerKey {
        LedgerKey(head(&mac(&self.ledger, &[b"ledger", email.as_str().as_bytes()])))
    }

    /// What a flow is called outside, of which this is the first challenge.
    #[must_use]
    pub fn seal(&self, first: ChallengeId) -> FlowId {
        self.seal_under(self.issuing(), first)
    }

    /// The first challenge that a flow's name may stand for, under each key of the ring, the newest first. A name that
    /// was never given stands for one that does not exist.
    pub fn opened(&self, flow: FlowId) -> impl Iterator<Item = ChallengeId> {
        self.keys.iter().rev().map(move |(_, key)| {
            let mut block = flow.0.into();
            flow_cipher(key).decrypt_block(&mut block);
            ChallengeId::from_bytes(block.into())
        })
    }

    /// What a flow was called that was named under this key, which may have been followed by newer ones.
    #[must_use]
    pub fn seal_under(&self, key: KeyId, first: ChallengeId) -> FlowId {
        let mut block = first.bytes().into();
        if let Some(key) = self.key(key) {
            flow_cipher(key).encrypt_block(&mut block);
        }
        FlowId(block.into())
    }

    /// A request that is carried out once: this client's (its prefix), of this call, under the key that it chose.
    #[must_use]
    pub fn once(&self, call: &str, prefix: &[u8], chosen: &OnceKey, asked: [&str; 2]) -> Once {
        let chosen = chosen.as_str().as_bytes();
        let [one, other] = asked.map(str::as_bytes);
        let key = mac(&self.ledger, &[b"once", call.as_bytes(), prefix, chosen]);
        // Under the key as well: rows of one address look as unlike as any.
        let body = mac(&self.ledger, &[b"once-body", &key, one, other]);
        Once {
            key: head(&key),
            body: head(&body),
        }
    }

    /// A short word that page and letter of one recovery show, so that a person can tell letters apart. It is no secret.
    #[must_use]
    pub fn reference(&self, first: i64) -> String {
        let bits = mac(&self.ledger, &[b"reference", &first.to_be_bytes()]);
        // 32 divides 256: every character is as likely as every other.
        let word = bits.iter().take(6).map(|it| {
            REFERENCE
                .get(usize::from(it % 32))
                .map_or('0', |it| char::from(*it))
        });
        word.collect()
    }

    /// A client's name in the limits on the day of this salt. Once the salt is destroyed, nobody can tell any more
    /// which client it was, not even with the ring.
    #[must_use]
    pub fn client_key(&self, salt: &Secret32, prefix: &[u8]) -> ClientKey {
        ClientKey(head(&mac(&self.ledger, &[b"client", salt.reveal(), prefix])))
    }

    /// What the flow of an address is found by on the day of this salt.
    #[must_use]
    pub fn address_mark(&self, salt: &Secret32, email: &EmailKey) -> AddressMark {
        let parts: [&[u8]; 3] = [b"address", salt.reveal(), email.as_str().as_bytes()];
        AddressMark(head(&mac(&self.ledger, &parts)))
    }

    /// Tells apart what a client's calls are about. Kept in memory only, for as long as the calls count.
    #[must_use]
    pub fn mark(&self, about: &[u8]) -> u64 {
        let [a, b, c, d, e, f, g, h, ..] = mac(&self.ledger, &[b"about", about]);
        u64::from_be_bytes([a, b, c, d, e, f, g, h])
    }

    /// Its keys, the newest first.
    pub(crate) fn each(&self) -> impl Iterator<Item = &Secret32> {
        self.keys.iter().rev().map(|(_, key)| key)
    }

    fn key(&self, id: KeyId) -> Option<&Secret32> {
        self.keys.iter().find(|(it, _)| *it == id).map(|(_, key)| key)
    }
}

/// Crockford's base 32: no letter looks like a digit.
const REFERENCE: [u8; 32] = *b"0123456789ABCDEFGHJKMNPQRSTVWXYZ";

/// One block of AES under a key of its own is a permutation of 128 bits: ids are neither guessed nor made up.
fn flow_cipher(key: &Secret32) -> Aes256 {
    aes::cipher::KeyInit::new(&mac(key, &[b"flow-id"]).into())
}

/// The challenge that a token names, whether or not it is the right token. `None`: no token at all.
#[must_use]
pub fn named_by(token: &LinkToken) -> Option<ChallengeId> {
    let bytes = URL_SAFE_NO_PAD.decode(token.reveal()).ok()?;
    let (id, mac) = bytes.split_first_chunk::<16>()?;
    (mac.len() == 32).then(|| ChallengeId::from_bytes(*id))
}

fn derive(key: &Secret32, purpose: Purpose, challenge: &Challenge, round: u8) -> [u8; 32] {
    let account = challenge.account.0.to_be_bytes();
    let parts: [&[u8]; 5] = [
        purpose.label(),
        &challenge.id.bytes(),
        &account,
        challenge.seed.reveal(),
        &[round],
    ];
    mac(key, &parts)
}

/// HMAC-SHA-256 over parts, each with its length before it, so that no two lists of parts read the same.
pub(crate) fn mac(key: &Secret32, parts: &[&[u8]]) -> [u8; 32] {
    // A key of 32 bytes is never refused; should that ever change, the empty key derives nothing that verifies.
    let Ok(mut mac) = Hmac::<Sha256>::new_from_slice(key.reveal()) else {
        return [0; 32];
    };
    for part in parts {
        mac.update(&u64::try_from(part.len()).unwrap_or(u64::MAX).to_be_bytes());
        mac.update(part);
    }
    mac.finalize().into_bytes().into()
}

fn head<const N: usize>(mac: &[u8; 32]) -> [u8; N] {
    mac.first_chunk::<N>().copied().unwrap_or([0; N])
}

/// A key is weak if it has fewer than 16 different bytes (random ones have about 30; odds of a false alarm below
/// 1e-13) or if its bytes rise by a constant step, as in `00 01 02 …`.
fn is_weak(key: &Secret32) -> bool {
    let bytes = key.reveal();
    let mut seen = [false; 256];
    for byte in bytes {
        if let Some(slot) = seen.get_mut(usize::from(*byte)) {
            *slot = true;
        }
    }
    let different = seen.iter().filter(|it| **it).count();
    let steps = || {
        bytes
            .iter()
            .zip(bytes.iter().skip(1))
            .map(|(a, b)| b.wrapping_sub(*a))
    };
    let regular = steps().zip(steps().skip(1)).all(|(a, b)| a == b);
    different < 16 || regular || bytes.is_ascii() && bytes.iter().all(u8::is_ascii_graphic)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::challenge::tests::challenge;

    fn random(seed: u8) -> Secret32 {
        Secret32::new(mac(&Secret32::new([seed; 32]), &[b"test"]))
    }

    fn ring() -> KeyRing {
        KeyRing::new(vec![(KeyId(1), random(1))], random(9)).unwrap()
    }

    #[test]
    fn a_code_is_the_same_each_time_and_another_for_each_challenge_account_and_key() {
        let (one, ring) = (challenge(), ring());
        let code = |it: &Challenge, ring: &KeyRing| ring.code_for(it).unwrap().reveal().to_owned();
        assert_eq!(code(&one, &ring), code(&one, &ring));
        let mut other = one.clone();
        other.id.tail += 1;
        assert_ne!(code(&one, &ring), code(&other, &ring));
        other = one.clone();
        other.account.0 += 1;
        assert_ne!(code(&one, &ring), code(&other, &ring));
        other = one.clone();
        other.seed = Secret32::new([3; 32]);
        assert_ne!(code(&one, &ring), code(&other, &ring));
        let rotated = KeyRing::new(vec![(KeyId(1), random(2))], random(9)).unwrap();
        assert_ne!(code(&one, &ring), code(&one, &rotated));
    }

    #[test]
    fn a_challenge_whose_key_has_left_the_ring_has_no_code() {
        let other = KeyRing::new(vec![(KeyId(2), random(2))], random(9)).unwrap();
        assert!(other.code_for(&challenge()).is_none());
        assert!(other.link_for(&challenge()).is_none());
    }

    #[test]
    fn a_link_names_its_challenge_and_opens_it_alone() {
        let (one, ring) = (challenge(), ring());
        let token = ring.link_for(&one).unwrap();
        assert_eq!(named_by(&token), Some(one.id));
        assert!(ring.opens(&one, &token));
        let mut other = one.clone();
        other.seed = Secret32::new([3; 32]);
        assert!(!ring.opens(&other, &token));
        let code = ring.code_for(&one).unwrap();
        assert!(
            !ring.opens(&one, &LinkToken::typed(code.reveal().to_owned())),
            "a code is no token"
        );
        assert_eq!(named_by(&LinkToken::typed("123456".into())), None);
    }

    #[test]
    fn codes_are_uniform_over_their_alphabet() {
        // 60 000 digits, 6 000 of each expected; a χ² of 27.9 with 9 degrees of freedom has odds of 0.001.
        let (mut one, ring) = (challenge(), ring());
        let mut counts = [0_f64; 10];
        for tail in 0..10_000 {
            one.id.tail = tail;
            for digit in ring.code_for(&one).unwrap().reveal().bytes() {
                counts[usize::from(digit - b'0')] += 1.0;
            }
        }
        let chi: f64 = counts.iter().map(|n| (n - 6000.0).powi(2) / 6000.0).sum();
        assert!(chi < 27.9, "{counts:?}");
    }

    #[test]
    fn a_key_that_is_zero_a_pattern_or_text_stops_the_start() {
        let counting: [u8; 32] = std::array::from_fn(|n| u8::try_from(n).unwrap());
        for weak in [
            [0; 32],
            [7; 32],
            counting,
            *b"change-me-change-me-change-me-ab",
            *b"abcdefghijklmnopqrstuvwxyzABCDEF",
        ] {
            assert_eq!(
                KeyRing::new(vec![(KeyId(1), Secret32::new(weak))], random(9)).err(),
                Some(NoRing::Weak)
            );
            assert_eq!(
                KeyRing::new(vec![(KeyId(1), random(1))], Secret32::new(weak)).err(),
                Some(NoRing::Weak)
            );
        }
        assert_eq!(KeyRing::new(vec![], random(9)).err(), Some(NoRing::Empty));
        let twice = vec![(KeyId(1), random(1)), (KeyId(1), random(2))];
        assert_eq!(KeyRing::new(twice, random(9)).err(), Some(NoRing::Twice(1)));
    }

    #[test]
    fn the_newest_key_issues() {
        let keys = vec![(KeyId(7), random(1)), (KeyId(3), random(2))];
        assert_eq!(KeyRing::new(keys, random(9)).unwrap().issuing(), KeyId(7));
    }
}
