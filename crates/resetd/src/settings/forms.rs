//! What the values of settings look like, and what they become.

use std::net::SocketAddr;

use ipnet::IpNet;
use recovery::address::Email;
use recovery::code::{Ladder, Rung};
use recovery::ledger::{CERTAINTY, Units};
use recovery::moment::Span;
use url::{Host, Url};
use web::pages::colour::{Colour, LEAST_CONTRAST};

use super::nearest;

/// What is wrong with a value, and what to write.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Fault {
    pub(super) what: String,
    pub(super) mend: String,
}

pub(super) fn fault<T>(what: impl Into<String>, mend: impl Into<String>) -> Result<T, Fault> {
    Err(Fault {
        what: what.into(),
        mend: mend.into(),
    })
}

pub(super) fn truth(text: &str) -> Result<bool, Fault> {
    text.parse().or_else(|_| {
        fault(
            format!("is neither true nor false: {text:?}"),
            "Write true or false.",
        )
    })
}

pub(super) fn whole(text: &str, least: i64, most: i64) -> Result<i64, Fault> {
    let bounds = format!("Write a whole number from {least} to {most}.");
    match text.parse::<i64>() {
        Ok(number) if (least..=most).contains(&number) => Ok(number),
        Ok(number) => fault(format!("is out of bounds: {number}"), bounds),
        Err(_) => fault(format!("is not a whole number: {text:?}"), bounds),
    }
}

/// A length of time: a whole number and its unit, without anything between.
pub(super) fn span(text: &str) -> Option<Span> {
    let digits = text.find(|c: char| !c.is_ascii_digit())?;
    let (number, unit) = text.split_at(digits);
    let millis: i64 = match unit {
        "ms" => 1,
        "s" => 1000,
        "m" => 60_000,
        "h" => 3_600_000,
        "d" => 86_400_000,
        _ => return None,
    };
    number.parse::<i64>().ok()?.checked_mul(millis).map(Span)
}

pub(super) fn length(text: &str, least: &str, most: &str) -> Result<Span, Fault> {
    let Some(length) = span(text) else {
        let mend = "Write a whole number and its unit, such as 250ms, 90s, 10m, 24h or 30d.";
        return fault(format!("is not a length of time: {text:?}"), mend);
    };
    let within = span(least).is_none_or(|it| length >= it) && span(most).is_none_or(|it| length <= it);
    if within {
        Ok(length)
    } else {
        fault(
            format!("is out of bounds: {text}"),
            format!("Write a length of time from {least} to {most}."),
        )
    }
}

/// A probability in units of 1e-18, rounded down: a budget is never more than was allowed.
pub(super) fn odds(text: &str, most: f64) -> Result<Units, Fault> {
    let mend = format!("Write a number above 0 and up to {most}, such as 2e-5.");
    match text.parse::<f64>() {
        Ok(odds) if odds > 0.0 && odds <= most => {
            let units = (odds * CERTAINTY as f64).round() as i64;
            Ok(Units(units))
        }
        Ok(_) => fault(format!("is out of bounds: {text}"), mend),
        Err(_) => fault(format!("is not a number: {text:?}"), mend),
    }
}

pub(super) fn word(text: &str, words: &[&'static str]) -> Result<&'static str, Fault> {
    if let Some(word) = words.iter().find(|it| **it == text) {
        return Ok(word);
    }
    let mend = match nearest::word(text, words) {
        Some(near) => format!("Did you mean {near}?"),
        None => format!("Write one of: {}.", words.join(", ")),
    };
    fault(format!("cannot be {text:?}"), mend)
}

pub(super) fn listen(text: &str) -> Result<SocketAddr, Fault> {
    text.parse().or_else(|_| {
        let mend = "Write an IP address and a port, such as 127.0.0.1:8080, 0.0.0.0:8080 or [::1]:8080.";
        fault(format!("is not an address with a port: {text:?}"), mend)
    })
}

pub(super) fn networks(items: &[String]) -> Result<Vec<IpNet>, Fault> {
    items.iter().map(|item| network(item)).collect()
}

fn network(text: &str) -> Result<IpNet, Fault> {
    let single = || text.parse::<std::net::IpAddr>().ok().map(IpNet::from);
    let Some(network) = text.parse::<IpNet>().ok().or_else(single) else {
        let mend = "Write networks such as 10.0.0.0/8 or fd00::/8, or single addresses.";
        return fault(format!("has something that is not a network: {text:?}"), mend);
    };
    if network.prefix_len() == 0 {
        fault(
            format!("would trust every client there is: {text}"),
            "Name the networks that are yours.",
        )
    } else if network != network.trunc() {
        fault(
            format!("has an address where a network is wanted: {text}"),
            format!(
                "Write {} for the network, or the address without /{}.",
                network.trunc(),
                network.prefix_len()
            ),
        )
    } else {
        Ok(network)
    }
}

pub(super) fn origins(items: &[String]) -> Result<Vec<String>, Fault> {
    items.iter().map(|item| origin(item)).collect()
}

fn origin(text: &str) -> Result<String, Fault> {
    let mend =
        "Write each origin as a browser sends it, such as https://app.example.com or http://localhost:3000.";
    let exact = Url::parse(text).ok().map(|it| it.origin().ascii_serialization());
    match exact {
        Some(exact) if exact == text && !text.contains('*') => Ok(exact),
        Some(exact) if exact != "null" && !text.contains('*') => fault(
            format!("has something that is not an origin: {text:?}"),
            format!("Write {exact}."),
        ),
        Some(_) | None => fault(format!("has something that is not an origin: {text:?}"), mend),
    }
}

/// The accent of one form of the pages: people must be able to read text in this colour, and on it.
pub(super) fn accent(text: &str, grounds: &[Colour], form: &str) -> Result<Colour, Fault> {
    let Ok(colour) = text.parse::<Colour>() else {
        return fault(
            format!("is not a colour: {text:?}"),
            "Write #RRGGBB, such as #1d4ed8.",
        );
    };
    let contrast = colour.least_contrast(grounds);
    if contrast >= LEAST_CONTRAST {
        return Ok(colour);
    }
    // Rounded down: what falls short must not be told as what is wanted.
    let told = (contrast * 100.0).floor() / 100.0;
    let direction = if form == "light" { "darker" } else { "lighter" };
    fault(
        format!("can hardly be read: {text} has a contrast of {told:.2} with the {form} pages"),
        format!("WCAG asks for {LEAST_CONTRAST} or more. Take a {direction} colour."),
    )
}

pub(super) fn ladder(items: &[String]) -> Result<Ladder, Fault> {
    let mend = "Write kinds of codes, weakest first, such as digits:6, digits:8, base32:8, base32:13.";
    let rung = |item: &String| {
        item.parse::<Rung>().or_else(|why| {
            fault(
                format!("has something that is not a kind of code: {item:?} ({why})"),
                mend,
            )
        })
    };
    let rungs = items.iter().map(rung).collect::<Result<Vec<Rung>, Fault>>()?;
    Ladder::new(rungs).or_else(|why| fault(format!("is no ladder: {why}"), mend))
}

/// A web address that others are to be sent to: absolute, and nothing but scheme, host, port and path.
pub(super) fn web_address(text: &str) -> Result<Url, Fault> {
    let mend = "Write the whole address without ? and #, such as https://reset.example.com.";
    let Ok(url) = Url::parse(text) else {
        return fault(format!("is not an absolute web address: {text:?}"), mend);
    };
    let web = matches!(url.scheme(), "http" | "https") && url.host().is_some();
    let bare = url.username().is_empty() && url.password().is_none();
    if web && bare && url.query().is_none() && url.fragment().is_none() {
        Ok(url)
    } else {
        fault("is not a web address of scheme, host, port and path alone", mend)
    }
}

/// Whether a web address leads to this machine alone.
pub(super) fn is_loopback(url: &Url) -> bool {
    match url.host() {
        Some(Host::Domain(name)) => is_loopback_host(name),
        Some(Host::Ipv4(address)) => address.is_loopback(),
        Some(Host::Ipv6(address)) => address.is_loopback(),
        None => false,
    }
}

/// Whether a host as one writes it (a name or an address) is this machine.
pub(super) fn is_loopback_host(host: &str) -> bool {
    let address = host.trim_matches(['[', ']']).parse::<std::net::IpAddr>();
    host.eq_ignore_ascii_case("localhost") || address.is_ok_and(|it| it.is_loopback())
}

/// One mailbox: an address, with or without a name before it.
pub(super) fn mailbox(text: &str) -> Result<(Option<String>, Email), Fault> {
    let mend = "Write one address, such as no-reply@example.com or Example <no-reply@example.com>.";
    let (name, address) = match text.trim().strip_suffix('>').and_then(|it| it.rsplit_once('<')) {
        Some((name, address)) => (name.trim(), address),
        None => ("", text),
    };
    let name = name
        .strip_prefix('"')
        .and_then(|it| it.strip_suffix('"'))
        .unwrap_or(name);
    if name.contains(['<', '>', '"', '\\']) || name.chars().any(char::is_control) {
        return fault("has a name with characters that names do not have", mend);
    }
    match Email::parse(address) {
        Ok(email) => Ok(((!name.is_empty()).then(|| name.to_owned()), email)),
        Err(why) => fault(format!("is not one mailbox: {why}"), mend),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn owned(items: &[&str]) -> Vec<String> {
        items.iter().map(|it| (*it).to_owned()).collect()
    }

    #[test]
    fn a_length_of_time_is_a_whole_number_and_a_unit() {
        let good = [
            ("250ms", 250),
            ("60s", 60_000),
            ("10m", 600_000),
            ("1h", 3_600_000),
            ("90d", 7_776_000_000),
            ("0s", 0),
        ];
        for (text, millis) in good {
            assert_eq!(span(text), Some(Span(millis)), "{text}");
        }
        for text in [
            "",
            "10",
            "m",
            "10 m",
            "-1s",
            "+1s",
            "1.5h",
            "1h30m",
            "10min",
            "99999999999999999d",
            "10M",
            "１m",
        ] {
            assert_eq!(span(text), None, "{text}");
        }
        assert!(length("24h", "1s", "24h").is_ok() && length("24h", "1s", "86399s").is_err());
    }

    #[test]
    fn a_budget_is_never_rounded_up() {
        assert_eq!(odds("2e-5", 0.01), Ok(Units(20_000_000_000_000)));
        assert_eq!(odds("0.05", 1.0), Ok(Units(50_000_000_000_000_000)));
        assert_eq!(odds("1", 1.0), Ok(Units(CERTAINTY)));
        for text in ["0", "-1", "1.01", "nan", "inf", "x", ""] {
            assert!(odds(text, 1.0).is_err(), "{text}");
        }
    }

    #[test]
    fn networks_are_written_whole_and_never_the_whole_internet() {
        let good = networks(&owned(&["10.0.0.0/8", "192.0.2.1", "fd00::/8", "::1"])).unwrap();
        assert_eq!(
            good.iter().map(ToString::to_string).collect::<Vec<_>>(),
            ["10.0.0.0/8", "192.0.2.1/32", "fd00::/8", "::1/128"]
        );
        assert_eq!(
            network("10.1.2.3/8").unwrap_err().mend,
            "Write 10.0.0.0/8 for the network, or the address without /8."
        );
        for text in ["0.0.0.0/0", "::/0", "10.0.0.0/33", "example.com", "*"] {
            assert!(network(text).is_err(), "{text}");
        }
    }

    #[test]
    fn an_origin_is_exact() {
        assert!(origin("https://app.example.com").is_ok() && origin("http://localhost:3000").is_ok());
        assert_eq!(
            origin("https://App.example.com/").unwrap_err().mend,
            "Write https://app.example.com."
        );
        for text in [
            "*",
            "null",
            "app.example.com",
            "https://*.example.com",
            "file:///x",
        ] {
            assert!(origin(text).is_err(), "{text}");
        }
    }

    #[test]
    fn an_accent_that_can_hardly_be_read_is_refused_with_its_contrast() {
        use web::pages::colour::{DARK, LIGHT};
        assert!(accent("#1d4ed8", &LIGHT, "light").is_ok() && accent("#93c5fd", &DARK, "dark").is_ok());
        let faint = accent("#93c5fd", &LIGHT, "light").unwrap_err();
        assert!(
            faint.what.contains("a contrast of 1.6") && faint.mend.contains("4.5 or more. Take a darker"),
            "{faint:?}"
        );
        assert!(
            accent("#1d4ed8", &DARK, "dark")
                .unwrap_err()
                .mend
                .contains("lighter")
        );
        assert!(
            accent("blue", &LIGHT, "light")
                .unwrap_err()
                .mend
                .contains("#RRGGBB")
        );
    }

    #[test]
    fn the_sender_is_one_mailbox() {
        let read = |text: &str| {
            mailbox(text).map(|(name, email)| (name.unwrap_or_default(), email.as_written().to_owned()))
        };
        let is = |name: &str, address: &str| Ok((name.to_owned(), address.to_owned()));
        assert_eq!(read("a@example.com"), is("", "a@example.com"));
        assert_eq!(read("<a@example.com>"), is("", "a@example.com"));
        assert_eq!(
            read("Example, Inc. <a@example.com>"),
            is("Example, Inc.", "a@example.com")
        );
        assert_eq!(
            read("\"Example\" <a@example.com>"),
            is("Example", "a@example.com")
        );
        for text in [
            "",
            "Example",
            "a@example.com, b@example.com",
            "A <a@example.com>, B <b@example.com>",
            "A\r\nBcc: x <a@example.com>",
            "A <a@example.com",
            "a@localhost",
        ] {
            assert!(read(text).is_err(), "{text:?}");
        }
    }

    #[test]
    fn a_web_address_is_absolute_and_bare() {
        assert!(web_address("https://example.com/reset").is_ok());
        for text in [
            "",
            "example.com",
            "/reset",
            "ftp://example.com",
            "https://u:p@example.com",
            "https://example.com/?a",
            "https://example.com/#a",
            "mailto:a@example.com",
        ] {
            assert!(web_address(text).is_err(), "{text:?}");
        }
        assert!(
            is_loopback(&web_address("http://127.9.9.9:1").unwrap())
                && is_loopback(&web_address("http://[::1]").unwrap())
        );
        assert!(!is_loopback(
            &web_address("http://localhost.example.com").unwrap()
        ));
    }
}
