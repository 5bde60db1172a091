//! `[mail]`.

use super::{Reader, one};
use crate::settings::{Login, Mail, Sender, Smtp, Tls, Transport, forms, rules};

impl Reader {
    pub(super) fn mail(&mut self) -> Option<Mail> {
        let transport = self.word("mail.transport");
        let from = self.read("mail.from", |it| forms::mailbox(one(it)));
        let workers = self.whole("mail.workers");
        let listen = self.read("mail.capture.listen", |it| forms::listen(one(it)));
        let smtp = self.smtp();
        let transport = match transport? {
            "capture" => Transport::Capture { listen: listen? },
            _ => Transport::Smtp(smtp?),
        };
        let (name, email) = from?;
        Some(Mail {
            transport,
            from: Sender { name, email },
            workers: workers?,
        })
    }

    fn smtp(&mut self) -> Option<Smtp> {
        let host = self.filled("mail.smtp.host");
        let port = self.whole("mail.smtp.port");
        let tls = self.word("mail.smtp.tls").map(|it| match it {
            "starttls" => Tls::StartTls,
            "tls" => Tls::Implicit,
            _ => Tls::None,
        });
        let allow_insecure = self.truth("mail.smtp.allow_insecure");
        let username = self.text("mail.smtp.username");
        let password = self.secret("mail.smtp.password");
        let ca_file = self.path("mail.smtp.ca_file");
        rules::check_clear_text(self, host.as_deref(), tls, allow_insecure);
        let (username, password) = (username?, password?);
        let login = match (username.is_empty(), password.reveal().is_empty()) {
            (true, true) => None,
            (false, false) => Some(Login { username, password }),
            (true, false) => {
                self.object("mail.smtp.password", rules::login_without("mail.smtp.username"));
                return None;
            }
            (false, true) => {
                self.object("mail.smtp.username", rules::login_without("mail.smtp.password"));
                return None;
            }
        };
        Some(Smtp {
            host: host?,
            port: port?,
            tls: tls?,
            allow_insecure: allow_insecure?,
            login,
            ca_file: ca_file?,
        })
    }
}
