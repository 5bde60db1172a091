//! Settings as far as they could be read: what is still to be checked of the rest is checked although a part is wrong.

use std::net::SocketAddr;
use std::path::PathBuf;

use url::Url;

use super::{
    Code, Dialects, Http, Keys, Limits, Log, Mail, Pages, Passwords, Profile, Retention, Risk, Settings,
    StoreChoice,
};

/// The fields of [`Settings`], each `None` where a complaint was noted that leaves a hole.
#[derive(Clone, Debug)]
#[expect(missing_docs, reason = "the fields are those of the settings")]
pub struct Draft {
    pub profile: Option<Profile>,
    pub public_url: Option<Url>,
    pub data_dir: Option<PathBuf>,
    pub http: Option<Http>,
    pub store: Option<StoreChoice>,
    pub keys: Option<Keys>,
    pub mail: Option<Mail>,
    pub code: Option<Code>,
    pub risk: Option<Risk>,
    pub limits: Option<Limits>,
    pub password: Option<Passwords>,
    pub dialects: Option<Dialects>,
    pub pages: Option<Pages>,
    pub languages: Option<Option<PathBuf>>,
    pub retention: Option<Retention>,
    pub log: Option<Log>,
    pub metrics: Option<Option<SocketAddr>>,
}

impl Draft {
    /// The settings, if no part is missing.
    #[must_use]
    pub fn whole(self) -> Option<Settings> {
        Some(Settings {
            profile: self.profile?,
            public_url: self.public_url?,
            data_dir: self.data_dir?,
            http: self.http?,
            store: self.store?,
            keys: self.keys?,
            mail: self.mail?,
            code: self.code?,
            risk: self.risk?,
            limits: self.limits?,
            password: self.password?,
            dialects: self.dialects?,
            pages: self.pages?,
            languages: self.languages?,
            retention: self.retention?,
            log: self.log?,
            metrics: self.metrics?,
        })
    }
}
