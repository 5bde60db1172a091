//! The settings file: TOML, each value with its line and column.

use std::ops::Range;
use std::path::Path;

use toml_edit::{Document, Item, TableLike, Value};

use super::complaint::Place;
use super::given::{Given, Named, Sheet, named};
use super::table::{Kind, Setting};

/// Puts what the file says.
pub(super) fn put(sheet: &mut Sheet, path: &Path) {
    let whole = || Place::WholeFile(path.to_owned());
    let bytes = match std::fs::read(path) {
        Ok(bytes) => bytes,
        Err(cause) => {
            let what = format!("the settings file cannot be read: {cause}");
            let mend = "Check --config; resetd config example prints a file to begin with.".to_owned();
            return sheet.complain(whole(), None, what, mend);
        }
    };
    match String::from_utf8(bytes) {
        Ok(text) => put_text(sheet, path, &text),
        Err(_) => {
            let mend = "Save it as UTF-8.".to_owned();
            sheet.complain(whole(), None, "the settings file is not UTF-8 text", mend);
        }
    }
}

fn put_text(sheet: &mut Sheet, path: &Path, text: &str) {
    let page = Page { path, text };
    match Document::parse(text) {
        Ok(document) => page.put_section(sheet, "", document.as_table()),
        Err(wrong) => {
            let place = page.place(wrong.span());
            let what = format!("this is not TOML: {}", wrong.message().trim().replace('\n', ", "));
            let mend = "Mend it there; nothing of the file was read.".to_owned();
            sheet.complain(place, None, what, mend);
        }
    }
}

struct Page<'a> {
    path: &'a Path,
    text: &'a str,
}

impl Page<'_> {
    fn place(&self, span: Option<Range<usize>>) -> Place {
        let at = span.map_or(0, |it| it.start);
        let before = self.text.get(..at).unwrap_or(self.text);
        let line_start = before.rfind('\n').map_or(0, |it| it + 1);
        Place::File {
            path: self.path.to_owned(),
            line: before.matches('\n').count() + 1,
            column: before.get(line_start..).unwrap_or("").chars().count() + 1,
        }
    }

    fn put_section(&self, sheet: &mut Sheet, section: &str, table: &dyn TableLike) {
        for (name, item) in table.iter() {
            let key = if section.is_empty() {
                name.to_owned()
            } else {
                format!("{section}.{name}")
            };
            let at_name = self.place(table.key(name).and_then(toml_edit::Key::span));
            match (item.as_table_like(), named(&key)) {
                (Some(below), Named::Nothing) if below.is_empty() => {
                    sheet.complain_unknown(at_name, &key, str::to_owned);
                }
                (Some(below), Named::Section | Named::Nothing) => self.put_section(sheet, &key, below),
                (Some(_), Named::Setting(it) | Named::FileOf(it)) => {
                    sheet.spoil(
                        it,
                        at_name,
                        "is a setting, not a section",
                        format!("Write it as {}.", example(it)),
                    );
                }
                (None, Named::Section) => {
                    let mend = format!("Write [{key}], and what belongs to it below.");
                    sheet.complain(at_name, Some(&key), "is a section, not a setting", mend);
                }
                (None, Named::Nothing) => sheet.complain_unknown(at_name, &key, str::to_owned),
                (None, Named::Setting(it)) => self.put_value(sheet, it, item),
                (None, Named::FileOf(it)) => self.put_file_of(sheet, it, item),
            }
        }
    }

    fn put_value(&self, sheet: &mut Sheet, setting: &'static Setting, item: &Item) {
        let place = self.place(item.span());
        match item.as_value().and_then(|value| understood(setting.kind, value)) {
            Some(given) => sheet.put(setting, given, place),
            None => {
                let what = format!("is {}", item_name(item));
                let mend = format!("Write it as {}.", example(setting));
                sheet.spoil(setting, place, &what, mend);
            }
        }
    }

    fn put_file_of(&self, sheet: &mut Sheet, secret: &'static Setting, item: &Item) {
        let place = self.place(item.span());
        match item.as_str() {
            Some(path) => sheet.put(secret, Given::InFile(path.into()), place),
            None => {
                let mend = "Write the path of a file, in quotes.".to_owned();
                sheet.spoil(secret, place, "is no path of a file", mend);
            }
        }
    }
}

/// A TOML value of the shape that the setting has, as text.
fn understood(kind: Kind, value: &Value) -> Option<Given> {
    match kind {
        Kind::Text | Kind::Secret | Kind::OneOf(_) | Kind::Length(..) | Kind::Colour | Kind::Listen => {
            value.as_str().map(|it| Given::One(it.to_owned()))
        }
        Kind::Truth => value.as_bool().map(|it| Given::One(it.to_string())),
        Kind::Whole(..) => value.as_integer().map(|it| Given::One(it.to_string())),
        Kind::Odds(_) => {
            let whole = value.as_integer().map(|it| it.to_string());
            whole
                .or_else(|| value.as_float().map(|it| it.to_string()))
                .map(Given::One)
        }
        Kind::Several(_) | Kind::Networks | Kind::Origins | Kind::Rungs => {
            let items = value.as_array()?.iter().map(|it| it.as_str().map(str::to_owned));
            items.collect::<Option<Vec<String>>>().map(Given::Many)
        }
    }
}

fn item_name(item: &Item) -> &'static str {
    match item.type_name() {
        "string" => "a text in quotes",
        "integer" => "a whole number",
        "float" => "a number with a fraction",
        "boolean" => "true or false",
        "array" => "a list, or a list of something else than texts",
        "datetime" => "a date",
        _ => "something else",
    }
}

fn example(setting: &Setting) -> String {
    let value = match setting.kind {
        Kind::Secret => "\"...\"".to_owned(),
        Kind::Several(_) | Kind::Networks | Kind::Origins | Kind::Rungs => super::pages::toml_of(setting),
        Kind::Text
        | Kind::OneOf(_)
        | Kind::Truth
        | Kind::Whole(..)
        | Kind::Odds(_)
        | Kind::Length(..)
        | Kind::Colour
        | Kind::Listen => super::pages::toml_of(setting),
    };
    format!("{} = {value}", setting.section_and_name().1)
}
