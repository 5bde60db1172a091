//! How much of the risk budget is spent, on the page of metrics.

use std::collections::BTreeMap;
use std::sync::Arc;
use std::sync::atomic::AtomicU64;

use prometheus_client::metrics::family::Family;
use prometheus_client::metrics::gauge::Gauge;
use recovery::budget::Budget;
use recovery::code::Ladder;
use recovery::desk::Desk;
use recovery::ledger::Units;
use web::metrics::Metrics;

use crate::settings::Settings;

/// Whose budget, and which rung's share of it.
type Of = [(&'static str, String); 2];

type Parts = Family<Of, Gauge<f64, AtomicU64>>;

/// How far a rung may carry the ledgers: of an account, and of the service.
type Shares = BTreeMap<String, (Units, Units)>;

/// Puts them there: 1 is all of a rung's share. Of accounts it is the one that is spent most, among those at which somebody
/// guessed wrongly within a day.
pub fn register(metrics: &Metrics, desk: &Arc<Desk>, settings: &Settings) {
    let parts: Parts = Family::default();
    metrics.register(
        "risk_spent",
        "The part of a rung's share of the risk budget that wrong guesses have spent; of accounts, by the one that is spent most",
        parts.clone(),
    );
    let (desk, shares) = (Arc::clone(desk), Arc::new(shares(settings)));
    metrics.before_each_scrape(Box::new(move || {
        let (parts, desk, shares) = (parts.clone(), Arc::clone(&desk), Arc::clone(&shares));
        Box::pin(async move {
            let account = desk.highest_account();
            // A store that cannot answer leaves the last number; its failures have a counter of their own.
            let service = desk.spent_by_service().await.ok();
            for (rung, (of_account, of_service)) in shares.iter() {
                let set = |scope, spent, share| {
                    let of = [("scope", scope), ("rung", rung.clone())];
                    parts.get_or_create(&of).set(part(spent, share));
                };
                set("account".to_owned(), account, *of_account);
                if let Some(service) = service {
                    set("service".to_owned(), service, *of_service);
                }
            }
        })
    }));
}

/// Of a rung that several ladders have, the smaller share: it is spent first.
fn shares(settings: &Settings) -> Shares {
    let budget = settings.risk.budget();
    let mut shares = Shares::new();
    for ladder in settings.dialects.ladders() {
        for (rung, share) in of_ladder(&budget, ladder) {
            let smallest = shares.entry(rung).or_insert(share);
            *smallest = (smallest.0.min(share.0), smallest.1.min(share.1));
        }
    }
    shares
}

fn of_ladder(budget: &Budget, ladder: &Ladder) -> impl Iterator<Item = (String, (Units, Units))> {
    let whole = budget.of_service();
    budget.shares(ladder).filter_map(move |share| {
        let caps = share.caps?;
        Some((
            share.rung.to_string(),
            (caps.account, caps.service.unwrap_or(whole)),
        ))
    })
}

fn part(spent: Units, share: Units) -> f64 {
    spent.0 as f64 / share.0.max(1) as f64
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_share_that_is_spent_to_the_last_guess_is_one() {
        assert!((part(Units(68), Units(68)) - 1.0).abs() < f64::EPSILON);
        assert!(
            (part(Units(0), Units(0))).abs() < f64::EPSILON,
            "a share of nothing is no division by it"
        );
    }
}
