//! `[limits]` and `[password]`: what is refused.

use directory::Strength;
use recovery::limits::{AccountLimits, ClientLimits};
use recovery::password::PasswordPolicy;

use super::{Reader, many};
use crate::settings::{Limits, Passwords, forms, rules};

impl Reader {
    pub(super) fn limits(&mut self) -> Option<Limits> {
        let enabled = self.truth("limits.enabled");
        let asks = self.whole("limits.client.asks");
        let checks = self.whole("limits.client.checks");
        let exempt = self.read("limits.client.exempt", |it| forms::networks(many(it)));
        let letters_per_hour = self.whole("limits.account.letters_per_hour");
        let letters_per_client = self.whole("limits.account.letters_per_client");
        let client = ClientLimits {
            asks: asks?,
            checks: checks?,
        };
        let account = AccountLimits {
            letters_per_hour: letters_per_hour?,
            letters_per_client: letters_per_client?,
        };
        let enabled = enabled?;
        Some(Limits {
            client: enabled.then_some(client),
            exempt: exempt?,
            account: enabled.then_some(account),
        })
    }

    pub(super) fn passwords(&mut self) -> Option<Passwords> {
        let min_length = self.whole("password.min_length");
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
            strength,
        })
    }
}
