//! The pack's code, parsed and fitted to one module: which names it uses there, and what already stands there.

use std::collections::{BTreeMap, BTreeSet};

use super::PatchError;
use super::pack::{Brought, Fragment, Function, Guard, Part, Setting, SettingsPatch};
use crate::python::syntax::{How, Module, Snippet, Style, Template, Whereabouts};

/// What stands before a name that the module uses otherwise.
const PREFIX: &str = "djdock_";

/// A pack's code for one module.
pub(super) struct Prepared<'p> {
    /// How the module is written.
    pub(super) style: Style,
    /// Names that differ in this module.
    pub(super) renames: BTreeMap<String, String>,
    /// The imports of the modules that the rest needs.
    pub(super) imports: Vec<Code>,
    /// The functions that the rest calls.
    pub(super) functions: Vec<Code>,
    /// Settings to read from the environment.
    pub(super) settings: Vec<Wanted<'p>>,
    /// Values to guard.
    pub(super) guards: Vec<Guarded<'p>>,
    /// The statements to insert, each fragment with its code.
    pub(super) fragments: Vec<(&'p Fragment, Code)>,
    /// The functions that other files import from this one.
    pub(super) provides: &'p BTreeSet<String>,
    /// The module that the functions are imported from.
    pub(super) brought: Option<&'p Brought>,
    /// The statements of the module that are fragments of the pack.
    pub(super) ours: BTreeSet<usize>,
}

/// A setting to read from the environment.
pub(super) struct Wanted<'p> {
    pub(super) setting: &'p Setting,
    /// The expression that reads it.
    pub(super) template: Template,
    /// The one around a value that runs code of the project.
    pub(super) lazy: Option<Template>,
    /// The value of a line that nothing of the project's stands in.
    pub(super) alone: Option<Snippet>,
}

/// A setting whose value is guarded, with the expression around each part, by the part's keys.
pub(super) struct Guarded<'p> {
    pub(super) setting: &'p str,
    pub(super) parts: BTreeMap<Vec<String>, Template>,
}

/// A piece of code as it stands in this module.
pub(super) struct Code {
    /// The name under which the pack's other code knows it; empty for a fragment.
    pub(super) name: String,
    /// Its text here, without a last line ending.
    pub(super) text: String,
    /// The pack's code itself.
    pub(super) snippet: Snippet,
    /// The statement of the module that already says the same.
    pub(super) present: Option<usize>,
}

/// Fits a pack's code to a module.
pub(super) fn prepare<'p>(
    module: &Module,
    patch: &'p SettingsPatch,
) -> Result<Prepared<'p>, PatchError> {
    let mut prepared = Prepared {
        style: module.style(&patch.layout),
        renames: BTreeMap::new(),
        imports: Vec::new(),
        functions: Vec::new(),
        settings: Vec::new(),
        guards: Vec::new(),
        fragments: Vec::new(),
        provides: &patch.provides,
        brought: patch.brought.as_ref(),
        ours: BTreeSet::new(),
    };
    for name in BTreeSet::from_iter(&patch.imports) {
        prepared.import(module, name)?;
    }
    for function in once(&patch.functions, |function| &function.name) {
        let function = function.map_err(|name| invalid(Part::Function, name))?;
        prepared.function(module, function)?;
    }
    for setting in once(&patch.settings, |setting| &setting.name) {
        let setting = setting.map_err(|name| invalid(Part::Setting, name))?;
        let template = |expression: &String| {
            Template::parse(expression).ok_or_else(|| invalid(Part::Setting, &setting.name))
        };
        prepared.settings.push(Wanted {
            setting,
            template: template(&setting.expression)?,
            lazy: setting.lazy.as_ref().map(template).transpose()?,
            alone: alone(setting)?,
        });
    }
    for guard in &patch.guards {
        prepared.guards.push(guarded(guard)?);
    }
    for (index, fragment) in patch.fragments.iter().enumerate() {
        if !patch.fragments[..index].contains(fragment) {
            prepared.fragment(module, fragment)?;
        }
    }
    Ok(prepared)
}

/// The value of a line of a setting's that nothing of the project's stands in; `None` where the pack knows none.
fn alone(setting: &Setting) -> Result<Option<Snippet>, PatchError> {
    let default = setting.otherwise.as_ref();
    let filled = default.map(|default| setting.expression.replace("{value}", default));
    let value = setting.alone.clone().or(filled);
    let parsed = value.map(|value| parse(Part::Setting, &setting.name, &value));
    parsed.transpose()
}

fn guarded(guard: &Guard) -> Result<Guarded<'_>, PatchError> {
    let mut parts = BTreeMap::new();
    for (keys, instead) in &guard.parts {
        let expression = format!("{instead} if {} else {{value}}", guard.when);
        let template = Template::parse(&expression);
        let template = template.ok_or_else(|| invalid(Part::Guard, &guard.setting))?;
        let keys = keys.split('.').filter(|key| !key.is_empty());
        parts.insert(keys.map(str::to_owned).collect(), template);
    }
    Ok(Guarded {
        setting: &guard.setting,
        parts,
    })
}

/// Parts that two services share count once; an error is the name that two parts give different meanings.
fn once<'p, T: PartialEq>(
    parts: &'p [T],
    name: impl Fn(&'p T) -> &'p String,
) -> impl Iterator<Item = Result<&'p T, &'p str>> {
    parts.iter().enumerate().filter_map(move |(index, part)| {
        let mut before = parts[..index].iter();
        match before.find(|other| name(other) == name(part)) {
            None => Some(Ok(part)),
            Some(other) if other == part => None,
            Some(_) => Some(Err(name(part).as_str())),
        }
    })
}

impl<'p> Prepared<'p> {
    /// An import, under a name that the module does not use for something else.
    fn import(&mut self, module: &Module, name: &str) -> Result<(), PatchError> {
        let bound = free_name(name, |bound| {
            module
                .bindings(bound)
                .all(|(_, binding)| match &binding.how {
                    How::Module(path) => path == name,
                    How::Changed => true,
                    _ => false,
                })
        });
        let text = if bound == name {
            format!("import {name}")
        } else {
            format!("import {name} as {bound}")
        };
        let snippet = parse(Part::Import, name, &text)?;
        if name.contains(|letter: char| letter != '_' && !letter.is_alphanumeric()) {
            return Err(invalid(Part::Import, name));
        }
        let present = module
            .bindings(&bound)
            .find(|(_, binding)| !binding.nested && matches!(binding.how, How::Module(_)))
            .map(|(index, _)| index);
        self.renames.insert(name.to_owned(), bound);
        self.imports.push(Code {
            name: name.to_owned(),
            text,
            snippet,
            present,
        });
        Ok(())
    }

    /// A function, under a name that the module does not use, or uses for the same.
    fn function(&mut self, module: &Module, function: &Function) -> Result<(), PatchError> {
        let name = &function.name;
        let snippet = parse(Part::Function, name, &function.source)?;
        if snippet.definition() != Some(name) {
            return Err(invalid(Part::Function, name));
        }
        let mut text = String::new();
        let mut present = None;
        // A name that the module reads but does not show may come from a star import.
        let foreign = |bound: &str| module.is_opaque() && module.reads(bound).is_some();
        free_name(name, |bound| {
            self.renames.insert(name.clone(), bound.to_owned());
            text = snippet.render(&self.renames, &self.style);
            present = find_all(module, &text).first().copied();
            let mut bindings = module.bindings(bound).map(|(index, _)| index).peekable();
            match bindings.peek() {
                None => !foreign(bound),
                Some(_) => bindings.all(|index| Some(index) == present),
            }
        });
        self.functions.push(Code {
            name: name.clone(),
            text,
            snippet,
            present,
        });
        Ok(())
    }

    fn fragment(&mut self, module: &Module, fragment: &'p Fragment) -> Result<(), PatchError> {
        let first = fragment.source.trim().lines().next().unwrap_or_default();
        let snippet = parse(Part::Fragment, first, &fragment.source)?;
        if snippet.is_empty() {
            return Err(invalid(Part::Fragment, first));
        }
        let known = |name: &str| match whereabouts(module, fragment, name) {
            // A fragment before this one may bind it, or not: that is for its own condition to say.
            Whereabouts::Nowhere if self.may_bind(name) => Whereabouts::Unknown,
            known => known,
        };
        let found = self.found(module, &snippet);
        let text = match &found {
            Some((text, _)) => text.clone(),
            None => snippet.knowing(&known),
        };
        let snippet = parse(Part::Fragment, first, &text)?;
        if snippet.is_idle() {
            return Ok(());
        }
        let text = snippet.render(&self.renames, &self.style);
        let found = found.map_or_else(Vec::new, |(_, found)| found);
        let code = Code {
            name: String::new(),
            text,
            snippet,
            present: found.first().copied(),
        };
        self.ours.extend(found);
        self.fragments.push((fragment, code));
        Ok(())
    }

    /// Whether a fragment that is prepared already binds a name.
    fn may_bind(&self, name: &str) -> bool {
        let mut texts = self.fragments.iter().map(|(_, code)| &code.text);
        texts.any(|text| {
            Module::parse(text).is_ok_and(|module| module.bindings(name).next().is_some())
        })
    }

    /// The form of a fragment that the module has already, and its statements there: whatever was known of the names
    /// when it was put there.
    fn found(&self, module: &Module, snippet: &Snippet) -> Option<(String, Vec<usize>)> {
        let asked = snippet.asked();
        let forms = Whereabouts::ALL
            .len()
            .pow(u32::try_from(asked.len().min(3)).unwrap_or(3));
        (0..forms).find_map(|form| {
            let known = |name: &str| {
                let place = asked.iter().position(|other| other == name).unwrap_or(0);
                let digit = form
                    / Whereabouts::ALL
                        .len()
                        .pow(u32::try_from(place).unwrap_or(0));
                Whereabouts::ALL[digit % Whereabouts::ALL.len()]
            };
            let text = snippet.knowing(&known);
            let form = Snippet::parse(&text).ok().filter(|form| !form.is_idle())?;
            let found = find_all(module, &form.render(&self.renames, &self.style));
            (!found.is_empty()).then_some((text, found))
        })
    }
}

/// Where a name is bound, as a module shows it, and as is known of those that it imports with `*`.
fn whereabouts(module: &Module, fragment: &Fragment, name: &str) -> Whereabouts {
    let count = module.statements().len();
    if module.bindings(name).next().is_some() {
        let is_sure = count > 0 && module.surely_binds(name, count - 1);
        return if is_sure {
            Whereabouts::Here
        } else {
            Whereabouts::Unknown
        };
    }
    match fragment.known.get(name) {
        Some(true) => Whereabouts::Elsewhere,
        Some(false) => Whereabouts::Nowhere,
        None if !module.is_opaque() => Whereabouts::Nowhere,
        None => Whereabouts::Unknown,
    }
}

fn parse(part: Part, name: &str, source: &str) -> Result<Snippet, PatchError> {
    Snippet::parse(source).map_err(|_| invalid(part, name))
}

pub(super) fn invalid(part: Part, name: &str) -> PatchError {
    PatchError::Pack {
        part,
        name: name.to_owned(),
    }
}

pub(super) fn find_all(module: &Module, text: &str) -> Vec<usize> {
    Snippet::parse(text).map_or_else(|_| Vec::new(), |snippet| module.find_all(&snippet))
}

/// The first name that suits: the name itself, or one that is djdock's.
fn free_name(name: &str, mut suits: impl FnMut(&str) -> bool) -> String {
    if suits(name) {
        return name.to_owned();
    }
    let mut own = format!("{PREFIX}{name}");
    for number in 2.. {
        if suits(&own) {
            break;
        }
        own = format!("{PREFIX}{name}_{number}");
    }
    own
}
