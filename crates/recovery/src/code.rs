//! Codes as a ladder of rungs: how many values a code can take, and how random bits become one of them.

use std::fmt;
use std::str::FromStr;
use std::sync::Arc;

use crate::secret::Otp;

/// Crockford's base32: no I, L, O or U, so that a person cannot misread one for another.
const CROCKFORD: &[u8; 32] = b"0123456789ABCDEFGHJKMNPQRSTVWXYZ";

/// From this many bits on a rung needs no cap on tries: 63B-4 §3.2.2 asks for throttling below 64 bits.
pub const UNCAPPED_BITS: u32 = 64;

/// What the characters of a code are.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Alphabet {
    /// `0` to `9`.
    Digits,
    /// Crockford's 32 characters, any case, O read as 0, I and L as 1.
    Base32,
}

/// One kind of code: an alphabet and a length.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Rung {
    alphabet: Alphabet,
    length: u8,
}

/// Why a text is not a rung.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum NoRung {
    /// Not of the form `alphabet:length`.
    #[error("a rung is written `digits:N` or `base32:N`")]
    Form,
    /// Too short to be safe or too long to be typed.
    #[error("digits take a length of 6 to 18, base32 one of 4 to 13")]
    Length,
}

impl Rung {
    /// Six digits: the shortest code that 63B-4 §4.2.1.2 allows.
    pub const SIX_DIGITS: Rung = Rung {
        alphabet: Alphabet::Digits,
        length: 6,
    };

    /// Thirteen characters of base32: 65 bits, the shortest code that needs no cap.
    pub const THIRTEEN_BASE32: Rung = Rung {
        alphabet: Alphabet::Base32,
        length: 13,
    };

    /// A rung of so many characters, if that is at least six digits or 20 bits (63B-4 §4.2.1.2, ASVS 6.5.4), at
    /// most what a person types (base32:13 has 65 bits) and its odds still fit the ledger's units (1e-18).
    ///
    /// # Errors
    /// [`NoRung::Length`] outside these bounds.
    pub fn new(alphabet: Alphabet, length: u8) -> Result<Rung, NoRung> {
        let bounds = match alphabet {
            Alphabet::Digits => 6..=18,
            Alphabet::Base32 => 4..=13,
        };
        if bounds.contains(&length) {
            Ok(Rung { alphabet, length })
        } else {
            Err(NoRung::Length)
        }
    }

    /// What its characters are.
    #[must_use]
    pub fn alphabet(self) -> Alphabet {
        self.alphabet
    }

    /// How many characters a code has.
    #[must_use]
    pub fn length(self) -> u8 {
        self.length
    }

    /// M: how many values a code can take.
    #[must_use]
    pub fn space(self) -> u128 {
        let base: u128 = match self.alphabet {
            Alphabet::Digits => 10,
            Alphabet::Base32 => 32,
        };
        base.pow(u32::from(self.length))
    }

    /// Whether wrong guesses end a code of this rung. One of 64 bits or more cannot be guessed, so it cannot be burnt.
    #[must_use]
    pub fn capped(self) -> bool {
        self.space().ilog2() < UNCAPPED_BITS
    }

    /// The code that 256 uniform bits stand for, or `None` for the few draws that would favour some values
    /// (the caller draws again): uniform without `% n` over an uneven range.
    pub(crate) fn code_from(self, bits: &[u8; 32]) -> Option<Otp> {
        let (head, _) = bits.split_first_chunk::<16>()?;
        let draw = u128::from_be_bytes(*head);
        let space = self.space();
        // The largest multiple of M that fits into 128 bits; draws at or above it are not used.
        let fair = u128::MAX - (u128::MAX % space + 1) % space;
        (draw <= fair).then(|| Otp::derived(self.spell(draw % space)))
    }

    /// A value below M as text, leading zeros kept.
    fn spell(self, value: u128) -> String {
        let digits: (u128, &[u8]) = match self.alphabet {
            Alphabet::Digits => (10, b"0123456789"),
            Alphabet::Base32 => (32, CROCKFORD),
        };
        let mut rest = value;
        let mut text: Vec<char> = (0..self.length)
            .map(|_| {
                let at = usize::try_from(rest % digits.0).unwrap_or(0);
                rest /= digits.0;
                digits.1.get(at).map_or('0', |byte| char::from(*byte))
            })
            .collect();
        text.reverse();
        text.into_iter().collect()
    }

    /// A typed code as this rung reads it: base32 in any case, with O as 0 and I and L as 1.
    pub(crate) fn canonical(self, typed: &Otp) -> Otp {
        match self.alphabet {
            Alphabet::Digits => typed.clone(),
            Alphabet::Base32 => Otp::derived(typed.reveal().chars().map(crockford).collect()),
        }
    }
}

fn crockford(c: char) -> char {
    match c.to_ascii_uppercase() {
        'O' => '0',
        'I' | 'L' => '1',
        other => other,
    }
}

impl fmt::Display for Rung {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let name = match self.alphabet {
            Alphabet::Digits => "digits",
            Alphabet::Base32 => "base32",
        };
        write!(f, "{name}:{}", self.length)
    }
}

impl FromStr for Rung {
    type Err = NoRung;
    fn from_str(text: &str) -> Result<Rung, NoRung> {
        let (name, length) = text.split_once(':').ok_or(NoRung::Form)?;
        let alphabet = match name {
            "digits" => Alphabet::Digits,
            "base32" => Alphabet::Base32,
            _ => return Err(NoRung::Form),
        };
        let length = length.parse().map_err(|_| NoRung::Form)?;
        Rung::new(alphabet, length)
    }
}

/// Rungs from the weakest to the strongest. The dialect whose ask opens a challenge decides which ladder counts.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Ladder(Arc<[Rung]>);

/// Why a list of rungs is not a ladder.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum NoLadder {
    /// No rung at all.
    #[error("a ladder needs at least one rung")]
    Empty,
    /// A rung that is not stronger than the one before it.
    #[error(
        "rungs go from the weakest to the strongest, and {0} does not have more values than the rung before it"
    )]
    Order(Rung),
}

/// One rung of six digits.
impl Default for Ladder {
    fn default() -> Ladder {
        Ladder(Arc::new([Rung::SIX_DIGITS]))
    }
}

impl Ladder {
    /// A ladder of these rungs.
    ///
    /// # Errors
    /// [`NoLadder`] when it is empty or does not rise.
    pub fn new(rungs: Vec<Rung>) -> Result<Ladder, NoLadder> {
        let falls = rungs
            .iter()
            .zip(rungs.iter().skip(1))
            .find(|(a, b)| a.space() >= b.space());
        match (rungs.is_empty(), falls) {
            (true, _) => Err(NoLadder::Empty),
            (_, Some((_, rung))) => Err(NoLadder::Order(*rung)),
            (false, None) => Ok(Ladder(rungs.into())),
        }
    }

    /// The weakest rung: what is issued in peace.
    #[must_use]
    pub fn first(&self) -> Rung {
        self.0.first().copied().unwrap_or(Rung::SIX_DIGITS)
    }

    /// All rungs, weakest first.
    #[must_use]
    pub fn rungs(&self) -> &[Rung] {
        &self.0
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn rung(text: &str) -> Rung {
        text.parse().unwrap()
    }

    #[test]
    fn leading_zeros_are_kept() {
        assert_eq!(rung("digits:6").spell(42), "000042");
        assert_eq!(rung("base32:8").spell(31), "0000000Z");
    }

    #[test]
    fn a_draw_that_would_favour_low_values_is_not_used() {
        let six = Rung::SIX_DIGITS;
        assert!(
            six.code_from(&[0xff; 32]).is_none(),
            "2^128 - 1 lies in the uneven rest"
        );
        assert_eq!(six.code_from(&[0; 32]).unwrap().reveal(), "000000");
        // 2^128 is a multiple of 32^n: nothing is uneven, every draw counts.
        assert_eq!(
            rung("base32:13").code_from(&[0xff; 32]).unwrap().reveal(),
            "ZZZZZZZZZZZZZ"
        );
    }

    #[test]
    fn a_base32_code_is_read_in_any_case_and_with_look_alikes() {
        let typed = Otp::typed("oIl-abcd z").unwrap();
        assert_eq!(rung("base32:8").canonical(&typed).reveal(), "011ABCDZ");
        assert_eq!(
            rung("digits:6")
                .canonical(&Otp::typed("O12345").unwrap())
                .reveal(),
            "O12345"
        );
    }

    #[test]
    fn only_rungs_of_64_bits_or_more_go_without_a_cap() {
        assert!(rung("digits:18").capped() && rung("base32:12").capped());
        assert!(!rung("base32:13").capped());
    }

    #[test]
    fn a_rung_weaker_than_six_digits_or_twenty_bits_is_refused() {
        assert_eq!("digits:5".parse::<Rung>(), Err(NoRung::Length));
        assert_eq!("base32:3".parse::<Rung>(), Err(NoRung::Length));
        assert_eq!("base32:14".parse::<Rung>(), Err(NoRung::Length));
        assert_eq!("hex:8".parse::<Rung>(), Err(NoRung::Form));
        assert_eq!(rung("base32:4").to_string(), "base32:4");
    }

    #[test]
    fn a_ladder_only_rises() {
        assert_eq!(Ladder::new(vec![]), Err(NoLadder::Empty));
        let falling = vec![rung("digits:8"), rung("digits:6")];
        assert_eq!(Ladder::new(falling), Err(NoLadder::Order(rung("digits:6"))));
        assert_eq!(
            Ladder::new(vec![rung("base32:13")]).unwrap().first(),
            rung("base32:13")
        );
    }
}
