//! The answer of a breach service: a line for each hash, its last 35 digits and how often it was seen.

/// The digits of a hash that stand in the answer.
const DIGITS: usize = 35;

/// Whether a hash is in an answer; `None`: it is no answer. Lines that were seen 0 times fill it up, so that its length
/// does not tell what was asked.
pub(super) fn has(answer: &[u8], kept: &str) -> Option<bool> {
    let text = std::str::from_utf8(answer).ok()?;
    let mut found = false;
    let mut any = false;
    for line in text.lines().map(str::trim_end).filter(|it| !it.is_empty()) {
        let (digits, seen) = line.split_once(':')?;
        let seen: u64 = seen.parse().ok()?;
        if digits.len() != DIGITS || !digits.bytes().all(|it| it.is_ascii_hexdigit()) {
            return None;
        }
        any = true;
        found |= seen > 0 && digits.eq_ignore_ascii_case(kept);
    }
    // Every range has hundreds of hashes; an answer with none comes from something else.
    any.then_some(found)
}

#[cfg(test)]
mod tests {
    use super::*;

    const KEPT: &str = "1E4C9B93F3F0682250B6CF8331B7EE68FD8";

    #[test]
    fn a_hash_counts_that_was_seen_at_least_once() {
        let other = "0018A45C4D1DEF81644B54AB7F969B88D65:1\r\n";
        assert_eq!(has(format!("{other}{KEPT}:3861493").as_bytes(), KEPT), Some(true));
        assert_eq!(
            has(format!("{}:2\n\n", KEPT.to_lowercase()).as_bytes(), KEPT),
            Some(true)
        );
        assert_eq!(has(other.as_bytes(), KEPT), Some(false));
        assert_eq!(
            has(format!("{other}{KEPT}:0").as_bytes(), KEPT),
            Some(false),
            "it fills up"
        );
    }

    #[test]
    fn what_is_no_list_of_hashes_is_no_answer() {
        for garbage in [
            "",
            "<html>blocked</html>",
            KEPT,
            &format!("{KEPT}:"),
            &format!("{KEPT}:-1"),
            &format!("{KEPT}0:1"),
            &format!("{KEPT}:1\nnonsense"),
        ] {
            assert_eq!(has(garbage.as_bytes(), KEPT), None, "{garbage}");
        }
        assert_eq!(has(b"\xff\xfe", KEPT), None);
    }
}
