//! Colours of a theme, and whether people can read by them (WCAG 2.2, 1.4.3).

use std::fmt;
use std::str::FromStr;

/// The least contrast of text, as WCAG 2.2 AA has it.
pub const LEAST_CONTRAST: f64 = 4.5;

/// A colour.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Colour([u8; 3]);

/// A text that is no colour.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("a colour is written #RRGGBB")]
pub struct NoColour;

/// What text and buttons stand on in the light form: `--sheet` and `--ground` of the style sheet.
pub const LIGHT: [Colour; 2] = [Colour([0xff, 0xff, 0xff]), Colour([0xf5, 0xf6, 0xf8])];

/// The same in the dark form.
pub const DARK: [Colour; 2] = [Colour([0x19, 0x1e, 0x24]), Colour([0x10, 0x13, 0x17])];

impl Colour {
    /// The contrast of two colours, from 1 (the same) to 21 (black and white).
    #[must_use]
    pub fn contrast(self, other: Colour) -> f64 {
        let (one, two) = (self.luminance(), other.luminance());
        (one.max(two) + 0.05) / (one.min(two) + 0.05)
    }

    /// The least contrast with any of these.
    #[must_use]
    pub fn least_contrast(self, grounds: &[Colour]) -> f64 {
        let each = grounds.iter().map(|it| self.contrast(*it));
        each.fold(f64::INFINITY, f64::min)
    }

    fn luminance(self) -> f64 {
        let [red, green, blue] = self.0.map(|channel| {
            let share = f64::from(channel) / 255.0;
            if share <= 0.040_45 {
                share / 12.92
            } else {
                ((share + 0.055) / 1.055).powf(2.4)
            }
        });
        0.2126 * red + 0.7152 * green + 0.0722 * blue
    }
}

impl FromStr for Colour {
    type Err = NoColour;
    fn from_str(text: &str) -> Result<Colour, NoColour> {
        let digits = text.strip_prefix('#').ok_or(NoColour)?;
        let plain = digits.len() == 6 && digits.bytes().all(|it| it.is_ascii_hexdigit());
        let number = u32::from_str_radix(digits, 16).map_err(|_| NoColour)?;
        let [_, red, green, blue] = number.to_be_bytes();
        plain.then_some(Colour([red, green, blue])).ok_or(NoColour)
    }
}

impl fmt::Display for Colour {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let [red, green, blue] = self.0;
        write!(f, "#{red:02x}{green:02x}{blue:02x}")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn colour(text: &str) -> Colour {
        text.parse().unwrap()
    }

    #[test]
    fn contrast_is_that_of_the_standard() {
        let near = |one: &str, two: &str, ratio: f64| {
            let found = colour(one).contrast(colour(two));
            assert!((found - ratio).abs() < 0.01, "{one} {two}: {found}");
        };
        near("#000000", "#ffffff", 21.0);
        near("#777777", "#ffffff", 4.478);
        near("#ff0000", "#ffffff", 3.998);
        near("#1d4ed8", "#1d4ed8", 1.0);
    }

    #[test]
    fn a_colour_is_written_in_one_way() {
        assert_eq!(colour("#1D4ed8").to_string(), "#1d4ed8");
        for bad in ["", "1d4ed8", "#1d4", "#1d4ed8ff", "#+d4ed8", "blue", "#1d4ed8;x"] {
            assert!(bad.parse::<Colour>().is_err(), "{bad}");
        }
    }

    #[test]
    fn every_colour_of_the_style_sheet_can_be_read_on_its_ground() {
        let css = include_str!("assets/style.css");
        let (light, dark) = css.split_once("prefers-color-scheme: dark").unwrap();
        for (scheme, grounds) in [(light, LIGHT), (dark, DARK)] {
            let of = |name: &str| {
                let (_, rest) = scheme.split_once(&format!("--{name}: ")).unwrap();
                colour(&rest[..7])
            };
            assert_eq!([of("sheet"), of("ground")], grounds);
            for text in ["ink", "soft", "wrong"] {
                assert!(of(text).least_contrast(&grounds) >= LEAST_CONTRAST, "{text}");
            }
            assert!(of("wrong").contrast(of("wrong-ground")) >= LEAST_CONTRAST);
            assert!(of("ink").contrast(of("note-ground")) >= LEAST_CONTRAST);
            // Edges of fields: 1.4.11.
            assert!(of("line").least_contrast(&grounds) >= 3.0);
        }
    }
}
