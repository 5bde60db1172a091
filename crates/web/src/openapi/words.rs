//! When each answer is given, in the words of `docs/dialects`: pages that a test holds against the tables, both ways.

const FOURPOINT: &str = include_str!("../../../../docs/dialects/4pointx.md");
const USERVERSE: &str = include_str!("../../../../docs/dialects/userverse.md");
const V1: &str = include_str!("../../../../docs/dialects/v1.md");

/// The tables of the pages.
pub(super) struct Words {
    fourpoint: Rows,
    userverse: Rows,
    problems: Rows,
    v1: Rows,
}

impl Words {
    pub(super) fn read() -> Words {
        Words {
            fourpoint: Rows::under(FOURPOINT, "| call | when |", 1),
            userverse: Rows::under(USERVERSE, "| call | compat |", 2),
            problems: Rows::under(V1, "| type | status |", 3),
            v1: Rows::under(V1, "| call | when | status |", 1),
        }
    }

    /// When a call of the 4pointx API says this.
    pub(super) fn fourpoint(&self, call: &str, status: u16, said: &str) -> String {
        self.fourpoint.when(&[call, &status.to_string(), said])
    }

    /// When a call of the Userverse API says this, with `compat` as it stands in the page: a generation, or `both`.
    pub(super) fn userverse(&self, cells: [&str; 6]) -> String {
        self.userverse.when(&cells)
    }

    /// When a call of `/v1` ends with this type; `None`: well.
    pub(super) fn v1(&self, call: &str, status: u16, name: Option<&str>) -> String {
        let kind = name.map_or_else(|| "–".to_owned(), |it| format!("/problems/{it}"));
        self.v1.when(&[call, &status.to_string(), &kind])
    }

    /// When a problem of this type is told, wherever.
    pub(super) fn problem(&self, status: u16, name: &str, title: &str) -> String {
        let kind = format!("/problems/{name}");
        self.problems.when(&[&kind, &status.to_string(), title])
    }
}

/// The rows of the tables with one head: what is answered, and when.
struct Rows(Vec<(Vec<String>, String)>);

impl Rows {
    /// `at`: the column that says when.
    fn under(page: &str, head: &str, at: usize) -> Rows {
        let mut rows = Vec::new();
        let mut within = false;
        for line in page.lines() {
            within = line.starts_with(head) || (within && line.starts_with('|'));
            if within {
                let cells = line.trim_matches('|').split('|');
                let mut cells: Vec<String> = cells.map(|it| it.trim().to_owned()).collect();
                if at < cells.len() {
                    let when = cells.remove(at);
                    let plain = cells.iter().map(|it| it.trim_matches('`').to_owned());
                    rows.push((plain.collect(), when));
                }
            }
        }
        Rows(rows)
    }

    /// Empty, when the page has no such row.
    fn when(&self, cells: &[&str]) -> String {
        let found = self.0.iter().filter(|(row, _)| row == cells);
        found
            .map(|(_, when)| when.as_str())
            .collect::<Vec<_>>()
            .join("; or ")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_row_is_found_by_its_cells_and_says_when() {
        let words = Words::read();
        assert_eq!(
            words.fourpoint("validate_otp", 200, "OTP verified successfully"),
            "the code is right"
        );
        assert_eq!(words.v1("remove", 204, None), "it is gone");
        assert_eq!(words.v1("remove", 204, Some("expired")), "");
        assert!(
            words
                .problem(410, "expired", "The code has expired")
                .contains("`expires_in`")
        );
    }
}
