//! Numbers as people read them.

/// A probability or an expectation to four significant digits: `0.1967`, `4.379e-4`, `2e-5`, `2 740`.
pub fn odds(value: f64) -> String {
    if value.abs() < f64::MIN_POSITIVE {
        return "0".to_owned();
    }
    let scientific = format!("{value:.3e}");
    let (digits, power) = scientific.split_once('e').unwrap_or((&scientific, "0"));
    let power: i32 = power.parse().unwrap_or(0);
    match power {
        3.. => grouped(value.round()),
        -3..=2 => trimmed(&format!("{value:.*}", usize::try_from(3 - power).unwrap_or(0))).to_owned(),
        _ => format!("{}e{power}", trimmed(digits)),
    }
}

/// Without the zeros at its end that say nothing.
fn trimmed(digits: &str) -> &str {
    if digits.contains('.') {
        digits.trim_end_matches('0').trim_end_matches('.')
    } else {
        digits
    }
}

/// A whole number in groups of three: `1 000 000`.
pub fn whole(value: impl Into<u128>) -> String {
    let digits = value.into().to_string();
    let mut text = String::with_capacity(digits.len() * 4 / 3);
    for (at, digit) in digits.chars().enumerate() {
        if at > 0 && (digits.len() - at).is_multiple_of(3) {
            text.push(' ');
        }
        text.push(digit);
    }
    text
}

fn grouped(value: f64) -> String {
    // Saturates, far beyond what anybody counts.
    whole(value as u128)
}

/// A part of a whole: `41 %`, `0.53 %`.
pub fn percent(part: f64) -> String {
    let hundredths = part * 100.0;
    // Rounding in the last digits of a sum of shares is not a share.
    if !(1e-10..=100.0 - 1e-10).contains(&hundredths) {
        format!("{hundredths:.0} %")
    } else if hundredths < 0.01 {
        "< 0.01 %".to_owned()
    } else if hundredths > 99.9 {
        "> 99.9 %".to_owned()
    } else if hundredths < 10.0 {
        format!("{} %", trimmed(&format!("{hundredths:.2}")))
    } else {
        format!("{} %", trimmed(&format!("{hundredths:.1}")))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn odds_have_four_digits_and_no_more() {
        let said = [
            0.0, 1.0, 0.19668, 0.00995017, 4.3790e-4, 2e-5, 137.0, 2739.7, 5.4976e6, 0.05,
        ]
        .map(odds);
        assert_eq!(
            said,
            [
                "0",
                "1",
                "0.1967",
                "0.00995",
                "4.379e-4",
                "2e-5",
                "137",
                "2 740",
                "5 497 600",
                "0.05"
            ]
        );
    }

    #[test]
    fn large_numbers_are_read_in_groups_of_three() {
        assert_eq!(whole(1_u64 << 40), "1 099 511 627 776");
        assert_eq!(
            (whole(999_u32), whole(1000_u32)),
            ("999".to_owned(), "1 000".to_owned())
        );
    }

    #[test]
    fn a_part_that_is_not_the_whole_is_never_said_to_be() {
        let said = [0.0, 1.0, 0.9996, 0.000_000_1, 0.0531, 0.414].map(percent);
        assert_eq!(said, ["0 %", "100 %", "> 99.9 %", "< 0.01 %", "5.31 %", "41.4 %"]);
    }
}
