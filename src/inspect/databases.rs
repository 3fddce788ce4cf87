//! `DATABASES`.

use std::collections::BTreeMap;

use super::dependencies::Declared;
use super::evaluations::Evaluations;
use super::facts::{entry, settled, text};
use super::project::{Database, Guess, Source};
use super::uses;
use crate::python::{
    Dict, Evaluation, Term, Value, drivers, family, narrowed, of_app, path, short_name,
};

/// The name of the guess which database a stack should have.
pub const SERVER: &str = "databases.default.server";

/// Django's own for a file.
const FILE: &str = "sqlite3";

/// What says where a database is and who may enter.
const CONNECTION: [&str; 6] = ["ENGINE", "NAME", "USER", "PASSWORD", "HOST", "PORT"];

/// Every alias, and the places of the facts.
pub(super) fn databases(
    evaluations: &Evaluations,
    folder: &str,
    evidence: &mut BTreeMap<String, String>,
) -> BTreeMap<String, Database> {
    let mut found = of(evaluations.main(), folder, evidence);
    for evaluation in evaluations.others() {
        for (alias, other) in of(evaluation, folder, &mut BTreeMap::new()) {
            let database = found.entry(alias).or_default();
            let mut engines = other.alternatives;
            engines.extend(other.engine);
            engines.retain(|engine| {
                database.engine.as_ref() != Some(engine) && !database.alternatives.contains(engine)
            });
            database.alternatives.extend(engines);
            database.options |= other.options;
            database.alternatives.sort();
        }
    }
    found
}

/// The engine that is likely for a stack's database, where the settings name none of a server: the one that they have
/// under other conditions, else the one without which an app does not work, else the one of the only driver.
pub(super) fn likely(
    evaluations: &Evaluations,
    declared: &Declared,
    databases: &BTreeMap<String, Database>,
) -> Option<Guess> {
    let default = databases.get("default");
    let engine = default.and_then(|database| database.engine.as_deref());
    if engine.is_some_and(|engine| engine != FILE && family(engine).is_some()) {
        return None;
    }
    let apps: Vec<(String, Term)> = evaluations.all().iter().flat_map(uses::modules).collect();
    let of_apps = apps.iter().filter_map(|(app, term)| {
        let why = format!("{} names {app}", term.at);
        Some((of_app(app)?, why))
    });
    let drivers = drivers().filter_map(|(name, engine)| {
        let package = declared.package(name)?;
        Some((engine, format!("{} names {name}", package.at)))
    });
    let (engine, why) = one(elsewhere(evaluations).into_iter())
        .or_else(|| one(of_apps))
        .or_else(|| one(drivers))?;
    let narrower = apps
        .iter()
        .find_map(|(app, term)| Some((narrowed(app, engine)?, term)));
    let (value, why) = match narrower {
        Some((narrower, term)) => (narrower, format!("{why}, and {} GeoDjango", term.at)),
        None => (engine, why),
    };
    let value = value.to_owned();
    Some(Guess { value, why })
}

/// The engines of servers that `default` has under some condition, and where.
fn elsewhere(evaluations: &Evaluations) -> Vec<(&'static str, String)> {
    let mut found = Vec::new();
    for evaluation in evaluations.all() {
        let setting = evaluation.get("DATABASES");
        let terms = setting.map_or_else(Vec::new, |setting| of_alias(&setting, "default"));
        let engines = terms.iter().filter_map(|term| entry(term, &["ENGINE"]));
        found.extend(engines.filter_map(|engine| {
            let name = short_name(&text(&engine)?);
            let family = family(&name).filter(|_| name != FILE)?;
            Some((family, format!("{} has it", engine.at)))
        }));
    }
    found
}

/// The first, where all are of one engine.
fn one(mut found: impl Iterator<Item = (&'static str, String)>) -> Option<(&'static str, String)> {
    let first = found.next()?;
    found.all(|(engine, _)| engine == first.0).then_some(first)
}

fn of(
    evaluation: &Evaluation,
    folder: &str,
    evidence: &mut BTreeMap<String, String>,
) -> BTreeMap<String, Database> {
    let mut found = BTreeMap::new();
    let Some(setting) = evaluation.get("DATABASES") else {
        return found;
    };
    let mut aliases: Vec<String> = Vec::new();
    for alternative in setting.alternatives() {
        for (key, _) in dict(&alternative)
            .iter()
            .flat_map(|dict| dict.entries.iter())
        {
            if let Some(alias) = text(key).filter(|alias| !aliases.contains(alias)) {
                aliases.push(alias);
            }
        }
    }
    for alias in aliases {
        let terms = of_alias(&setting, &alias);
        let usual = entry(&setting, &[&alias]);
        let database = database(&alias, &terms, usual.as_ref(), folder, evidence);
        found.insert(alias, database);
    }
    found
}

/// Every value that an alias may have.
fn of_alias(setting: &Term, alias: &str) -> Vec<Term> {
    let mut terms = Vec::new();
    for alternative in setting.alternatives() {
        if let Value::Unknown(_) = alternative.value {
            terms.push(alternative.clone());
        }
        if let Some(term) = dict(&alternative).and_then(|dict| dict.get(alias).cloned()) {
            terms.extend(term.alternatives());
        }
    }
    terms
}

/// The dict that a term is or usually is.
fn dict(term: &Term) -> Option<Dict> {
    match settled(term)?.value {
        Value::Dict(dict) => Some(dict),
        _ => None,
    }
}

fn database(
    alias: &str,
    terms: &[Term],
    usual: Option<&Term>,
    folder: &str,
    evidence: &mut BTreeMap<String, String>,
) -> Database {
    let mut database = Database {
        from: source(terms).filter(|_| usual.is_some() || !terms.iter().any(is_unknown)),
        ..Database::default()
    };
    let engine = usual.and_then(|term| entry(term, &["ENGINE"]));
    let engine = engine.or_else(|| common_engine(terms));
    if let Some(engine) = &engine {
        database.engine = text(engine).map(|engine| short_name(&engine));
        evidence.insert(format!("databases.{alias}.engine"), engine.at.to_string());
    }
    for term in terms {
        let other = entry(term, &["ENGINE"]).as_ref().and_then(text);
        if let Some(other) = other.map(|other| short_name(&other))
            && Some(&other) != database.engine.as_ref()
            && !database.alternatives.contains(&other)
        {
            database.alternatives.push(other);
        }
    }
    database.alternatives.sort();
    database.options = terms.iter().any(has_options);
    if let Some(name) = usual.and_then(|term| entry(term, &["NAME"]))
        && let Some(path) = file_name(&name, database.engine.as_deref(), folder)
    {
        evidence.insert(format!("databases.{alias}.name"), name.at.to_string());
        database.name = Some(path);
    }
    database
}

fn has_options(term: &Term) -> bool {
    let options = entry(term, &["OPTIONS"]);
    options.is_some_and(|options| match &options.value {
        Value::Dict(options) => options.open || !options.entries.is_empty(),
        Value::None => false,
        _ => true,
    })
}

fn is_unknown(term: &Term) -> bool {
    matches!(term.value, Value::Unknown(_))
}

/// The engine that all alternatives agree on.
fn common_engine(terms: &[Term]) -> Option<Term> {
    if terms.iter().any(is_unknown) {
        return None;
    }
    let mut engines = terms.iter().map(|term| entry(term, &["ENGINE"]));
    let first = engines.next()??;
    engines
        .all(|engine| engine.is_some_and(|engine| engine == first))
        .then_some(first)
}

/// `NAME` as a file of the repository: a path of it, or the relative name of a database that is a file.
fn file_name(name: &Term, engine: Option<&str>, folder: &str) -> Option<String> {
    let text = name.value.text()?;
    let is_file = engine.is_some_and(|engine| engine.contains("lite"));
    let plain = !text.contains(':') && !text.is_empty();
    if path::is_anywhere(text) || (is_file && plain) {
        path::in_tree(text, folder).filter(|path| !path.is_empty())
    } else {
        None
    }
}

fn source(terms: &[Term]) -> Option<Source> {
    let mut found: Vec<Source> = Vec::new();
    let mut push = |source| {
        if !found.contains(&source) {
            found.push(source);
        }
    };
    for term in terms {
        match &term.value {
            Value::Read(read) if read.url => push(Source::Url),
            Value::Read(_) => push(Source::Env),
            Value::Dict(dict) if reads(dict) => push(Source::Env),
            Value::Dict(_) => push(Source::Literal),
            _ => {}
        }
    }
    match *found.as_slice() {
        [] => None,
        [source] => Some(source),
        _ => Some(Source::Mixed),
    }
}

/// Whether the connection depends on environment variables.
fn reads(dict: &Dict) -> bool {
    CONNECTION
        .iter()
        .filter_map(|key| dict.get(key))
        .any(|term| !term.names().is_empty())
}
