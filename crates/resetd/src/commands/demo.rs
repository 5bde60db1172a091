//! `resetd demo`: everything at once, without settings, and nothing left behind.

use std::fmt;
use std::net::TcpListener;
use std::path::Path;

use clap::Args;
use recovery::address::Email;
use recovery::ports::{Accounts, NewAccount};
use recovery::signing_in::SignIn;
use tokio::signal::unix::SignalKind;

use super::failure::{Exit, Failure};
use super::say;
use super::serve::{Open, Shift, serve};
use super::source::Source;
use crate::doors::Environment;
use crate::logs;
use crate::settings::Settings;
use crate::settings::table::Setting;
use crate::wiring::House;

/// The demo's arguments: none. `--set` works as everywhere; a settings file and the environment are not read.
#[derive(Clone, Copy, Debug, Args)]
pub struct Demo {}

/// The accounts that the two published documents use in their samples.
const PEOPLE: [&str; 3] = ["support@4point.com", "support@4pointx.com", "user@example.com"];

impl Demo {
    /// Serves from a temporary directory until Ctrl-C.
    ///
    /// # Errors
    /// [`Failure`]: why the demo could not start.
    pub fn run(self, source: &Source) -> Result<Exit, Failure> {
        if source.config.is_some() {
            return Err(Failure::new(
                "the demo takes no settings file",
                "Leave --config away, or start `resetd serve --config FILE`.",
            ));
        }
        // Before the directory: whoever ends the demo at its first moment finds nothing left behind either, nor does
        // who closes the terminal.
        let shift = Shift::begin(&[SignalKind::hangup()])?;
        let home = tempfile::Builder::new()
            .prefix("resetd-demo-")
            .tempdir()
            .map_err(|why| {
                Failure::new(
                    format!("no temporary directory: {why}"),
                    "Set TMPDIR to a directory that can be written to.",
                )
            })?;
        let settings = settings(source, home.path())?;
        logs::start(&settings.log, &Environment::of([]));
        let done = serve(shift, &settings, async |open: &Open, house: &House| {
            add_people(house).await?;
            Ok(say::line(Guide(open))?)
        });
        home.close()
            .map_err(|why| Failure::new(format!("the temporary directory stays behind: {why}"), ""))?;
        done
    }
}

/// The defaults, in a directory of their own, on the usual ports or on free ones if these are taken.
fn settings(source: &Source, home: &Path) -> Result<Settings, Failure> {
    let [http, metrics, capture] = ["http.listen", "metrics.listen", "mail.capture.listen"].map(free);
    // Links in letters lead to where the demo listens.
    let moved = source.set.iter().any(|it| it.starts_with("http.listen"));
    let reached = (!moved).then(|| format!("public_url=http://{http}"));
    let ports = [
        format!("http.listen={http}"),
        format!("metrics.listen={metrics}"),
        format!("mail.capture.listen={capture}"),
    ];
    let home = format!("data_dir={}", home.join("data").display());
    // What the command line sets takes the place of ours: given twice, a setting would be refused. So it is with
    // data_dir, because what lies elsewhere would be left behind.
    let given = |line: &String| {
        let key = |line: &str| line.split('=').next().map(|key| key.trim().to_owned());
        source.set.iter().any(|it| key(it) == key(line))
    };
    let ours = ports
        .into_iter()
        .chain(reached)
        .chain(["log.level=warn".to_owned()])
        .filter(|line| !given(line));
    let set: Vec<String> = [home]
        .into_iter()
        .chain(ours)
        .chain(source.set.iter().cloned())
        .collect();
    Settings::load(None, &set, &Environment::of([]))
        .map_err(|complaints| Failure::new(complaints.to_string(), ""))
}

/// The usual address of a listener, or any free port when somebody listens there.
fn free(key: &str) -> String {
    let usual = Setting::of(key).map_or("", |it| it.default);
    if TcpListener::bind(usual).is_ok() {
        return usual.to_owned();
    }
    let any = TcpListener::bind("127.0.0.1:0").and_then(|it| it.local_addr());
    any.map_or_else(|_| "127.0.0.1:0".to_owned(), |it| it.to_string())
}

async fn add_people(house: &House) -> Result<(), Failure> {
    let new = |address: &str| {
        let email = Email::parse(address).map_err(|why| Failure::new(why.to_string(), ""))?;
        Ok(NewAccount {
            email,
            name: None,
            locale: None,
            sign_in: SignIn::Password,
            hash: None,
        })
    };
    let people = PEOPLE.into_iter().map(new).collect::<Result<Vec<_>, Failure>>()?;
    house.store.add(&people, house.clock.now()).await?;
    Ok(())
}

/// What to do now: the documents' own sample calls, ready to paste.
struct Guide<'a>(&'a Open);

impl fmt::Display for Guide<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let api = self.0.http;
        let letters = self.0.capture.map(|it| it.to_string()).unwrap_or_default();
        let [fourpoint, fourpointx, userverse] = PEOPLE;
        let latest = |who: &str| {
            format!("code=$(curl -s 'http://{letters}/latest.txt?to={who}' | tail -n 1 | sed 's/.*#//')")
        };
        write!(
            f,
            "\
resetd demo: accounts, keys and letters live in a temporary directory and are gone when you press Ctrl-C.

The APIs       http://{api}/docs     every call and every answer
The pages      http://{api}/reset    what people see who use them
The letters    http://{letters}/     every letter that would have been sent
The accounts   {fourpoint}, {fourpointx}, {userverse}

1. The 4pointx API. Ask for a code, take it out of the letter, look at it, set a password:

curl -X POST 'http://{api}/_config/users/password/generate_otp' \\
     -H 'Content-Type: application/json' \\
     -d '{{\"email\": \"{fourpoint}\"}}'

{code_one}

curl -X POST 'http://{api}/_config/users/password/validate_otp' \\
     -H 'Content-Type: application/json' \\
     -d '{{\"email\": \"{fourpoint}\", \"otp\": \"'$code'\"}}'

curl -X PUT 'http://{api}/_config/users/password/' \\
     -H 'Content-Type: application/json' \\
     -d '{{\"email\": \"{fourpoint}\", \"otp\": \"'$code'\", \"new_password\": \"12345678\"}}'

2. The Userverse API. The address is the user name, the new password is the password:

curl --request PATCH \\
     --url 'http://{api}/password-reset/request?email=user%40example.com'

{code_two}

curl --request PATCH \\
     --url \"http://{api}/password-reset/validate-otp?one_time_pin=$code\" \\
     --header 'Authorization: Basic dXNlckBleGFtcGxlLmNvbTpuZXdwYXNzd29yZA=='

Press Ctrl-C to end.",
            code_one = latest(fourpoint),
            code_two = latest(userverse),
        )
    }
}
