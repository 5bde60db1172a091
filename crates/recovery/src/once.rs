//! Requests that are carried out once, however often they are sent: `Idempotency-Key`. The key is of the client's choice
//! and appears in the store only as a keyed hash, as does what was asked.

use crate::challenge::ChallengeId;
use crate::keys::KeyId;
use crate::moment::Span;

/// For this long a request that is sent again is answered as it was the first time: longer than any recovery takes asks,
/// and than a client goes on trying.
pub const REPEATED_WITHIN: Span = Span::hours(6);

/// The longest key, in characters.
const LONGEST: usize = 128;

/// A key that a client chose for one request: 1 to 128 visible ASCII characters but `"` and `\`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OnceKey(String);

/// A text that is no such key.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error(
    "a key has 1 to {LONGEST} visible ASCII characters, without \" and \\, and may stand in double quotes"
)]
pub struct NoOnceKey;

impl OnceKey {
    /// Reads a key, bare or in double quotes (a string of RFC 9651): both are the same key.
    ///
    /// # Errors
    /// [`NoOnceKey`].
    pub fn typed(text: &str) -> Result<OnceKey, NoOnceKey> {
        let quoted = text.strip_prefix('"').and_then(|it| it.strip_suffix('"'));
        let key = quoted.unwrap_or(text);
        let fits = |it: u8| it.is_ascii_graphic() && it != b'"' && it != b'\\';
        if (1..=LONGEST).contains(&key.len()) && key.bytes().all(fits) {
            Ok(OnceKey(key.to_owned()))
        } else {
            Err(NoOnceKey)
        }
    }

    pub(crate) fn as_str(&self) -> &str {
        &self.0
    }
}

/// A request that is carried out once, as the store knows it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Once {
    /// Keyed hash of the client's key, its network prefix and the call.
    pub key: [u8; 16],
    /// Keyed hash of what was asked, under that key.
    pub body: [u8; 16],
}

/// How beginning a flow once ends.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Began {
    /// It has begun now.
    Now(ChallengeId),
    /// It had begun with this request before; nothing was done.
    Before {
        /// Its first challenge.
        first: ChallengeId,
        /// The key under which its name was given.
        key: KeyId,
    },
    /// Another request had this key; nothing was done.
    Other,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_key_is_visible_ascii_bare_or_quoted() {
        let read = |text: &str| OnceKey::typed(text).map(|it| it.0);
        let uuid = "8e03978e-40d5-43e8-bc93-6894a57f9324";
        assert_eq!(read(uuid).as_deref(), Ok(uuid));
        assert_eq!(read(&format!("\"{uuid}\"")).as_deref(), Ok(uuid));
        assert_eq!(read(&"k".repeat(128)).map(|it| it.len()), Ok(128));
        let long = "k".repeat(129);
        for bad in ["", "\"\"", "\"", "\"a", "a b", "a\tb", "a\"b", "a\\b", "ä", &long] {
            assert_eq!(read(bad), Err(NoOnceKey), "{bad:?}");
        }
    }
}
