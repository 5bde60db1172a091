//! `resetd account list` and `show`.

use clap::Args;
use recovery::address::Email;
use recovery::subject::{Account, AccountId, Status};
use serde::Serialize;

use super::super::failure::{Exit, Failure};
use super::super::house::House;
use super::super::{say, typed};

/// Accounts are read in pages of this many, so that a listing of a million takes no memory.
const PAGE: usize = 1000;

/// Which accounts to list.
#[derive(Debug, Args)]
pub struct List {
    /// At most so many; 0: all
    #[arg(long, value_name = "N", default_value_t = 100)]
    most: usize,
    /// Only those after the account of this number
    #[arg(long, value_name = "ID")]
    after: Option<i64>,
    /// One JSON object a line
    #[arg(long)]
    json: bool,
}

/// Which account to show.
#[derive(Debug, Args)]
pub struct Show {
    /// The address
    #[arg(value_name = "EMAIL", value_parser = typed::address)]
    email: Email,
    /// As a JSON object
    #[arg(long)]
    json: bool,
}

/// What is said below a table with an account of which a change was taken back.
const TAKEN_BACK: &str = "taken back: the owner said that a change of the password was somebody else's. That password has ended; the next \
    recovery needs a letter's link and its code together, where the pages are served.";

/// An account as `--json` shows it.
#[derive(Serialize)]
struct Shown<'a> {
    id: i64,
    email: &'a str,
    name: Option<&'a str>,
    locale: Option<&'a str>,
    status: &'static str,
    sign_in: String,
    password_changed_at: Option<String>,
    /// Whether its owner took a change of the password back, and has not set another since.
    disowned: bool,
}

impl<'a> Shown<'a> {
    fn of(account: &'a Account) -> Shown<'a> {
        Shown {
            id: account.id.0,
            email: account.email.as_written(),
            name: account.name.as_deref(),
            locale: account.locale.as_deref(),
            status: status(account.status),
            sign_in: account.sign_in.to_string(),
            password_changed_at: account.password_changed_at.map(say::when),
            disowned: account.disowned,
        }
    }

    fn row(self) -> [String; 7] {
        [
            self.id.to_string(),
            say::tame(self.email),
            say::tame(self.name.unwrap_or("")),
            self.locale.unwrap_or("").to_owned(),
            self.status.to_owned(),
            say::tame(&self.sign_in),
            match self.password_changed_at {
                Some(at) if self.disowned => format!("taken back {at}"),
                Some(at) => at,
                None => "none".to_owned(),
            },
        ]
    }
}

const HEAD: [&str; 7] = [
    "number",
    "address",
    "name",
    "locale",
    "status",
    "sign-in",
    "password set",
];

impl List {
    pub(super) async fn run(self, house: &House) -> Result<Exit, Failure> {
        let mut left = if self.most == 0 { usize::MAX } else { self.most };
        let mut after = self.after.map(AccountId);
        let mut rows = Vec::new();
        let mut disowned = false;
        while left > 0 {
            let page = house.accounts.accounts(after, left.min(PAGE)).await?;
            let Some(last) = page.last() else { break };
            after = Some(last.id);
            left = left.saturating_sub(page.len());
            for account in &page {
                let shown = Shown::of(account);
                disowned |= shown.disowned;
                if self.json {
                    say::json(&shown)?;
                } else {
                    rows.push(shown.row());
                }
            }
        }
        if !self.json {
            self.print(house, rows, after).await?;
            explain(disowned);
        }
        Ok(Exit::Done)
    }

    async fn print(
        &self,
        house: &House,
        rows: Vec<[String; 7]>,
        last: Option<AccountId>,
    ) -> Result<(), Failure> {
        let (shown, all) = (rows.len(), house.accounts.count().await?);
        say::table(HEAD, rows)?;
        let more = last.filter(|_| self.most != 0 && shown == self.most);
        match more {
            Some(last) => say::note(format_args!(
                "{shown} of {all} accounts; the next ones: --after {}; all of them: --most 0",
                last.0
            )),
            None => say::note(format_args!("{shown} of {all} accounts")),
        }
        Ok(())
    }
}

impl Show {
    pub(super) async fn run(self, house: &House) -> Result<Exit, Failure> {
        let Some(account) = house.accounts.account(self.email.key()).await? else {
            return Err(super::unknown(&self.email));
        };
        let shown = Shown::of(&account);
        if self.json {
            say::json(&shown)?;
        } else {
            let disowned = shown.disowned;
            say::table(HEAD, vec![shown.row()])?;
            explain(disowned);
        }
        Ok(Exit::Done)
    }
}

fn explain(disowned: bool) {
    if disowned {
        say::note(TAKEN_BACK);
    }
}

fn status(status: Status) -> &'static str {
    match status {
        Status::Active => "active",
        Status::Disabled => "disabled",
    }
}
