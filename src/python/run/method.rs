//! Methods of values.

use crate::python::packages::host;
use crate::python::run::call::{Args, MethodCall, join_texts};
use crate::python::run::machine::Machine;
use crate::python::values::content::extended;
use crate::python::values::operator::item;
use crate::python::values::path;
use crate::python::values::value::{At, Dict, Sequence, Shape, Term, Value};

impl Machine<'_> {
    pub(crate) fn call_method(&mut self, call: MethodCall<'_>) -> Value {
        let MethodCall {
            receiver,
            name,
            args,
            at,
            ..
        } = call;
        if let Value::Reader(reader) = &receiver.value {
            return self.call_reader(&reader.clone(), name, args, at);
        }
        if let Value::Class(_) | Value::Object(_) | Value::Parents(_) = &receiver.value {
            if let Some(value) = self.call_member(receiver, name, args, at) {
                return value;
            }
            self.blur_members(&receiver.value);
            self.escape(args);
            return Value::unknown("…");
        }
        self.need_of_method(receiver, name, args);
        if let Some(value) = self.call_in_place(call) {
            return value;
        }
        if name == "split" {
            self.note_cast(receiver, Some("list"));
        }
        let mut terms = vec![receiver.clone()];
        terms.extend(args.positional.iter().cloned());
        terms.extend(args.keywords.iter().map(|(_, term)| term.clone()));
        let value = self.lift(&terms, at, &mut |machine, terms| {
            let split = 1 + args.positional.len();
            let names = args.keywords.iter().map(|(name, _)| name.clone());
            let plain = Args {
                positional: terms[1..split].to_vec(),
                keywords: names.zip(terms[split..].iter().cloned()).collect(),
                open: args.open,
            };
            machine
                .plain_method(&terms[0], name, &plain, at)
                .unwrap_or_else(|| Value::unknown("…"))
        });
        if matches!(value, Value::Unknown(_)) {
            self.taint(receiver);
            self.escape(args);
        }
        value
    }

    fn plain_method(&mut self, receiver: &Term, name: &str, args: &Args, at: &At) -> Option<Value> {
        match &receiver.value {
            Value::Str(text) => self.text_method(&text.clone(), name, args, at),
            Value::Path(path) => self.path_method(&path.clone(), name, args, at),
            Value::File(_) if matches!(name, "read" | "decode" | "encode") => {
                Some(receiver.value.clone())
            }
            Value::File(_) if name == "close" => Some(Value::None),
            Value::Url(url) if name == "geturl" => Some(Value::Str(url.clone())),
            Value::Dict(dict) => self.dict_method(dict, receiver, name, args, at),
            Value::Sequence(sequence) => match name {
                "copy" => {
                    Some(self.sequence(sequence.shape, sequence.items.to_vec(), sequence.open))
                }
                "index" if args.positional.len() == 1 && !sequence.open => {
                    let wanted = args.at(0)?;
                    for (index, item) in sequence.items.iter().enumerate() {
                        if crate::python::values::equality::equals(item, wanted).known()? {
                            return i64::try_from(index).ok().map(Value::Int);
                        }
                    }
                    None
                }
                "union" if args.positional.len() == 1 => {
                    let id = self.id();
                    let copy =
                        Sequence::value(Shape::Set, id, sequence.items.to_vec(), sequence.open);
                    Some(extended(&copy, args.at(0)?, id))
                }
                _ => None,
            },
            _ => None,
        }
    }

    fn dict_method(
        &mut self,
        dict: &Dict,
        receiver: &Term,
        name: &str,
        args: &Args,
        at: &At,
    ) -> Option<Value> {
        match name {
            "get" => match item(receiver, args.at(0)?) {
                Some(term) => Some(term.value),
                // None of the machines that it knows.
                None if host::is_hosts(&args.at(0)?.value) => {
                    let none = Term::new(Value::None, at.clone());
                    let other = args.at(1).cloned().unwrap_or(none);
                    Some(crate::python::values::alternatives::read(
                        Vec::new(),
                        Some(other),
                        false,
                    ))
                }
                None if dict.open || !crate::python::values::equality::is_plain(args.at(0)?) => {
                    None
                }
                None => Some(args.at(1).map_or(Value::None, |term| term.value.clone())),
            },
            "copy" => Some(self.dict(dict.entries.to_vec(), dict.open)),
            "keys" | "values" | "items" => {
                let mut items = Vec::new();
                for (key, value) in dict.entries.iter() {
                    items.push(match name {
                        "keys" => key.clone(),
                        "values" => value.clone(),
                        _ => {
                            let pair = vec![key.clone(), value.clone()];
                            Term::new(self.sequence(Shape::Tuple, pair, false), at.clone())
                        }
                    });
                }
                Some(self.sequence(Shape::List, items, dict.open))
            }
            _ => None,
        }
    }

    fn path_method(&mut self, path: &str, name: &str, args: &Args, at: &At) -> Option<Value> {
        let value = match name {
            "resolve" | "absolute" => {
                let full = path::join(&path::absolute(&self.folder), path);
                Value::Path(path::normalize(&full).into())
            }
            "joinpath" | "child" | "path" => {
                let mut terms = vec![Term::new(Value::str(path), at.clone())];
                terms.extend(args.positional.iter().cloned());
                Value::Path(path::pure(&join_texts(&terms)?).into())
            }
            "ancestor" => match args.at(0)?.value {
                Value::Int(levels @ 0..32) => {
                    let up = (0..levels).fold(path.to_owned(), |path, _| path::parent(&path));
                    Value::Path(up.into())
                }
                _ => return None,
            },
            "as_posix" | "__str__" => Value::str(path),
            "file" => return Some(self.joined(path, &args.positional, at)),
            "exists" | "is_file" | "is_dir" => self.exists(path, at),
            "mkdir" => Value::None,
            "open" | "read_text" | "read_bytes" => Value::File(path.into()),
            _ => return None,
        };
        Some(value)
    }

    /// Whether a path of the repository exists: here it does or does not; where the project runs it may differ.
    pub(crate) fn exists(&mut self, path: &str, at: &At) -> Value {
        let found = match path::in_tree(path, &self.folder) {
            Some(path) => self.tree.kind(&path).ok().map(|kind| kind.is_some()),
            None => path::is_of_machine(path).then_some(false),
        };
        let usual = found.map(|found| Term::new(Value::Bool(found), at.clone()));
        crate::python::values::alternatives::read(Vec::new(), usual, false)
    }
}
