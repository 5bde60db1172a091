//! `[password]`: what a new password must be, and how it is hashed.

use directory::Strength;
use recovery::password::PasswordPolicy;
use url::Url;

use super::{Reader, one};
use crate::settings::forms::{self, Fault, fault};
use crate::settings::{BreachService, Passwords, Profile, rules};

impl Reader {
    pub(super) fn passwords(&mut self, profile: Option<Profile>) -> Option<Passwords> {
        let min_length = self.whole("password.min_length");
        let blocklist = self.word("password.blocklist").map(|it| match it {
            "on" => true,
            "off" => false,
            _ => profile == Some(Profile::Hardened),
        });
        let breaches = self.breaches();
        let m_kib = self.whole("password.argon2.m_kib");
        let t = self.whole("password.argon2.t");
        let p = self.whole("password.argon2.p");
        let strength = match Strength::new(m_kib?, t?, p?) {
            Ok(strength) => strength,
            Err(why) => {
                // Whichever of the two was lowered is the one to look at.
                let lowered = m_kib.is_some_and(|m: u32| m < Strength::DEFAULT.m_kib());
                let key = if lowered {
                    "password.argon2.m_kib"
                } else {
                    "password.argon2.t"
                };
                self.object(key, rules::too_weak(why));
                return None;
            }
        };
        Some(Passwords {
            policy: PasswordPolicy {
                min_length: min_length?,
            },
            blocklist: blocklist?,
            breaches: breaches?,
            strength,
        })
    }

    /// The breach service; `None` inside when it is off. Its address is checked all the same.
    fn breaches(&mut self) -> Option<Option<BreachService>> {
        let on = self.word("password.breach_service").map(|it| it == "on");
        let url = self.read("password.breach_url", |it| breach_url(one(it)));
        let deadline = self.length("password.breach_deadline");
        let service = BreachService {
            url: url?,
            deadline: deadline?,
        };
        Some(on?.then_some(service))
    }
}

/// What is asked tells a little of a password, so it goes encrypted to other machines or not at all.
fn breach_url(text: &str) -> Result<Url, Fault> {
    let mut url = forms::web_address(text)?;
    if url.scheme() != "https" && !forms::is_loopback(&url) {
        return fault(
            format!("would tell of passwords in clear text: {url}"),
            "Use https; http is for localhost alone.",
        );
    }
    if !url.path().ends_with('/') {
        url.set_path(&format!("{}/", url.path()));
    }
    Ok(url)
}
