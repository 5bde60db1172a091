//! A plan as a picture: what wrong guesses at one account are worth, with and without the budget. SVG written by hand: it
//! is lines and words alone, and follows the light or dark form of whoever looks at it.

use super::figures::{Figures, Stairs, Step};

/// Decades of guesses, from one on, and of odds, up to certainty.
const GUESSES: f64 = 9.0;
const ODDS: f64 = 12.0;

/// Where the lines are, in the picture's own units: the words stand around them.
const LEFT: f64 = 120.0;
const TOP: f64 = 60.0;
const WIDTH: f64 = 650.0;
const HEIGHT: f64 = 430.0;

/// Points of a line.
const POINTS: u32 = 90;

const STYLE: &str = "\
<style>
  svg { color: #1f2328; background: #fff; font: 14px system-ui, sans-serif; --grid: #d8dee4; --ladder: #0b6e4f; --rung: #57606a }
  @media (prefers-color-scheme: dark) { svg { color: #e6edf3; background: #0d1117; --grid: #2b3139; --ladder: #4cc38a; --rung: #9da7b1 } }
  text { fill: currentColor } .title { font-size: 17px; font-weight: 600 }
  .grid { stroke: var(--grid) } .letters { stroke: currentColor; stroke-dasharray: 2 4 }
  polyline { fill: none; stroke: var(--rung); stroke-width: 1.5; stroke-dasharray: 7 4 } .rung { fill: var(--rung) }
  polyline.ladder { stroke: var(--ladder); stroke-width: 3; stroke-dasharray: none } text.ladder { fill: var(--ladder); font-weight: 600 }
</style>
";

/// The picture of a plan.
pub fn svg(figures: &Figures) -> String {
    let mut svg = format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 800 570\" role=\"img\" aria-labelledby=\"title what\">\n\
         <title id=\"title\">What wrong guesses at one account are worth</title>\n\
         <desc id=\"what\">{}</desc>\n{STYLE}",
        told(figures)
    );
    words(
        &mut svg,
        "title",
        "start",
        20.0,
        28.0,
        "What wrong guesses at one account within a year are worth",
    );
    grid(&mut svg);
    letters(&mut svg, figures);
    for (at, step) in every_rung(figures).into_iter().enumerate() {
        rung(&mut svg, at, step);
    }
    for (at, ladder) in figures.ladders.iter().enumerate() {
        stairs(&mut svg, at, ladder, figures.ladders.len() > 1);
    }
    svg.push_str("</svg>\n");
    svg
}

/// The picture in words.
fn told(figures: &Figures) -> String {
    let rungs: Vec<&str> = every_rung(figures).iter().map(|it| it.rung.as_str()).collect();
    format!(
        "The odds of a takeover against the number of wrong guesses, both as powers of ten. Without a budget a line for each of \
         {} rises to certainty. Under the budget the line of the ladder stays below {}.",
        rungs.join(", "),
        super::super::words::odds(figures.risk.account_per_year),
    )
}

/// The rungs of all ladders, each once, weakest first.
fn every_rung(figures: &Figures) -> Vec<&Step> {
    let mut steps: Vec<&Step> = figures.ladders.iter().flat_map(|it| &it.rungs).collect();
    steps.sort_by_key(|it| it.values);
    steps.dedup_by_key(|it| it.values);
    steps
}

fn x(guesses: f64) -> f64 {
    LEFT + WIDTH * guesses.log10().clamp(0.0, GUESSES) / GUESSES
}

fn y(odds: f64) -> f64 {
    TOP + HEIGHT * (-odds.log10()).clamp(0.0, ODDS) / ODDS
}

fn grid(svg: &mut String) {
    for decade in 0..=9_i32 {
        let at = x(10_f64.powi(decade));
        line(svg, "grid", (at, TOP), (at, TOP + HEIGHT));
        words(svg, "", "middle", at, TOP + HEIGHT + 20.0, &power(decade));
    }
    for decade in (0..=12_i32).step_by(2) {
        let at = y(10_f64.powi(-decade));
        line(svg, "grid", (LEFT, at), (LEFT + WIDTH, at));
        let label = match decade {
            0 => "certain".to_owned(),
            6 => "1 in a million".to_owned(),
            _ => format!("1 in {}", power(decade)),
        };
        words(svg, "", "end", LEFT - 10.0, at + 5.0, &label);
    }
    words(
        svg,
        "",
        "middle",
        LEFT + WIDTH / 2.0,
        TOP + HEIGHT + 48.0,
        "wrong guesses",
    );
}

/// A power of ten as it is read: `1`, `100`, `10 000`, `10⁶`.
fn power(decade: i32) -> String {
    match decade {
        0 => "1".to_owned(),
        1 => "10".to_owned(),
        2 => "100".to_owned(),
        3 => "1 000".to_owned(),
        4 => "10 000".to_owned(),
        _ => {
            let raised = |c: char| "⁰¹²³⁴⁵⁶⁷⁸⁹".chars().nth(c.to_digit(10).unwrap_or(0) as usize);
            format!(
                "10{}",
                decade.to_string().chars().filter_map(raised).collect::<String>()
            )
        }
    }
}

/// How many guesses the letters of a year bring about, whatever they are worth.
fn letters(svg: &mut String, figures: &Figures) {
    let Some(letters) = figures.letters_per_hour else {
        return;
    };
    let at = x(f64::from(letters) * f64::from(figures.attempts) * recovery::odds::HOURS_A_YEAR);
    line(svg, "letters", (at, TOP), (at, TOP + HEIGHT));
    let told = match letters {
        1 => "all that a letter an hour allows".to_owned(),
        many => format!("all that {many} letters an hour allow"),
    };
    words(svg, "", "middle", at, TOP - 8.0, &told);
}

/// A rung without a budget: 1 - (1 - 1/M)^n.
fn rung(svg: &mut String, at: usize, step: &Step) {
    let values = step.values as f64;
    let odds = |guesses: f64| -(guesses * (-1.0 / values).ln_1p()).exp_m1();
    polyline(svg, "", odds);
    // Each label a bit lower than the one before, so that neighbours do not collide.
    let level = 10_f64.powf(-2.0 - 0.7 * at as f64);
    let guesses = (values * level).clamp(1.0, 10_f64.powf(GUESSES - 0.2));
    words(
        svg,
        "rung",
        "end",
        x(guesses) - 12.0,
        y(odds(guesses)) - 2.0,
        &step.rung,
    );
}

/// A ladder under its budget: up rung by rung, each to its threshold.
fn stairs(svg: &mut String, at: usize, ladder: &Stairs, one_of_many: bool) {
    let odds = |guesses: f64| {
        let (mut left, mut odds) = (guesses, 0.0);
        for step in &ladder.rungs {
            let cost = 1.0 / step.values as f64;
            let room = step
                .account
                .threshold
                .map_or(f64::INFINITY, |it| (it - odds) / cost);
            let made = left.min(room);
            odds += made * cost;
            left -= made;
        }
        odds
    };
    polyline(svg, "ladder", odds);
    let name = match one_of_many {
        true => format!("{} under the budget", ladder.dialects.join(", ")),
        false => "under the budget".to_owned(),
    };
    words(
        svg,
        "ladder",
        "start",
        x(3000.0),
        y(odds(3000.0)) + 20.0 + 18.0 * at as f64,
        &name,
    );
}

fn polyline(svg: &mut String, class: &str, odds: impl Fn(f64) -> f64) {
    let guesses = (0..=POINTS).map(|it| 10_f64.powf(GUESSES * f64::from(it) / f64::from(POINTS)));
    let points: Vec<String> = guesses
        .map(|it| (it, odds(it)))
        .filter(|(_, odds)| *odds >= 10_f64.powf(-ODDS))
        .map(|(guesses, odds)| format!("{:.1},{:.1}", x(guesses), y(odds)))
        .collect();
    svg.push_str(&format!(
        "<polyline class=\"{class}\" points=\"{}\"/>\n",
        points.join(" ")
    ));
}

fn line(svg: &mut String, class: &str, from: (f64, f64), to: (f64, f64)) {
    svg.push_str(&format!(
        "<line class=\"{class}\" x1=\"{:.1}\" y1=\"{:.1}\" x2=\"{:.1}\" y2=\"{:.1}\"/>\n",
        from.0, from.1, to.0, to.1
    ));
}

/// Words of ours: names of rungs and dialects need no escaping.
fn words(svg: &mut String, class: &str, anchor: &str, x: f64, y: f64, text: &str) {
    svg.push_str(&format!(
        "<text class=\"{class}\" text-anchor=\"{anchor}\" x=\"{x:.1}\" y=\"{y:.1}\">{text}</text>\n"
    ));
}
