//! From what was given to what it means, section by section. A section is read to its end even if one of its values
//! is wrong, so that every complaint comes at once.

mod limits;
mod mail;
mod pages;
mod passwords;

use std::path::PathBuf;

use recovery::challenge::Life;
use recovery::code::Ladder;
use recovery::ledger::Units;
use recovery::moment::Span;

use super::draft::Draft;
use super::forms::{self, Fault};
use super::given::{Given, Sheet};
use super::table::{Kind, Setting};
use super::{
    Code, Compat, Dialects, Fourpoint, Hidden, Http, Keys, Log, LogFormat, OnPages, Place, Profile,
    Retention, Risk, StoreChoice, Userverse, V1, rules,
};

/// Reads a sheet and notes what is wrong with it.
pub(super) struct Reader {
    sheet: Sheet,
}

/// The one value of a key whose kind has one.
fn one(given: &Given) -> &str {
    match given {
        Given::One(text) => text,
        Given::Many(_) | Given::InFile(_) => "",
    }
}

/// The items of a key whose kind is a list.
fn many(given: &Given) -> &[String] {
    match given {
        Given::Many(items) => items,
        Given::One(_) | Given::InFile(_) => &[],
    }
}

impl Reader {
    pub(super) fn of(sheet: Sheet) -> Reader {
        Reader { sheet }
    }

    pub(super) fn into_sheet(self) -> Sheet {
        self.sheet
    }

    /// Notes what is wrong with a setting that could be read by itself.
    pub(super) fn object(&mut self, key: &str, fault: Fault) {
        let place = self
            .sheet
            .found(key)
            .map_or(Place::Default, |it| it.place.clone());
        self.sheet.complain(place, Some(key), fault.what, fault.mend);
    }

    /// A value as `form` reads it; `None` when it cannot, which is noted.
    fn read<T>(&mut self, key: &str, form: impl FnOnce(&Given) -> Result<T, Fault>) -> Option<T> {
        let found = self.sheet.found(key)?;
        match form(&found.given) {
            Ok(value) => Some(value),
            Err(fault) => {
                self.object(key, fault);
                None
            }
        }
    }

    fn text(&mut self, key: &str) -> Option<String> {
        self.read(key, |it| Ok(one(it).to_owned()))
    }

    /// A text that must not be empty.
    fn filled(&mut self, key: &str) -> Option<String> {
        self.read(key, |it| match one(it).trim() {
            "" => forms::fault(
                "is empty",
                "Give it a value, or leave the setting out for its default.",
            ),
            text => Ok(text.to_owned()),
        })
    }

    /// A path; `None` inside when it is left empty.
    fn path(&mut self, key: &str) -> Option<Option<PathBuf>> {
        self.text(key)
            .map(|it| (!it.is_empty()).then(|| PathBuf::from(it)))
    }

    fn truth(&mut self, key: &str) -> Option<bool> {
        self.read(key, |it| forms::truth(one(it)))
    }

    /// A whole number within the bounds of its row.
    fn whole<T: TryFrom<i64>>(&mut self, key: &str) -> Option<T> {
        let Kind::Whole(least, most) = Setting::of(key)?.kind else {
            return None;
        };
        let number = self.read(key, |it| forms::whole(one(it), least, most))?;
        T::try_from(number).ok()
    }

    /// A length of time within the bounds of its row.
    fn length(&mut self, key: &str) -> Option<Span> {
        let Kind::Length(least, most) = Setting::of(key)?.kind else {
            return None;
        };
        self.read(key, |it| forms::length(one(it), least, most))
    }

    fn odds(&mut self, key: &str) -> Option<Units> {
        let Kind::Odds(most) = Setting::of(key)?.kind else {
            return None;
        };
        self.read(key, |it| forms::odds(one(it), most))
    }

    /// One of the words of its row.
    fn word(&mut self, key: &str) -> Option<&'static str> {
        let Kind::OneOf(words) = Setting::of(key)?.kind else {
            return None;
        };
        self.read(key, |it| forms::word(one(it), words))
    }

    /// A ladder; `code.ladder` where a dialect has none of its own.
    fn ladder(&mut self, key: &str, house: Option<&Ladder>) -> Option<Ladder> {
        let own = self.read(key, |it| match many(it) {
            [] => Ok(None),
            items => forms::ladder(items).map(Some),
        })?;
        own.or_else(|| house.cloned())
    }

    /// A secret, from where it stands or from the file that holds it; empty when it is not set.
    fn secret(&mut self, key: &str) -> Option<Hidden> {
        self.read(key, |given| match given {
            Given::One(text) => Ok(Hidden(text.clone())),
            Given::Many(_) => Ok(Hidden(String::new())),
            Given::InFile(path) => match std::fs::read_to_string(path) {
                Ok(text) => {
                    let line = text.strip_suffix('\n').unwrap_or(&text);
                    let secret = Hidden(line.strip_suffix('\r').unwrap_or(line).to_owned());
                    drop(Hidden(text));
                    match secret.reveal() {
                        "" => forms::fault(
                            format!("has nothing in its file {}", path.display()),
                            "Put the secret into the file.",
                        ),
                        _ => Ok(secret),
                    }
                }
                Err(cause) => forms::fault(
                    format!("cannot be read from its file {}: {cause}", path.display()),
                    "Check the path, and that this user may read the file.",
                ),
            },
        })
    }

    /// Every section that could be read.
    pub(super) fn draft(&mut self) -> Draft {
        let profile = self.profile();
        if profile == Some(Profile::Hardened) {
            self.sheet.default_to("password.min_length", "15");
        }
        let public_url = self.read("public_url", |it| forms::web_address(one(it)));
        let data_dir = self.filled("data_dir").map(PathBuf::from);
        let draft = Draft {
            profile,
            http: self.http(),
            store: self.store(),
            keys: self.keys(data_dir.as_ref()),
            mail: self.mail(),
            code: self.code(),
            risk: self.risk(),
            limits: self.limits(),
            password: self.passwords(profile),
            dialects: self.dialects(),
            pages: self.pages(),
            languages: self.path("languages.dir"),
            retention: self.retention(),
            log: self.log(),
            metrics: self.metrics(),
            public_url,
            data_dir,
        };
        rules::check(self, &draft);
        draft
    }

    fn profile(&mut self) -> Option<Profile> {
        match self.word("profile")? {
            "documented" => Some(Profile::Documented),
            _ => Some(Profile::Hardened),
        }
    }

    fn http(&mut self) -> Option<Http> {
        let listen = self.read("http.listen", |it| forms::listen(one(it)));
        let trusted_proxies = self.read("http.trusted_proxies", |it| forms::networks(many(it)));
        let cors_origins = self.read("http.cors_origins", |it| forms::origins(many(it)));
        let max_connections = self.whole("http.max_connections");
        Some(Http {
            listen: listen?,
            trusted_proxies: trusted_proxies?,
            cors_origins: cors_origins?,
            max_connections: max_connections?,
        })
    }

    fn store(&mut self) -> Option<StoreChoice> {
        self.read("store.url", |it| match one(it) {
            "sqlite" => Ok(StoreChoice::Sqlite),
            // The address may hold a password, so it is not repeated.
            url if url.starts_with("postgres://") || url.starts_with("postgresql://") => {
                Err(rules::not_built("the PostgreSQL store", "store.url = \"sqlite\""))
            }
            _ => forms::fault("is no store that this program knows", "Write sqlite."),
        })
    }

    fn keys(&mut self, data_dir: Option<&PathBuf>) -> Option<Keys> {
        let file = self.path("keys.file");
        let ring = self.secret("keys.ring");
        match (ring?, file?) {
            (ring, Some(_)) if !ring.reveal().is_empty() => {
                self.object("keys.ring", rules::keys_twice());
                None
            }
            (ring, None) if !ring.reveal().is_empty() => Some(Keys::Ring(ring)),
            (_, Some(file)) => Some(Keys::File(file)),
            (_, None) => Some(Keys::File(data_dir?.join("keys"))),
        }
    }

    fn code(&mut self) -> Option<Code> {
        let code = self.length("code.ttl");
        let link = self.length("link.ttl");
        let attempts = self.whole("code.attempts");
        let resend_after = self.length("code.resend_after");
        Some(Code {
            life: Life {
                code: code?,
                link: link?,
            },
            attempts: attempts?,
            resend_after: resend_after?,
        })
    }

    fn risk(&mut self) -> Option<Risk> {
        let account_per_year = self.odds("risk.account_per_year");
        let service_per_year = self.odds("risk.service_per_year");
        let service_hard = self.truth("risk.service_hard");
        Some(Risk {
            account_per_year: account_per_year?,
            service_per_year: service_per_year?,
            service_hard: service_hard?,
        })
    }

    fn dialects(&mut self) -> Option<Dialects> {
        let house = self.read("code.ladder", |it| forms::ladder(many(it)));
        let enabled = self.read("dialects.enabled", |it| rules::enabled(many(it)));
        let fourpoint = self.ladder("dialects.4pointx.ladder", house.as_ref());
        let compat = self.word("dialects.userverse.compat").map(|it| match it {
            "documented" => Compat::Documented,
            _ => Compat::Current,
        });
        let frontend_url = self.read("dialects.userverse.frontend_url", |it| match one(it) {
            "" => Ok(None),
            text => forms::web_address(text).and_then(rules::encrypted).map(Some),
        });
        let userverse = self.ladder("dialects.userverse.ladder", house.as_ref());
        let enabled = enabled?;
        let is_on = |name: &str| enabled.contains(&name);
        let fourpoint = Fourpoint { ladder: fourpoint? };
        let userverse = Userverse {
            compat: compat?,
            frontend_url: frontend_url?,
            ladder: userverse?,
        };
        Some(Dialects {
            fourpoint: is_on("4pointx").then_some(fourpoint),
            userverse: is_on("userverse").then_some(userverse),
            v1: is_on("v1").then_some(V1 {
                ladder: house.clone()?,
            }),
            pages: is_on("pages").then_some(OnPages { ladder: house? }),
        })
    }

    fn retention(&mut self) -> Option<Retention> {
        let audit = self.length("retention.audit");
        let client_addresses = self.length("retention.client_addresses");
        Some(Retention {
            audit: audit?,
            client_addresses: client_addresses?,
        })
    }

    fn log(&mut self) -> Option<Log> {
        let level = self.read("log.level", |it| {
            let text = one(it);
            crate::logs::check_directives(text)
                .map(|()| text.to_owned())
                .or_else(|why| {
                    let mend = "Write error, warn, info, debug or trace, or a list such as info,store=debug.";
                    forms::fault(format!("is not understood: {why}"), mend)
                })
        });
        let format = self.word("log.format").map(|it| match it {
            "text" => LogFormat::Text,
            "json" => LogFormat::Json,
            _ => LogFormat::Auto,
        });
        Some(Log {
            level: level?,
            format: format?,
        })
    }

    fn metrics(&mut self) -> Option<Option<std::net::SocketAddr>> {
        self.read("metrics.listen", |it| match one(it) {
            "" => Ok(None),
            text => forms::listen(text).map(Some),
        })
    }
}
