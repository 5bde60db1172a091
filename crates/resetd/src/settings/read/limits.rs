//! `[limits]`: what is refused.

use recovery::limits::{AccountLimits, ClientLimits};

use super::{Reader, many};
use crate::settings::{Limits, forms};

impl Reader {
    pub(super) fn limits(&mut self) -> Option<Limits> {
        let enabled = self.truth("limits.enabled");
        let asks = self.whole("limits.client.asks");
        let checks = self.whole("limits.client.checks");
        let exempt = self.read("limits.client.exempt", |it| forms::networks(many(it)));
        let letters_per_hour = self.whole("limits.account.letters_per_hour");
        let letters_per_client = self.whole("limits.account.letters_per_client");
        let letters_per_minute = self.whole("limits.service.letters_per_minute");
        let puzzles = self.truth("limits.client.puzzles");
        let puzzle_cost = self.whole("limits.client.puzzle_cost");
        let client = ClientLimits {
            asks: asks?,
            checks: checks?,
            puzzle_cost: puzzles?.then_some(puzzle_cost?),
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
            letters_per_minute: enabled.then_some(letters_per_minute?),
        })
    }
}
