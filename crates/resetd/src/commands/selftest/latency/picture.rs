//! The rows of a bench as a picture: where each difference of medians lies, and how sure that is. SVG written by hand: lines and
//! words alone, in the reader's light or dark form.

use super::super::compare::Verdict;
use super::super::report::percent;
use super::{MATTERS, Row};

/// Where the lines are, in the picture's own units: the words stand to their left.
const LEFT: f64 = 300.0;
const WIDTH: f64 = 460.0;
const TOP: f64 = 70.0;
const ROW: f64 = 22.0;

/// At least so much to either side is shown, as a part of the median, and at most so much: what lies beyond ends at the edge.
const LEAST: f64 = 0.06;
const MOST: f64 = 0.5;

const STYLE: &str = "\
<style>
  svg { color: #1f2328; background: #fff; font: 13px system-ui, sans-serif; --grid: #d8dee4; --alike: #0b6e4f; --different: #b3261e; --band: #e7f2ee }
  @media (prefers-color-scheme: dark) { svg { color: #e6edf3; background: #0d1117; --grid: #2b3139; --alike: #4cc38a; --different: #ff7b72; --band: #12261e } }
  text { fill: currentColor } .title { font-size: 17px; font-weight: 600 } .band { fill: var(--band) } .grid { stroke: var(--grid) }
  .alike { stroke: var(--alike); fill: var(--alike) } .different { stroke: var(--different); fill: var(--different) } line.alike, line.different { stroke-width: 2 }
</style>
";

/// The picture of these rows.
pub fn svg(rows: &[Row]) -> String {
    let scale = Scale::of(rows);
    let height = TOP + ROW * rows.len() as f64;
    let differ = rows.iter().filter(|it| it.verdict != Verdict::Alike).count();
    let mut svg = format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 800 {:.0}\" role=\"img\" aria-labelledby=\"title what\">\n\
         <title id=\"title\">What the time of an answer tells</title>\n\
         <desc id=\"what\">For each call and group the difference of its median from that of known accounts, with the interval of \
         99.9 %. Of {} rows {differ} differ.</desc>\n{STYLE}",
        height + 60.0,
        rows.len()
    );
    words(
        &mut svg,
        "title",
        "start",
        20.0,
        28.0,
        "Median against that of known accounts",
    );
    let (from, to) = (scale.x(-MATTERS), scale.x(MATTERS));
    svg.push_str(&format!(
        "<rect class=\"band\" x=\"{from:.1}\" y=\"{TOP:.1}\" width=\"{:.1}\" height=\"{:.1}\"/>\n",
        to - from,
        height - TOP
    ));
    for at in [-scale.reach, -MATTERS, 0.0, MATTERS, scale.reach] {
        line(&mut svg, "grid", (scale.x(at), TOP), (scale.x(at), height));
        words(&mut svg, "", "middle", scale.x(at), TOP - 8.0, &percent(at));
    }
    for (place, row) in rows.iter().enumerate() {
        one(&mut svg, &scale, TOP + ROW * (place as f64 + 0.5), row);
    }
    let told = "line: the interval of 99.9 %; band: what is too small to matter";
    words(&mut svg, "", "middle", LEFT + WIDTH / 2.0, height + 30.0, told);
    svg.push_str("</svg>\n");
    svg
}

fn one(svg: &mut String, scale: &Scale, y: f64, row: &Row) {
    let class = match row.verdict {
        Verdict::Alike => "alike",
        Verdict::Forced | Verdict::Different => "different",
    };
    let name = format!("{}, {}: {}", row.surface, row.call, row.group);
    words(svg, "", "end", LEFT - 12.0, y + 4.0, &name);
    line(svg, class, (scale.x(row.from), y), (scale.x(row.to), y));
    svg.push_str(&format!(
        "<circle class=\"{class}\" cx=\"{:.1}\" cy=\"{y:.1}\" r=\"3.5\"/>\n",
        scale.x(row.difference)
    ));
}

/// Differences on the way from left to right.
struct Scale {
    reach: f64,
}

impl Scale {
    fn of(rows: &[Row]) -> Scale {
        let ends = rows.iter().flat_map(|it| [it.from.abs(), it.to.abs()]);
        let farthest = ends.filter(|it| it.is_finite()).fold(LEAST, f64::max);
        Scale {
            reach: (farthest * 100.0).ceil().min(MOST * 100.0) / 100.0,
        }
    }

    fn x(&self, difference: f64) -> f64 {
        // What was not measured has no place, and is drawn in the middle.
        let part = if difference.is_finite() {
            difference / self.reach
        } else {
            0.0
        };
        LEFT + WIDTH / 2.0 * (1.0 + part.clamp(-1.0, 1.0))
    }
}

fn line(svg: &mut String, class: &str, from: (f64, f64), to: (f64, f64)) {
    svg.push_str(&format!(
        "<line class=\"{class}\" x1=\"{:.1}\" y1=\"{:.1}\" x2=\"{:.1}\" y2=\"{:.1}\"/>\n",
        from.0, from.1, to.0, to.1
    ));
}

/// Words of ours: names of calls and groups need no escaping.
fn words(svg: &mut String, class: &str, anchor: &str, x: f64, y: f64, text: &str) {
    svg.push_str(&format!(
        "<text class=\"{class}\" text-anchor=\"{anchor}\" x=\"{x:.1}\" y=\"{y:.1}\">{text}</text>\n"
    ));
}

#[cfg(test)]
mod tests {
    use super::super::super::people::Group;
    use super::super::super::walks::Surface;
    use super::*;

    fn row(difference: f64, verdict: Verdict) -> Row {
        Row {
            surface: Surface::V1,
            call: "ask",
            group: Group::Unknown,
            known_us: 300.0,
            median_us: 300.0 * (1.0 + difference),
            difference,
            from: difference - 0.01,
            to: difference + 0.01,
            p: 1.0,
            p_holm: 1.0,
            verdict,
        }
    }

    #[test]
    fn a_picture_shows_each_row_with_its_verdict() {
        let svg = svg(&[row(0.0, Verdict::Alike), row(0.05, Verdict::Different)]);
        assert_eq!(svg.matches("<circle class=\"alike\"").count(), 1);
        assert_eq!(svg.matches("<circle class=\"different\"").count(), 1);
        assert!(svg.contains("Of 2 rows 1 differ") && svg.contains("v1, ask: unknown"));
        assert!(
            svg.contains("cx=\"530.0\""),
            "no difference lies in the middle: {svg}"
        );
    }

    #[test]
    fn what_lies_far_away_stays_in_the_picture() {
        let svg = svg(&[row(9.0, Verdict::Different), row(f64::NAN, Verdict::Alike)]);
        assert!(svg.contains("cx=\"760.0\"") && !svg.contains("NaN"), "{svg}");
    }
}
