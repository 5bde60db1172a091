//! The capture box as HTML: a list and a letter. Everything shown is escaped, and nothing runs.

use std::fmt::Write;

use super::{CapturedLetter, Summary};

/// Both colour schemes, from the system's own colours.
pub(super) const STYLE: &str = "\
:root { color-scheme: light dark; font: 16px/1.5 system-ui, sans-serif }
body { margin: 2rem auto; max-width: 50rem; padding: 0 1rem }
table { border-collapse: collapse; width: 100% }
th, td { border-bottom: 1px solid color-mix(in srgb, currentColor 25%, transparent); padding: .4rem .6rem .4rem 0; text-align: left; overflow-wrap: anywhere }
pre { background: color-mix(in srgb, currentColor 7%, transparent); padding: 1rem; white-space: pre-wrap; overflow-wrap: anywhere }
dt { float: left; clear: left; min-width: 5rem; opacity: .7 }
dd { margin: 0; overflow-wrap: anywhere }
";

/// The list, newest first.
pub(super) fn index(letters: &[Summary]) -> String {
    let rows: String = letters.iter().map(row).collect();
    let body = if rows.is_empty() {
        "<p>No letter yet. Ask for a code, and it will be here a moment later.</p>".to_owned()
    } else {
        format!(
            "<table><thead><tr><th scope=col>To</th><th scope=col>Subject</th><th scope=col>Date</th></tr></thead>\
             <tbody>{rows}</tbody></table>"
        )
    };
    page("Captured letters", &body)
}

fn row(letter: &Summary) -> String {
    format!(
        "<tr><td>{}</td><td><a href=\"/letters/{}\">{}</a></td><td>{}</td></tr>",
        escaped(&letter.to),
        path_segment(&letter.id),
        escaped(&letter.subject),
        escaped(&letter.date),
    )
}

/// One letter's text.
pub(super) fn letter(letter: &CapturedLetter) -> String {
    let Summary {
        id,
        to,
        subject,
        date,
    } = &letter.summary;
    let segment = path_segment(id);
    let body = format!(
        "<dl><dt>To</dt><dd>{}</dd><dt>Date</dt><dd>{}</dd></dl><pre>{}</pre>\
         <p><a href=\"/letters/{segment}.eml\">The whole message</a> · <a href=\"/\">All letters</a></p>",
        escaped(to),
        escaped(date),
        escaped(&letter.text),
    );
    page(subject, &body)
}

fn page(title: &str, body: &str) -> String {
    let title = escaped(title);
    format!(
        "<!doctype html><html lang=en><head><meta charset=utf-8>\
         <meta name=viewport content=\"width=device-width\"><title>{title}</title>\
         <link rel=stylesheet href=\"/style.css\"></head><body><main><h1>{title}</h1>{body}</main></body></html>"
    )
}

fn escaped(text: &str) -> String {
    let mut safe = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '&' => safe.push_str("&amp;"),
            '<' => safe.push_str("&lt;"),
            '>' => safe.push_str("&gt;"),
            '"' => safe.push_str("&quot;"),
            '\'' => safe.push_str("&#39;"),
            other => safe.push(other),
        }
    }
    safe
}

/// A name as one step of a path.
fn path_segment(id: &str) -> String {
    let mut safe = String::with_capacity(id.len());
    for byte in id.bytes() {
        if byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_' | b'.') {
            safe.push(char::from(byte));
        } else {
            // Writing into a string does not fail.
            write!(safe, "%{byte:02X}").unwrap_or_default();
        }
    }
    safe
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_a_letter_says_cannot_become_part_of_the_page() {
        let nasty = CapturedLetter {
            summary: Summary {
                id: "a/..\"<b>".into(),
                to: "<script>x</script>@example.com".into(),
                subject: "\"><img src=x>".into(),
                date: "&".into(),
            },
            text: "</pre><b>'".into(),
            html: None,
            raw: vec![],
        };
        for page in [letter(&nasty), index(std::slice::from_ref(&nasty.summary))] {
            assert!(
                !page.contains("<script") && !page.contains("<img") && !page.contains("<b>"),
                "{page}"
            );
            assert!(page.contains("/letters/a%2F..%22%3Cb%3E"), "{page}");
        }
    }
}
