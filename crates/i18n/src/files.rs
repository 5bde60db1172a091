//! An operator's own words: a directory with a file `<tag>.ftl` for each language that it adds or changes. Everything
//! that is wrong with the files is told at once, before the server starts.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt;
use std::path::{Path, PathBuf};

use fluent_syntax::ast::{Entry, Expression, InlineExpression, Pattern, PatternElement};
use fluent_syntax::parser;
use unic_langid::LanguageIdentifier;

use crate::builtin::ENGLISH;

/// What is wrong with a file, and where.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Complaint {
    /// The file, or the directory.
    pub file: PathBuf,
    /// The line, counted from 1, where it is about one.
    pub line: Option<usize>,
    /// What is wrong.
    pub what: String,
}

impl fmt::Display for Complaint {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}:", self.file.display())?;
        if let Some(line) = self.line {
            write!(f, "{line}:")?;
        }
        write!(f, " {}", self.what)
    }
}

/// The catalogue of a file.
pub(crate) struct File {
    pub(crate) tag: LanguageIdentifier,
    pub(crate) catalogue: String,
}

/// Reads every `<tag>.ftl` of a directory; other files are left alone.
pub(crate) fn read_directory(directory: &Path) -> Result<Vec<File>, Vec<Complaint>> {
    let unreadable = |file: &Path, why: std::io::Error| Complaint {
        file: file.to_owned(),
        line: None,
        what: format!("it cannot be read: {why}"),
    };
    let entries = std::fs::read_dir(directory).map_err(|why| vec![unreadable(directory, why)])?;
    let mut paths = entries
        .map(|entry| entry.map(|it| it.path()))
        .collect::<Result<Vec<_>, _>>()
        .map_err(|why| vec![unreadable(directory, why)])?;
    paths.retain(|it| it.extension().is_some_and(|it| it == "ftl"));
    paths.sort();
    let model = messages_of(ENGLISH.1);
    let (mut files, mut complaints) = (Vec::new(), Vec::new());
    for path in paths {
        let tag = path.file_stem().and_then(|it| it.to_str()).map(str::parse);
        match (tag, std::fs::read_to_string(&path)) {
            (_, Err(why)) => complaints.push(unreadable(&path, why)),
            (Some(Ok(tag)), Ok(catalogue)) => {
                let wrong = wrong_with(&catalogue, &model);
                complaints.extend(wrong.into_iter().map(|(line, what)| Complaint {
                    file: path.clone(),
                    line: Some(line),
                    what,
                }));
                files.push(File { tag, catalogue });
            }
            (Some(Err(_)) | None, Ok(_)) => complaints.push(Complaint {
                file: path,
                line: None,
                what: "its name is no language tag; write it as in de.ftl or pt-BR.ftl".to_owned(),
            }),
        }
    }
    if complaints.is_empty() {
        Ok(files)
    } else {
        Err(complaints)
    }
}

/// The messages of a catalogue, each with the names of what it is given.
fn messages_of(catalogue: &str) -> BTreeMap<&str, BTreeSet<&str>> {
    let parsed = parser::parse_runtime(catalogue).unwrap_or_else(|(readable, _)| readable);
    let messages = parsed.body.into_iter().filter_map(|entry| match entry {
        Entry::Message(it) => {
            let mut uses = Uses::default();
            uses.read(it.value.as_ref()?);
            Some((it.id.name, uses.given))
        }
        Entry::Term(_) | Entry::Comment(_) | Entry::GroupComment(_) | Entry::ResourceComment(_) => None,
        Entry::Junk { .. } => None,
    });
    messages.collect()
}

/// What a message uses.
#[derive(Default)]
struct Uses<'a> {
    given: BTreeSet<&'a str>,
    /// Whether it uses anything else than what it is given.
    more: bool,
}

impl<'a> Uses<'a> {
    fn read(&mut self, pattern: &Pattern<&'a str>) {
        for element in &pattern.elements {
            match element {
                PatternElement::TextElement { .. } => {}
                PatternElement::Placeable { expression } => self.read_expression(expression),
            }
        }
    }

    fn read_expression(&mut self, expression: &Expression<&'a str>) {
        let inline = match expression {
            Expression::Inline(it) => it,
            Expression::Select { selector, variants } => {
                variants.iter().for_each(|it| self.read(&it.value));
                selector
            }
        };
        match inline {
            InlineExpression::VariableReference { id } => {
                self.given.insert(id.name);
            }
            InlineExpression::StringLiteral { .. } | InlineExpression::NumberLiteral { .. } => {}
            InlineExpression::Placeable { expression } => self.read_expression(expression),
            InlineExpression::FunctionReference { .. }
            | InlineExpression::MessageReference { .. }
            | InlineExpression::TermReference { .. } => self.more = true,
        }
    }
}

/// What is wrong with a catalogue, and in which lines.
fn wrong_with(catalogue: &str, model: &BTreeMap<&str, BTreeSet<&str>>) -> Vec<(usize, String)> {
    let line_at = |at: usize| catalogue.get(..at).unwrap_or(catalogue).matches('\n').count() + 1;
    let (parsed, errors) = match parser::parse_runtime(catalogue) {
        Ok(parsed) => (parsed, Vec::new()),
        Err(both) => both,
    };
    let mut wrong: Vec<(usize, String)> = errors
        .iter()
        .map(|it| (line_at(it.pos.start), format!("this is not Fluent: {}", it.kind)))
        .collect();
    let mut seen = BTreeSet::new();
    for entry in parsed.body {
        let Entry::Message(message) = entry else { continue };
        let key = message.id.name;
        // Names are slices of the catalogue, so their place in memory is their place in the file.
        let line = line_at((key.as_ptr() as usize).saturating_sub(catalogue.as_ptr() as usize));
        let mut uses = Uses::default();
        if let Some(pattern) = &message.value {
            uses.read(pattern);
        }
        let Some(wanted) = model.get(key) else {
            wrong.push((line, format!("there is no message {key}")));
            continue;
        };
        if !seen.insert(key) {
            wrong.push((line, format!("{key} stands there twice")));
        }
        if message.value.is_none() || !message.attributes.is_empty() {
            wrong.push((line, format!("{key} needs words, and takes no attributes")));
        }
        if uses.more {
            wrong.push((
                line,
                format!("{key} may use what it is given, and no function, message or term"),
            ));
        }
        for name in wanted.difference(&uses.given).filter(|_| message.value.is_some()) {
            wrong.push((line, format!("{key} does not say {{ ${name} }}")));
        }
        for name in uses.given.difference(wanted) {
            wrong.push((line, format!("{key} is not given {{ ${name} }}")));
        }
    }
    wrong.sort();
    wrong
}
