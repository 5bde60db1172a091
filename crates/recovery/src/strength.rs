//! How hard a password is to guess: an estimate for the person who types it. It refuses nothing; the policy does, which
//! asks here what is tried first.

use zeroize::Zeroizing;
use zxcvbn::feedback::Warning;
use zxcvbn::zxcvbn;

use crate::password::MOST_BYTES;
use crate::secret::Password;

/// Words of the context shorter than this, in characters, are in too many passwords to say anything.
pub(crate) const SHORTEST_WORD: usize = 4;

/// So many characters are looked at: what these are worth, the whole is worth at least. The work grows with their square.
const LOOKED_AT: usize = 40;

/// The characters that people write for letters. An estimate tries out every combination of those that occur, which
/// takes seconds for all twenty; and whoever has more than twelve of them in a password has no common one.
const FOR_LETTERS: &str = "4@8({[<369!1|7+0$5%2";
const MOST_FOR_LETTERS: usize = 12;

/// A password that takes fewer guesses is one of those that are tried first: zxcvbn's bound for "protects against a
/// throttled attack over the network" (score 2).
const TRIED_FIRST: u64 = 1_000_000;

/// How hard a password is to guess.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Strength {
    /// From 0 (fewer than a thousand guesses) to 4 (more than 10^10), in the steps of zxcvbn.
    pub score: u8,
    /// Why it is not higher, the most telling first.
    pub weaknesses: Vec<Weakness>,
}

/// What makes a password easy to guess.
#[derive(Clone, Copy, Debug, PartialEq, Eq, strum::VariantArray, strum::IntoStaticStr)]
#[strum(serialize_all = "kebab-case")]
pub enum Weakness {
    /// A part of the address or the name of the service is in it.
    AboutYou,
    /// It is, or is like, one of those that are used most.
    Common,
    /// It is a word.
    Word,
    /// It is a name.
    Name,
    /// It follows the keys of a keyboard.
    Keys,
    /// It repeats itself.
    Repeats,
    /// It counts, or goes through the alphabet.
    Sequence,
    /// It is a year or a date.
    Date,
}

impl Weakness {
    /// A short token, for machines.
    #[must_use]
    pub fn token(self) -> &'static str {
        self.into()
    }
}

/// Estimates a password. `about` is what others know of its owner: the address, the name of the service.
#[must_use]
pub fn weigh(password: &Password, about: &[&str]) -> Strength {
    let plainly = |score| Strength {
        score,
        weaknesses: Vec::new(),
    };
    // Refused by the policy in any case, and not worth the work.
    if password.reveal().len() > MOST_BYTES {
        return plainly(0);
    }
    let head: Zeroizing<String> = password
        .reveal()
        .chars()
        .take(LOOKED_AT)
        .collect::<String>()
        .into();
    let text = head.as_str();
    if is_long_to_estimate(text) {
        return plainly(4);
    }
    let words: Vec<String> = about.iter().flat_map(|it| words(it)).collect();
    let inputs: Vec<&str> = words.iter().map(String::as_str).collect();
    let estimate = zxcvbn(text, &inputs);
    let score = u8::from(estimate.score());
    let mut weaknesses = Vec::new();
    let folded = text.to_lowercase();
    if score < 3 && words.iter().any(|it| folded.contains(it.as_str())) {
        weaknesses.push(Weakness::AboutYou);
    }
    let warning = estimate.feedback().and_then(zxcvbn::feedback::Feedback::warning);
    weaknesses.extend(warning.map(weakness));
    Strength { score, weaknesses }
}

/// Whether a password is among the first that are tried on anybody: on the lists that the estimate brings along, also
/// backwards or with `@` for `a`; a repetition, a row of keys, a sequence, a date; or next to one of these.
#[must_use]
pub fn is_tried_first(password: &Password) -> bool {
    let text = password.reveal();
    if text.is_empty() || text.len() > MOST_BYTES {
        return false;
    }
    let length = text.chars().count();
    let head: Zeroizing<String> = text.chars().take(LOOKED_AT).collect::<String>().into();
    let tail = text.chars().skip(length.saturating_sub(LOOKED_AT));
    let tail: Zeroizing<String> = tail.collect::<String>().into();
    let few = |part: &str| !is_long_to_estimate(part) && zxcvbn(part, &[]).guesses() < TRIED_FIRST;
    few(&head) && (head == tail || few(&tail))
}

fn is_long_to_estimate(text: &str) -> bool {
    FOR_LETTERS.chars().filter(|it| text.contains(*it)).count() > MOST_FOR_LETTERS
}

/// The words of a text that say something, in small letters.
pub(crate) fn words(text: &str) -> impl Iterator<Item = String> {
    let parts = text.split(|c: char| !c.is_alphanumeric());
    parts
        .filter(|it| it.chars().count() >= SHORTEST_WORD)
        .map(str::to_lowercase)
}

fn weakness(warning: Warning) -> Weakness {
    match warning {
        Warning::ThisIsATop10Password
        | Warning::ThisIsATop100Password
        | Warning::ThisIsACommonPassword
        | Warning::ThisIsSimilarToACommonlyUsedPassword => Weakness::Common,
        Warning::AWordByItselfIsEasyToGuess => Weakness::Word,
        Warning::NamesAndSurnamesByThemselvesAreEasyToGuess
        | Warning::CommonNamesAndSurnamesAreEasyToGuess => Weakness::Name,
        Warning::StraightRowsOfKeysAreEasyToGuess | Warning::ShortKeyboardPatternsAreEasyToGuess => {
            Weakness::Keys
        }
        Warning::RepeatsLikeAaaAreEasyToGuess | Warning::RepeatsLikeAbcAbcAreOnlySlightlyHarderToGuess => {
            Weakness::Repeats
        }
        Warning::SequencesLikeAbcAreEasyToGuess => Weakness::Sequence,
        Warning::RecentYearsAreEasyToGuess | Warning::DatesAreOftenEasyToGuess => Weakness::Date,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn weighed(text: &str) -> (u8, Vec<&'static str>) {
        let about = ["ann.smithers@example.com", "Cheese & Sons"];
        let strength = weigh(&Password::new(text.to_owned()), &about);
        (
            strength.score,
            strength.weaknesses.iter().map(|it| it.token()).collect(),
        )
    }

    #[test]
    fn what_makes_a_password_weak_is_said() {
        for (text, reason) in [
            ("password1", "common"),
            ("qwertyuiop[", "keys"),
            ("zzzzzzzzzz", "repeats"),
            ("cdefghij", "sequence"),
            ("13.05.1987", "date"),
            ("smithers1", "about-you"),
            ("cheese12", "about-you"),
        ] {
            let (score, reasons) = weighed(text);
            assert!(
                score < 3 && reasons.contains(&reason),
                "{text}: {score} {reasons:?}"
            );
        }
    }

    #[test]
    fn a_few_unusual_words_are_strong_and_have_nothing_to_explain() {
        assert_eq!(weighed("pebble-quixotic-lantern-moss"), (4, vec![]));
    }

    #[test]
    fn what_would_take_long_to_estimate_is_not_estimated_to_the_end() {
        assert_eq!(weighed("4@8({[<369!1|7+0$5%2").0, 4);
        assert_eq!(
            weighed("123456789012345678901234567890"),
            (0, vec!["repeats"]),
            "ten digits are none of that"
        );
        let head = "pebble-quixotic-lantern-moss-and-gravel-";
        assert_eq!(
            weighed(head),
            weighed(&format!("{head}{}", "1|!7+$50%2&@".repeat(8)))
        );
    }

    #[test]
    fn nothing_and_too_much_are_weak_and_cost_no_work() {
        assert_eq!(weighed(""), (0, vec![]));
        assert_eq!(weighed(&"aé😀".repeat(1000)), (0, vec![]));
        assert!(weighed(&"😀é\u{202e}x".repeat(60)).0 <= 4);
    }
}
