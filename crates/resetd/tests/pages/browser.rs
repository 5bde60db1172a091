//! A browser without scripts: it keeps cookies, follows redirects and sends forms as they stand on the page.
#![allow(
    dead_code,
    reason = "each test file that has a browser uses its own part of it"
)]

use std::collections::BTreeMap;

use super::support::http::{Answer, Client};
use super::support::server::Server;

/// A browser. Each has cookies of its own.
pub struct Browser {
    http: Client,
    pub cookies: BTreeMap<String, String>,
    pub page: Page,
    /// What it sends with every request.
    pub headers: Vec<(String, String)>,
}

/// What is shown.
#[derive(Clone, Debug)]
pub struct Page {
    pub path: String,
    pub answer: Answer,
}

impl Page {
    /// Whether it says this, markup aside.
    pub fn says(&self, words: &str) -> bool {
        self.text().contains(words)
    }

    /// What it says: without elements, entities resolved.
    pub fn text(&self) -> String {
        let mut text = String::new();
        let mut rest = self.answer.body.as_str();
        while let Some((before, after)) = rest.split_once('<') {
            text.push_str(before);
            rest = after.split_once('>').map_or("", |it| it.1);
        }
        text.push_str(rest);
        unescape(&text)
    }

    /// The opening tag of the element with this id.
    pub fn tag(&self, id: &str) -> Option<&str> {
        let body = &self.answer.body;
        let at = body.find(&format!(" id=\"{id}\""))?;
        let from = body[..at].rfind('<')?;
        let to = at + body[at..].find('>')?;
        Some(&body[from..=to])
    }

    /// An attribute of the element with this id.
    pub fn attribute(&self, id: &str, name: &str) -> Option<String> {
        attribute(self.tag(id)?, name)
    }

    /// The reference that letters show as well.
    pub fn reference(&self) -> String {
        let text = self.text();
        let at = text.find("the reference ").expect("a reference") + "the reference ".len();
        text[at..at + 6].to_owned()
    }

    /// The tab of its path.
    pub fn tab(&self) -> &str {
        self.path.split('/').nth(2).unwrap()
    }
}

pub fn attribute(tag: &str, name: &str) -> Option<String> {
    let from = tag.find(&format!(" {name}=\""))? + name.len() + 3;
    let to = from + tag[from..].find('"')?;
    Some(unescape(&tag[from..to]))
}

pub fn unescape(text: &str) -> String {
    text.replace("&lt;", "<")
        .replace("&gt;", ">")
        .replace("&quot;", "\"")
        .replace("&#39;", "'")
        .replace("&#x27;", "'")
        .replace("&#x2f;", "/")
        .replace("&amp;", "&")
}

/// A form's fields as browsers write them.
pub fn encoded(fields: &[(&str, &str)]) -> String {
    let one = |text: &str| -> String {
        text.bytes()
            .map(|byte| match byte {
                b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' | b'-' | b'.' | b'_' | b'*' => {
                    char::from(byte).to_string()
                }
                b' ' => "+".to_owned(),
                other => format!("%{other:02X}"),
            })
            .collect()
    };
    let pairs = fields
        .iter()
        .map(|(name, value)| format!("{}={}", one(name), one(value)));
    pairs.collect::<Vec<_>>().join("&")
}

impl Browser {
    pub fn of(server: &Server) -> Browser {
        Browser {
            http: server.http,
            cookies: BTreeMap::new(),
            page: Page {
                path: String::new(),
                answer: Answer {
                    status: 0,
                    headers: vec![],
                    body: String::new(),
                },
            },
            headers: vec![("Accept-Language".to_owned(), "en".to_owned())],
        }
    }

    /// One request, its cookies kept, no redirect followed.
    pub fn request(&mut self, method: &str, path: &str, headers: &[(&str, &str)], body: &str) -> Answer {
        let cookies: Vec<String> = self
            .cookies
            .iter()
            .map(|(name, value)| format!("{name}={value}"))
            .collect();
        let cookies = cookies.join("; ");
        let mut all: Vec<(&str, &str)> = self
            .headers
            .iter()
            .filter(|(name, _)| !headers.iter().any(|it| it.0.eq_ignore_ascii_case(name)))
            .map(|(name, value)| (name.as_str(), value.as_str()))
            .chain(headers.iter().copied())
            .collect();
        if !cookies.is_empty() {
            all.push(("Cookie", &cookies));
        }
        let answer = self.http.call(method, path, &all, body.as_bytes());
        for (_, line) in answer
            .headers
            .iter()
            .filter(|(name, _)| name.eq_ignore_ascii_case("set-cookie"))
        {
            let (pair, attributes) = line.split_once(';').unwrap();
            let (name, value) = pair.split_once('=').unwrap();
            if attributes.contains("Max-Age=0") {
                self.cookies.remove(name);
            } else {
                self.cookies.insert(name.to_owned(), value.to_owned());
            }
        }
        answer
    }

    /// Goes somewhere, by whatever redirects.
    pub fn get(&mut self, path: &str) -> Page {
        let answer = self.request("GET", path, &[], "");
        self.follow(path, answer)
    }

    pub fn follow(&mut self, path: &str, mut answer: Answer) -> Page {
        let mut path = path.to_owned();
        for _ in 0..5 {
            let Some(next) = answer.header("location").map(str::to_owned) else {
                break;
            };
            assert!(matches!(answer.status, 303 | 307), "{}", answer.status);
            assert!(next.starts_with('/') && !next.starts_with("//"), "{next}");
            path = next;
            answer = self.request("GET", &path, &[], "");
        }
        let path = path.split('?').next().unwrap().to_owned();
        self.page = Page { path, answer };
        self.page.clone()
    }

    /// Where a form of the page is sent to, with the fields that it has already.
    pub fn form(&self, id: &str) -> (String, Vec<(String, String)>) {
        let page = &self.page;
        let action = page
            .attribute(id, "action")
            .unwrap_or_else(|| panic!("no form {id}: {}", page.answer.body));
        let body = &page.answer.body;
        let from = body.find(&format!(" id=\"{id}\"")).unwrap();
        let inside = &body[from..from + body[from..].find("</form>").unwrap()];
        let inputs = inside
            .split("<input")
            .skip(1)
            .map(|it| &it[..it.find('>').unwrap()]);
        let fields = inputs
            .filter_map(|it| Some((attribute(it, "name")?, attribute(it, "value").unwrap_or_default())));
        (action, fields.collect())
    }

    /// Sends a form of the page with these fields filled in, as a browser does, without following.
    pub fn send(&mut self, id: &str, filled: &[(&str, &str)]) -> (String, Answer) {
        let (action, mut fields) = self.form(id);
        for (name, value) in filled {
            match fields.iter_mut().find(|(it, _)| it == name) {
                Some(field) => field.1 = (*value).to_owned(),
                None => panic!("the form {id} has no field {name}"),
            }
        }
        let fields: Vec<(&str, &str)> = fields.iter().map(|(a, b)| (a.as_str(), b.as_str())).collect();
        let answer = self.post(&action, &encoded(&fields));
        (action, answer)
    }

    /// A form's body, sent from a page of the same origin that sends no referrer.
    pub fn post(&mut self, path: &str, body: &str) -> Answer {
        let headers = [
            ("Content-Type", "application/x-www-form-urlencoded"),
            ("Origin", "null"),
            ("Sec-Fetch-Site", "same-origin"),
            ("Sec-Fetch-Mode", "navigate"),
        ];
        self.request("POST", path, &headers, body)
    }

    /// Sends a form of the page and goes where it leads.
    pub fn submit(&mut self, id: &str, filled: &[(&str, &str)]) -> Page {
        let (action, answer) = self.send(id, filled);
        self.follow(&action, answer)
    }
}
