//! Password hashes as applications keep them: Argon2 in PHC form and bcrypt in crypt form. A stored hash is foreign
//! text; whatever it asks for is checked before a single block is filled.

use argon2::{Algorithm, Argon2, Params, Version};
use base64::Engine;
use base64::engine::general_purpose::STANDARD_NO_PAD;
use password_hash::phc;
use recovery::secret::{Password, PasswordHash};
use subtle::ConstantTimeEq;
use unicode_normalization::UnicodeNormalization;
use zeroize::Zeroizing;

use crate::blocks::{Blocks, OUTPUT, SALT};
use crate::strength::{Strength, TooWeak};

/// The most memory that a stored hash may ask for, in KiB: 2 GiB, the first recommendation of RFC 9106.
const MOST_MEMORY: u32 = 1 << 21;

/// The most that a stored hash may ask for in all, in KiB times passes: 1 GiB four times, libsodium's "sensitive".
const MOST_WORK: u64 = 1 << 22;

/// The most lanes that a stored hash may ask for.
const MOST_LANES: u32 = 64;

/// The highest cost of bcrypt that is verified: about four seconds.
const MOST_BCRYPT_COST: u32 = 16;

/// bcrypt reads this many bytes of a password and no more.
const BCRYPT_READS: usize = 72;

/// Why a text is not a password hash that can be verified here. It never repeats the text: that may be a password.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum NotAHash {
    /// Nothing there.
    #[error("the hash is empty")]
    Empty,
    /// Another scheme than those that can be verified.
    #[error("not an Argon2 ($argon2id$, $argon2i$, $argon2d$) or bcrypt ($2a$, $2b$, $2y$) hash")]
    Scheme,
    /// `$2x$` marks hashes of a faulty bcrypt, which different passwords can share.
    #[error("$2x$ marks hashes of a faulty bcrypt; they cannot be taken over")]
    FaultyBcrypt,
    /// An Argon2 hash that does not have the form of one.
    #[error("not of the form $argon2id$v=19$m=...,t=...,p=...$salt$hash")]
    Argon2Form,
    /// An Argon2 hash with a key id or associated data, which this service does not hold.
    #[error("made with a secret or associated data (keyid, data) that is not known here")]
    Argon2Secret,
    /// A bcrypt hash that does not have the form of one.
    #[error("not of the form $2b$12$ and 53 characters")]
    BcryptForm,
    /// Parameters that would take more memory or time than a check may.
    #[error(
        "its parameters would take more memory or time than a check may (2 GiB, 4 GiB times passes, 64 lanes; bcrypt cost 16)"
    )]
    TooMuch,
}

/// A stored hash, read.
enum Stored {
    Argon2(Box<StoredArgon2>),
    Bcrypt,
}

struct StoredArgon2 {
    argon2: Argon2<'static>,
    salt: phc::Salt,
    hash: phc::Output,
}

/// Checks the form of a hash that comes from elsewhere, without hashing anything.
///
/// # Errors
/// [`NotAHash`]: why it could not be verified later.
pub fn check_form(text: &str) -> Result<PasswordHash, NotAHash> {
    read(text).map(|_| PasswordHash::new(text.to_owned()))
}

/// Whether a password belongs to a stored hash. Other applications may have hashed what was typed as it came, we hash
/// it in NFC: either counts. Takes as long as the hash was made to take; call it where blocking is allowed.
///
/// # Errors
/// [`NotAHash`]: the hash is none, or asks for absurd memory or time.
pub fn verify(password: &Password, hash: &PasswordHash) -> Result<bool, NotAHash> {
    verify_in(password, hash, None)
}

/// As [`verify`], in memory that is lent.
pub(crate) fn verify_in(
    password: &Password,
    hash: &PasswordHash,
    mut memory: Option<&mut Blocks>,
) -> Result<bool, NotAHash> {
    let stored = read(hash.reveal())?;
    let typed = password.reveal();
    if stored.is_of(typed, hash, memory.as_deref_mut())? {
        return Ok(true);
    }
    let composed = Zeroizing::new(typed.nfc().collect::<String>());
    if composed.as_str() == typed {
        return Ok(false);
    }
    stored.is_of(&composed, hash, memory)
}

/// How a stored hash stands to those that are made today.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Rank {
    /// At least as much work for whoever guesses.
    Enough,
    /// Less, or in a form that is not made any more.
    Weaker,
}

/// Ranks a hash that verifies. Argon2id of the current version counts, with no less memory times passes than asked for,
/// and above the floor that new hashes have.
pub(crate) fn rank(hash: &PasswordHash, today: Strength) -> Rank {
    let work = |m: u32, t: u32| u64::from(m) * u64::from(t);
    match read(hash.reveal()) {
        Ok(Stored::Argon2(stored)) if hash.reveal().starts_with("$argon2id$v=19$") => {
            let params = stored.argon2.params();
            let (m, t) = (params.m_cost(), params.t_cost());
            let above_floor = Strength::new(m, t, 1) != Err(TooWeak::Floor);
            if above_floor && work(m, t) >= work(today.m_kib(), today.t()) {
                Rank::Enough
            } else {
                Rank::Weaker
            }
        }
        Ok(Stored::Argon2(_) | Stored::Bcrypt) | Err(_) => Rank::Weaker,
    }
}

/// A hash of today's strength that belongs to no password anybody knows: what is compared with where there is none.
pub(crate) fn of_nobody(today: Strength) -> PasswordHash {
    let (m, t) = (today.m_kib(), today.t());
    let (salt, hash) = (
        STANDARD_NO_PAD.encode([0; SALT]),
        STANDARD_NO_PAD.encode([0; OUTPUT]),
    );
    PasswordHash::new(format!("$argon2id$v=19$m={m},t={t},p=1${salt}${hash}"))
}

fn read(text: &str) -> Result<Stored, NotAHash> {
    match text.split('$').nth(1) {
        _ if text.is_empty() => Err(NotAHash::Empty),
        _ if !text.starts_with('$') => Err(NotAHash::Scheme),
        Some("argon2id") => read_argon2(text, Algorithm::Argon2id),
        Some("argon2i") => read_argon2(text, Algorithm::Argon2i),
        Some("argon2d") => read_argon2(text, Algorithm::Argon2d),
        Some("2a" | "2b" | "2y") => read_bcrypt(text),
        Some("2x") => Err(NotAHash::FaultyBcrypt),
        Some(_) | None => Err(NotAHash::Scheme),
    }
}

fn read_argon2(text: &str, algorithm: Algorithm) -> Result<Stored, NotAHash> {
    let parts = phc::PasswordHash::new(text).map_err(|_| NotAHash::Argon2Form)?;
    let version = match parts.version {
        Some(19) => Version::V0x13,
        // Before 1.3 the version was not written.
        Some(16) | None => Version::V0x10,
        Some(_) => return Err(NotAHash::Argon2Form),
    };
    let (mut m, mut t, mut p) = (None, None, None);
    for (name, value) in parts.params.iter() {
        let slot = match name.as_str() {
            "m" => &mut m,
            "t" => &mut t,
            "p" => &mut p,
            "keyid" | "data" => return Err(NotAHash::Argon2Secret),
            _ => return Err(NotAHash::Argon2Form),
        };
        *slot = Some(value.decimal().map_err(|_| NotAHash::Argon2Form)?);
    }
    let (Some(m), Some(t), Some(p)) = (m, t, p) else {
        return Err(NotAHash::Argon2Form);
    };
    let (Some(salt), Some(hash)) = (parts.salt, parts.hash) else {
        return Err(NotAHash::Argon2Form);
    };
    if m > MOST_MEMORY || p > MOST_LANES || u64::from(m) * u64::from(t) > MOST_WORK {
        return Err(NotAHash::TooMuch);
    }
    let params = Params::new(m, t, p, Some(hash.len())).map_err(|_| NotAHash::Argon2Form)?;
    if salt.len() < argon2::MIN_SALT_LEN {
        return Err(NotAHash::Argon2Form);
    }
    let argon2 = Argon2::new(algorithm, version, params);
    Ok(Stored::Argon2(Box::new(StoredArgon2 { argon2, salt, hash })))
}

fn read_bcrypt(text: &str) -> Result<Stored, NotAHash> {
    let parts: bcrypt::HashParts = text.parse().map_err(|_| NotAHash::BcryptForm)?;
    match parts.get_cost() {
        4..=MOST_BCRYPT_COST => Ok(Stored::Bcrypt),
        17..=31 => Err(NotAHash::TooMuch),
        _ => Err(NotAHash::BcryptForm),
    }
}

impl Stored {
    fn is_of(
        &self,
        password: &str,
        hash: &PasswordHash,
        memory: Option<&mut Blocks>,
    ) -> Result<bool, NotAHash> {
        match self {
            Stored::Argon2(stored) => {
                let mut out = Zeroizing::new(vec![0; stored.hash.len()]);
                let (argon2, typed) = (&stored.argon2, password.as_bytes());
                let made = match memory {
                    Some(memory) => {
                        let lent = memory.lend(argon2.params().block_count());
                        let lent = lent.map_err(|_| NotAHash::TooMuch)?;
                        argon2.hash_password_into_with_memory(typed, &stored.salt, out.as_mut_slice(), lent)
                    }
                    None => argon2.hash_password_into(typed, &stored.salt, out.as_mut_slice()),
                };
                made.map_err(|_| NotAHash::TooMuch)?;
                Ok(out.as_slice().ct_eq(stored.hash.as_bytes()).into())
            }
            // Only the first 72 bytes would be compared, and C implementations stop at a NUL: what is longer, or
            // goes on behind one, is another password, even if the hash cannot tell.
            Stored::Bcrypt if password.len() > BCRYPT_READS || password.contains('\0') => Ok(false),
            Stored::Bcrypt => bcrypt::verify(password, hash.reveal()).map_err(|_| NotAHash::BcryptForm),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Made with the reference implementation in C (argon2-cffi 25.1) and with libxcrypt (`$2…$`), of the password
    /// `correct horse battery staple` and the salt `0123456789abcdef`.
    const REFERENCE: [&str; 8] = [
        "$argon2id$v=19$m=19456,t=2,p=1$MDEyMzQ1Njc4OWFiY2RlZg$gy5SuVm5Z7Vw7keB9se9p87QGcomaseB/S2U1OhTsM0",
        "$argon2i$v=19$m=64,t=2,p=1$MDEyMzQ1Njc4OWFiY2RlZg$tTEGqyzWgE8XeFIcVmGNBy2ro7tX1aVB4Lm/p52JsIo",
        "$argon2d$v=19$m=64,t=2,p=1$MDEyMzQ1Njc4OWFiY2RlZg$ieoA3l7PS/I3ikiFn012V+F3IzsQbtSPrjbzufF2dPM",
        "$argon2id$v=19$m=256,t=3,p=4$MDEyMzQ1Njc4OWFiY2RlZg$TBLFLToIIw44J9A58ZATxhtmnZRbGjp5T2SUHWXOdUA",
        "$argon2id$v=16$m=64,t=2,p=1$MDEyMzQ1Njc4OWFiY2RlZg$qE2NAJv+l00hufrIZfQRUx+K4huY0JAVlc2AoCy4oc4",
        "$2a$04$abcdefghijklmnopqrstuu7EJV7kdjBBQxyb0HjTh9KS7.Lah/6CG",
        "$2b$04$abcdefghijklmnopqrstuu7EJV7kdjBBQxyb0HjTh9KS7.Lah/6CG",
        "$2y$04$abcdefghijklmnopqrstuu7EJV7kdjBBQxyb0HjTh9KS7.Lah/6CG",
    ];

    fn verdict(password: &str, hash: &str) -> Result<bool, NotAHash> {
        verify(&Password::new(password.into()), &PasswordHash::new(hash.into()))
    }

    #[test]
    fn hashes_that_an_application_brought_along_verify() {
        for hash in REFERENCE {
            assert!(check_form(hash).is_ok(), "{hash}");
            assert_eq!(verdict("correct horse battery staple", hash), Ok(true), "{hash}");
            assert_eq!(verdict("correct horse battery stapl", hash), Ok(false), "{hash}");
            assert_eq!(verdict("", hash), Ok(false), "{hash}");
        }
    }

    #[test]
    fn a_password_is_its_own_in_either_unicode_form() {
        // By libxcrypt, of the composed form.
        let composed = "$2b$04$abcdefghijklmnopqrstuum174eFeoTj0DHmtuueFaS3Wde4P7wHG";
        assert_eq!(verdict("p\u{e4}ssword", composed), Ok(true));
        assert_eq!(verdict("pa\u{308}ssword", composed), Ok(true));
        assert_eq!(verdict("passwo\u{308}rd", composed), Ok(false));
    }

    #[test]
    fn what_bcrypt_would_cut_off_still_counts() {
        // By libxcrypt, of 72 times `a`.
        let full = "$2b$04$abcdefghijklmnopqrstuuBzzIgyKkz7xMWYSzkIjUSnxEQFQ0WNe";
        assert_eq!(verdict(&"a".repeat(72), full), Ok(true));
        assert_eq!(verdict(&"a".repeat(73), full), Ok(false));
        assert_eq!(verdict(&format!("{}\0", "a".repeat(71)), full), Ok(false));
    }

    #[test]
    fn a_stored_hash_cannot_ask_for_absurd_memory_or_time() {
        let argon2 = |params: &str| {
            let hash = format!(
                "$argon2id$v=19${params}$MDEyMzQ1Njc4OWFiY2RlZg$gy5SuVm5Z7Vw7keB9se9p87QGcomaseB/S2U1OhTsM0"
            );
            (check_form(&hash).err(), verdict("x", &hash).err())
        };
        let refused = (Some(NotAHash::TooMuch), Some(NotAHash::TooMuch));
        assert_eq!(argon2("m=4294967295,t=1,p=1"), refused);
        assert_eq!(argon2("m=65536,t=4294967295,p=1"), refused);
        assert_eq!(argon2("m=2097152,t=3,p=1"), refused);
        assert_eq!(argon2("m=65536,t=1,p=65"), refused);
        let bcrypt = "$2b$31$abcdefghijklmnopqrstuu7EJV7kdjBBQxyb0HjTh9KS7.Lah/6CG";
        assert_eq!(check_form(bcrypt).err(), Some(NotAHash::TooMuch));
    }

    #[test]
    fn whatever_is_no_hash_is_refused_with_its_reason_and_without_a_panic() {
        use NotAHash::*;
        let refused = [
            ("", Empty),
            ("hunter2", Scheme),
            ("5f4dcc3b5aa765d61d8327deb882cf99", Scheme),
            ("$", Scheme),
            ("$$", Scheme),
            ("$1$abc$def", Scheme),
            ("$6$rounds=5000$abc$def", Scheme),
            (
                "$argon2$v=19$m=64,t=2,p=1$MDEyMzQ1Njc4OWFiY2RlZg$tTEGqyzWgE8XeFIcVmGNBy2ro7tX1aVB4Lm/p52JsIo",
                Scheme,
            ),
            (
                " $2b$04$abcdefghijklmnopqrstuu7EJV7kdjBBQxyb0HjTh9KS7.Lah/6CG",
                Scheme,
            ),
            (
                "$2x$04$abcdefghijklmnopqrstuu7EJV7kdjBBQxyb0HjTh9KS7.Lah/6CG",
                FaultyBcrypt,
            ),
            (
                "$2b$04$abcdefghijklmnopqrstuu7EJV7kdjBBQxyb0HjTh9KS7.Lah/6C",
                BcryptForm,
            ),
            (
                "$2b$+4$abcdefghijklmnopqrstuu7EJV7kdjBBQxyb0HjTh9KS7.Lah/6C!",
                BcryptForm,
            ),
            (
                "$2b$03$abcdefghijklmnopqrstuu7EJV7kdjBBQxyb0HjTh9KS7.Lah/6CG",
                BcryptForm,
            ),
            (
                "$2b$99$abcdefghijklmnopqrstuu7EJV7kdjBBQxyb0HjTh9KS7.Lah/6CG",
                BcryptForm,
            ),
            ("$2b$", BcryptForm),
            ("$2b$04$\u{e9}\u{e9}\u{e9}\u{e9}\u{e9}", BcryptForm),
            ("$argon2id$", Argon2Form),
            ("$argon2id$v=19$m=64,t=2,p=1$MDEyMzQ1Njc4OWFiY2RlZg", Argon2Form),
            (
                "$argon2id$v=19$m=64,t=2$MDEyMzQ1Njc4OWFiY2RlZg$tTEGqyzWgE8XeFIcVmGNBy2ro7tX1aVB4Lm/p52JsIo",
                Argon2Form,
            ),
            (
                "$argon2id$v=19$m=64,t=2,p=9$MDEyMzQ1Njc4OWFiY2RlZg$tTEGqyzWgE8XeFIcVmGNBy2ro7tX1aVB4Lm/p52JsIo",
                Argon2Form,
            ),
            (
                "$argon2id$v=19$m=0,t=0,p=0$MDEyMzQ1Njc4OWFiY2RlZg$tTEGqyzWgE8XeFIcVmGNBy2ro7tX1aVB4Lm/p52JsIo",
                Argon2Form,
            ),
            (
                "$argon2id$v=18$m=64,t=2,p=1$MDEyMzQ1Njc4OWFiY2RlZg$tTEGqyzWgE8XeFIcVmGNBy2ro7tX1aVB4Lm/p52JsIo",
                Argon2Form,
            ),
            (
                "$argon2id$v=19$m=64,t=2,p=1,data=YWJj$MDEyMzQ1Njc4OWFiY2RlZg$tTEGqyzWgE8XeFIcVmGNBy2ro7tX1aVB4Lm/p52JsIo",
                Argon2Secret,
            ),
        ];
        for (text, why) in refused {
            assert_eq!(check_form(text).err(), Some(why), "{text:?}");
            assert_eq!(verdict("x", text).err(), Some(why), "{text:?}");
        }
        // Every cut of a good hash, and every byte of it replaced.
        for hash in REFERENCE {
            for at in 0..hash.len() {
                drop(check_form(&hash[..at]));
                drop(check_form(&format!("{}\u{e9}{}", &hash[..at], &hash[at + 1..])));
                drop(check_form(&format!("{}${}", &hash[..at], &hash[at + 1..])));
            }
        }
    }
}
