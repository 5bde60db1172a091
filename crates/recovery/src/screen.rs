//! Which passwords others would try first. The policy on length stands beside it (`password.rs`); this part is on in the
//! hardened profile, or where an operator asks for it.

use std::sync::Arc;

use zeroize::Zeroizing;

use crate::known::{Blocklist, Breaches};
use crate::password::{PasswordPolicy, Refusal};
use crate::secret::{Otp, Password};
use crate::strength::{self, SHORTEST_WORD, words};

/// So many characters must be left of a password without the words of its context: the least that anybody may have
/// (63B-4 §3.1.1.2, for passwords that are not alone).
const LEAST_BESIDE: usize = 8;

/// What a password is compared with.
pub struct Screen {
    words: Vec<String>,
    lists: Option<Arc<dyn Blocklist>>,
    breaches: Option<Arc<dyn Breaches>>,
}

/// What is known of the person who sets a password.
#[derive(Clone, Copy, Debug, Default)]
pub struct Context<'a> {
    /// What others know of them: the address.
    pub about: &'a [&'a str],
    /// The code that came with the password, right or wrong.
    pub code: Option<&'a Otp>,
}

impl Screen {
    /// A screen of a service that is called so (its name, its host). `lists`: `None` compares with nothing on this
    /// machine, context and common passwords included.
    #[must_use]
    pub fn new(
        service: &[&str],
        lists: Option<Arc<dyn Blocklist>>,
        breaches: Option<Arc<dyn Breaches>>,
    ) -> Screen {
        Screen {
            words: service.iter().flat_map(|it| words(it)).collect(),
            lists,
            breaches,
        }
    }

    /// Compares a password with its context, with what is tried first anywhere, and with the operator's lists.
    ///
    /// # Errors
    /// [`Refusal`]: what it is.
    pub fn look(&self, password: &Password, context: &Context<'_>) -> Result<(), Refusal> {
        let Some(lists) = &self.lists else {
            return Ok(());
        };
        if self.is_about(password, context.about) {
            Err(Refusal::AboutYou)
        } else if context.code.is_some_and(|code| is_code(password, code)) {
            Err(Refusal::TheCode)
        } else if strength::is_tried_first(password) || lists.has(password) {
            Err(Refusal::Common)
        } else {
            Ok(())
        }
    }

    /// Compares a password with what is known once a code or link was right: the address it belongs to, and what a
    /// service on another machine says.
    ///
    /// # Errors
    /// [`Refusal`]: what it is.
    pub async fn look_again(&self, password: &Password, address: &str) -> Result<(), Refusal> {
        if self.lists.is_some() && self.is_about(password, &[address]) {
            return Err(Refusal::AboutYou);
        }
        match &self.breaches {
            Some(breaches) if breaches.know(password).await => Err(Refusal::Breached),
            Some(_) | None => Ok(()),
        }
    }

    /// Whether too little is left of a password without what others know of its owner and of this service.
    fn is_about(&self, password: &Password, about: &[&str]) -> bool {
        let own = about.iter().flat_map(|it| words(it));
        let words: Vec<String> = own.chain(self.words.iter().cloned()).collect();
        is_little_beside(&folded(password), words)
    }
}

/// The password as it is hashed, if length and screen let it pass.
///
/// # Errors
/// [`Refusal`]: why not.
pub fn accept(
    policy: PasswordPolicy,
    screen: Option<&Screen>,
    password: &Password,
    context: &Context<'_>,
) -> Result<Password, Refusal> {
    let accepted = policy.accept(password)?;
    if let Some(screen) = screen {
        screen.look(&accepted, context)?;
    }
    Ok(accepted)
}

/// Whether too little is left of a password without the code. A code is typed with spaces and dashes, or without.
fn is_code(password: &Password, code: &Otp) -> bool {
    let joined: String = folded(password)
        .chars()
        .filter(|it| !matches!(it, ' ' | '-'))
        .collect();
    is_little_beside(&joined.into(), vec![code.reveal().to_lowercase()])
}

fn folded(password: &Password) -> Zeroizing<String> {
    password.reveal().to_lowercase().into()
}

/// Whether one of the words is in a text, and what is left without them is little. Longer words go first, so that none
/// is left in halves by a shorter one.
fn is_little_beside(text: &Zeroizing<String>, mut words: Vec<String>) -> bool {
    words.retain(|it| it.chars().count() >= SHORTEST_WORD);
    words.sort_unstable_by_key(|it| std::cmp::Reverse(it.len()));
    let mut left = text.clone();
    let mut found = false;
    for word in &words {
        if left.contains(word.as_str()) {
            found = true;
            // A gap, so that what stood on both sides does not become another word.
            left = left.replace(word.as_str(), " ").into();
        }
    }
    let counts = |it: &char| !it.is_whitespace() && !it.is_ascii_punctuation();
    found && left.chars().filter(counts).count() < LEAST_BESIDE
}

#[cfg(test)]
#[path = "screen_tests.rs"]
mod tests;
