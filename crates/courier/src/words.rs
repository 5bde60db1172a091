//! Other people's words, made fit to be stored and shown: one line, no controls, no secrets, not long.

/// The most characters of a server's words that are kept.
const LONGEST: usize = 200;

/// One line without controls, with every occurrence of a secret (in any ASCII case) struck out, cut at 200 characters.
pub(crate) fn fit_to_show(said: &str, secrets: &[&str]) -> String {
    let one_line: String = said.chars().map(|c| if is_plain(c) { c } else { ' ' }).collect();
    let spaced = one_line
        .split(' ')
        .filter(|it| !it.is_empty())
        .collect::<Vec<_>>()
        .join(" ");
    // Before the cut: half a secret at the end of a line is still half a secret.
    let clean = secrets
        .iter()
        .fold(spaced, |text, secret| struck_out(&text, secret));
    match clean.char_indices().nth(LONGEST) {
        Some((end, _)) => clean.get(..end).unwrap_or_default().to_owned(),
        None => clean,
    }
}

/// Neither a control nor one of the characters that break lines or turn the direction of writing.
fn is_plain(c: char) -> bool {
    !c.is_control()
        && !matches!(c, '\u{2028}' | '\u{2029}' | '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}' | '\u{feff}')
}

fn struck_out(text: &str, secret: &str) -> String {
    if secret.is_empty() {
        return text.to_owned();
    }
    // ASCII folding keeps byte positions.
    let (folded, wanted) = (text.to_ascii_lowercase(), secret.to_ascii_lowercase());
    let mut kept = String::with_capacity(text.len());
    let mut from = 0;
    for (at, found) in folded.match_indices(&wanted) {
        kept.push_str(text.get(from..at).unwrap_or_default());
        kept.push_str("***");
        from = at + found.len();
    }
    kept.push_str(text.get(from..).unwrap_or_default());
    kept
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_servers_words_become_one_short_line() {
        assert_eq!(
            fit_to_show("5.1.1 no\r\nsuch\tuser\u{1b}[31m\u{2028}!", &[]),
            "5.1.1 no such user [31m !"
        );
        assert_eq!(fit_to_show(&"ü".repeat(500), &[]).chars().count(), 200);
    }

    #[test]
    fn a_server_that_repeats_the_code_or_the_link_is_not_repeated() {
        let said = "554 spam: 482913 and abcDEF and 482913482913";
        assert_eq!(
            fit_to_show(said, &["482913", "ABCdef"]),
            "554 spam: *** and *** and ******"
        );
        let long = format!("{}482913", "x".repeat(197));
        assert!(!fit_to_show(&long, &["482913"]).contains("482"));
    }
}
