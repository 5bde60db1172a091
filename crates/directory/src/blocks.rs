//! One Argon2id hash, made in memory that is kept from one hash to the next.

use argon2::{Algorithm, Argon2, Block, Params, Version};
use base64::Engine;
use base64::engine::general_purpose::STANDARD_NO_PAD;
use recovery::ports::Broken;
use recovery::secret::{Password, PasswordHash};
use zeroize::{Zeroize, Zeroizing};

use crate::strength::Strength;

/// The length of a salt in bytes (SECURITY, Passwords).
pub const SALT: usize = 16;

/// The length of a hash in bytes: what every reader of PHC strings expects.
pub const OUTPUT: usize = 32;

/// glibc maps a request of more than 32 MiB on its own and gives it back as soon as it is freed. A smaller one may
/// come out of a heap that is kept, from the second time on, and the memory would stay with us while idle. So we
/// reserve more than that; pages that are never touched cost nothing.
const RESERVED_BLOCKS: usize = 33 * 1024;

/// Working memory of one hash at a time, taken when first needed. It is wiped when given back: what it holds was
/// derived from a password.
pub struct Blocks {
    argon2: Argon2<'static>,
    strength: Strength,
    blocks: Vec<Block>,
}

impl Blocks {
    /// No memory yet, for hashes of this strength.
    ///
    /// # Errors
    /// [`Broken::Machine`] when the library does not take these parameters.
    pub fn new(strength: Strength) -> Result<Blocks, Broken> {
        let params = Params::new(strength.m_kib(), strength.t(), 1, Some(OUTPUT)).map_err(failed)?;
        Ok(Blocks {
            argon2: Argon2::new(Algorithm::Argon2id, Version::V0x13, params),
            strength,
            blocks: Vec::new(),
        })
    }

    /// The raw function, the one that every hash of the pool is made with and that the bench measures.
    ///
    /// # Errors
    /// [`Broken::Machine`] when there is no memory for it.
    pub fn raw(&mut self, password: &[u8], salt: &[u8; SALT]) -> Result<Zeroizing<[u8; OUTPUT]>, Broken> {
        self.take(self.argon2.params().block_count())?;
        let mut out = Zeroizing::new([0; OUTPUT]);
        self.argon2
            .hash_password_into_with_memory(password, salt, out.as_mut_slice(), self.blocks.as_mut_slice())
            .map_err(failed)?;
        Ok(out)
    }

    /// A hash as it is stored: a PHC string.
    ///
    /// # Errors
    /// As [`Blocks::raw`].
    pub fn hash(&mut self, password: &Password, salt: &[u8; SALT]) -> Result<PasswordHash, Broken> {
        let out = self.raw(password.reveal().as_bytes(), salt)?;
        let (m_kib, t) = (self.strength.m_kib(), self.strength.t());
        let salt = STANDARD_NO_PAD.encode(salt);
        let hash = Zeroizing::new(STANDARD_NO_PAD.encode(out.as_slice()));
        Ok(PasswordHash::new(format!(
            "$argon2id$v=19$m={m_kib},t={t},p=1${salt}${}",
            hash.as_str()
        )))
    }

    /// Of which strength its hashes are.
    #[must_use]
    pub fn strength(&self) -> Strength {
        self.strength
    }

    /// Whether it holds memory now.
    #[must_use]
    pub fn held(&self) -> bool {
        !self.blocks.is_empty()
    }

    /// Wipes the memory and gives it back to the operating system.
    pub fn give_back(&mut self) {
        self.blocks.zeroize();
        self.blocks = Vec::new();
    }

    /// So many blocks, to compare with a hash that may have other parameters.
    ///
    /// # Errors
    /// [`Broken::Machine`] when there is no memory for it.
    pub(crate) fn lend(&mut self, needed: usize) -> Result<&mut [Block], Broken> {
        self.take(needed)?;
        Ok(self.blocks.as_mut_slice())
    }

    /// Gives back at once what a stored hash asked for beyond what our own need.
    pub(crate) fn shrink(&mut self) {
        if self.blocks.len() > self.argon2.params().block_count() {
            self.give_back();
        }
    }

    fn take(&mut self, needed: usize) -> Result<(), Broken> {
        if self.blocks.len() < needed {
            self.blocks
                .try_reserve_exact(needed.max(RESERVED_BLOCKS))
                .map_err(|cause| Broken::Machine(format!("no memory for a password hash: {cause}")))?;
            self.blocks.resize(needed, Block::new());
        }
        Ok(())
    }
}

impl Drop for Blocks {
    fn drop(&mut self) {
        self.give_back();
    }
}

fn failed(cause: argon2::Error) -> Broken {
    Broken::Machine(format!("a password could not be hashed: {cause}"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn our_hash_is_the_one_of_the_reference_implementation() {
        // Made with the reference implementation in C, through argon2-cffi 25.1: hash_secret(password,
        // b"0123456789abcdef", time_cost=2, memory_cost=19456, parallelism=1, hash_len=32, type=Type.ID).
        let mut blocks = Blocks::new(Strength::DEFAULT).unwrap();
        let password = Password::new("correct horse battery staple".into());
        let hash = blocks.hash(&password, b"0123456789abcdef").unwrap();
        assert_eq!(hash.reveal(), REFERENCE);
        // Memory that held another hash before makes no difference.
        blocks.hash(&Password::new("other".into()), &[1; SALT]).unwrap();
        assert_eq!(
            blocks.hash(&password, b"0123456789abcdef").unwrap().reveal(),
            REFERENCE
        );
    }

    const REFERENCE: &str =
        "$argon2id$v=19$m=19456,t=2,p=1$MDEyMzQ1Njc4OWFiY2RlZg$gy5SuVm5Z7Vw7keB9se9p87QGcomaseB/S2U1OhTsM0";
}
