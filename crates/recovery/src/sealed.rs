//! What the house hands to a browser to keep, and reads again: sealed under a key of its own (XChaCha20-Poly1305), so that
//! whoever keeps it can neither read nor change it, nor show it in another place.

use chacha20poly1305::aead::{Aead, KeyInit, Payload};
use chacha20poly1305::{XChaCha20Poly1305, XNonce};
use zeroize::Zeroizing;

use crate::keys::{KeyRing, mac};
use crate::ports::{Broken, Chance, draw};
use crate::secret::Secret32;

/// Bytes of the nonce, which stands before what is sealed.
const NONCE: usize = 24;

impl KeyRing {
    /// Seals bytes for one place, under the newest key. The result is 40 bytes longer, and another one each time.
    ///
    /// # Errors
    /// [`Broken`] when the system gives no random bytes.
    pub fn seal_state(&self, place: &[u8], state: &[u8], chance: &dyn Chance) -> Result<Vec<u8>, Broken> {
        let nonce: [u8; NONCE] = draw(chance)?;
        let broken = || Broken::Machine("nothing can be sealed".to_owned());
        let key = self.each().next().ok_or_else(broken)?;
        let payload = Payload {
            msg: state,
            aad: place,
        };
        let sealed = cipher(key).encrypt(&XNonce::from(nonce), payload);
        Ok([nonce.as_slice(), &sealed.map_err(|_| broken())?].concat())
    }

    /// What was sealed for this place, under whichever key of the ring; `None`: nothing of ours, or of another place.
    #[must_use]
    pub fn open_state(&self, place: &[u8], sealed: &[u8]) -> Option<Zeroizing<Vec<u8>>> {
        let (nonce, sealed) = sealed.split_first_chunk::<NONCE>()?;
        let nonce = XNonce::from(*nonce);
        let payload = || Payload {
            msg: sealed,
            aad: place,
        };
        self.each()
            .find_map(|key| cipher(key).decrypt(&nonce, payload()).ok())
            .map(Zeroizing::new)
    }
}

fn cipher(key: &Secret32) -> XChaCha20Poly1305 {
    XChaCha20Poly1305::new(&mac(key, &[b"sealed-state"]).into())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::keys::KeyId;

    struct Counting(std::sync::atomic::AtomicU8);

    impl Chance for Counting {
        fn fill(&self, bytes: &mut [u8]) -> Result<(), Broken> {
            bytes.fill(self.0.fetch_add(1, std::sync::atomic::Ordering::Relaxed));
            Ok(())
        }
    }

    fn key(first: u8) -> Secret32 {
        Secret32::new(std::array::from_fn(|at| {
            first ^ u8::try_from(at).unwrap().wrapping_mul(37).wrapping_add(first)
        }))
    }

    fn ring(ids: &[u8]) -> KeyRing {
        let keys = ids.iter().map(|id| (KeyId(u32::from(*id)), key(*id)));
        KeyRing::new(keys.collect(), key(173)).unwrap()
    }

    #[test]
    fn what_was_sealed_opens_in_its_place_alone_and_only_whole() {
        let (ring, chance) = (ring(&[11]), Counting(0.into()));
        let sealed = ring.seal_state(b"one", b"482913", &chance).unwrap();
        assert_ne!(sealed, ring.seal_state(b"one", b"482913", &chance).unwrap());
        assert!(!sealed.windows(6).any(|it| it == b"482913"));
        assert_eq!(ring.open_state(b"one", &sealed).unwrap().as_slice(), b"482913");
        assert!(ring.open_state(b"two", &sealed).is_none());
        for at in 0..sealed.len() {
            let mut bent = sealed.clone();
            bent[at] ^= 1;
            assert!(ring.open_state(b"one", &bent).is_none(), "{at}");
            assert!(ring.open_state(b"one", &sealed[..at]).is_none(), "{at}");
        }
    }

    #[test]
    fn a_rotated_ring_still_opens_what_the_old_key_sealed() {
        let chance = Counting(0.into());
        let sealed = ring(&[11]).seal_state(b"one", b"x", &chance).unwrap();
        assert!(ring(&[11, 12]).open_state(b"one", &sealed).is_some());
        assert!(ring(&[12]).open_state(b"one", &sealed).is_none());
    }
}
