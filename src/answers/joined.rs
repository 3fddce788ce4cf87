//! The choices of two people who started from the same ones.

use std::collections::BTreeMap;

use super::PartialAnswers;

impl PartialAnswers {
    /// What both people chose who started from `base`: services that one added or took out, and whatever else one of them
    /// alone changed. `None` where they changed the same choice, each in another way.
    #[must_use]
    pub fn joined(base: &Self, ours: &Self, theirs: &Self) -> Option<Self> {
        let all = [base, ours, theirs];
        let with = all.map(|it| it.with.as_deref().unwrap_or_default());
        let implied = all.map(|it| it.implied.as_deref().unwrap_or_default());
        let explicit = [ours.explicit(), theirs.explicit()].concat();
        let with = joined_names(with);
        let mut implied = joined_names(implied);
        implied.retain(|name| with.contains(name) && !explicit.contains(name));
        let set = joined_maps(
            all.map(|it| it.set.clone().unwrap_or_default()),
            |[base, ours, theirs]| {
                let known = |it: Option<BTreeMap<_, _>>| it.unwrap_or_default();
                let all = [known(base), known(ours), known(theirs)];
                let options = joined_maps(all, one_of)?;
                Some((!options.is_empty()).then_some(options))
            },
        )?;
        let rest = all.map(|it| Self {
            with: None,
            implied: None,
            set: None,
            ..it.clone()
        });
        Some(Self {
            with: Some(with),
            implied: Some(implied),
            set: Some(set),
            ..one_of(rest)?
        })
    }

    /// The services that did not come along for another one.
    fn explicit(&self) -> Vec<String> {
        let implied: Vec<&String> = self.implied.iter().flatten().collect();
        let with = self.with.iter().flatten();
        with.filter(|name| !implied.contains(name))
            .cloned()
            .collect()
    }
}

/// Of three values, the one that was changed.
fn one_of<T: PartialEq>([base, ours, theirs]: [T; 3]) -> Option<T> {
    if ours == theirs || theirs == base {
        Some(ours)
    } else {
        (ours == base).then_some(theirs)
    }
}

/// The names that were added to a list, and those that nobody took out.
fn joined_names([base, ours, theirs]: [&[String]; 3]) -> Vec<String> {
    let stays = |name: &&String| !base.contains(name) || theirs.contains(name);
    let comes = |name: &&String| !base.contains(name) && !ours.contains(name);
    let stay = ours.iter().filter(stays);
    stay.chain(theirs.iter().filter(comes)).cloned().collect()
}

/// Three maps, each entry joined by itself.
fn joined_maps<T: Clone>(
    [base, ours, theirs]: [BTreeMap<String, T>; 3],
    join: impl Fn([Option<T>; 3]) -> Option<Option<T>>,
) -> Option<BTreeMap<String, T>> {
    let mut joined = BTreeMap::new();
    for key in ours.keys().chain(theirs.keys()) {
        let values = [&base, &ours, &theirs].map(|map| map.get(key).cloned());
        if let Some(value) = join(values)? {
            joined.insert(key.clone(), value);
        }
    }
    Some(joined)
}

/// What a list holds, and what it lacks of another one.
pub(crate) fn union<T: Clone + PartialEq>(ours: &[T], theirs: Vec<T>) -> Vec<T> {
    let theirs = theirs.into_iter().filter(|it| !ours.contains(it));
    ours.iter().cloned().chain(theirs).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::answers::read;

    fn said(text: &str) -> PartialAnswers {
        read("djdock.toml", text).unwrap()
    }

    fn joined(base: &str, ours: &str, theirs: &str) -> Option<PartialAnswers> {
        PartialAnswers::joined(&said(base), &said(ours), &said(theirs))
    }

    #[test]
    fn what_one_added_comes_and_what_one_took_out_goes() {
        let base = "with = ['redis', 'mailpit', 'adminer']";
        for (ours, theirs, with) in [
            (
                "['redis', 'mailpit', 'adminer', 'minio']",
                "['redis', 'adminer']",
                "redis adminer minio",
            ),
            ("['redis', 'mailpit']", "['redis', 'adminer']", "redis"),
            (
                "['redis']",
                "['celery', 'redis', 'mailpit', 'adminer']",
                "redis celery",
            ),
        ] {
            let [ours, theirs] = [ours, theirs].map(|names| format!("with = {names}"));
            let joined = joined(base, &ours, &theirs).unwrap();
            assert_eq!(joined.with.unwrap().join(" "), with);
        }
    }

    #[test]
    fn what_both_changed_differently_is_nobody_s_to_decide() {
        let port = |port: u16| format!("dev-port = {port}");
        let changed = joined(&port(1), &port(1), &port(2)).unwrap();
        assert_eq!(changed.dev_port, Some(2));
        assert!(joined(&port(1), &port(3), &port(2)).is_none());
        let keep = |keep: u16| format!("[set.backup]\nkeep = '{keep}'");
        assert!(joined(&keep(1), &keep(2), &keep(3)).is_none());
        let changed = joined(&keep(1), &keep(2), &keep(1)).unwrap();
        assert_eq!(changed.set.unwrap()["backup"]["keep"], "2");
    }

    #[test]
    fn who_names_a_service_wants_it() {
        let theirs = "with = ['redis', 'celery']\nimplied = ['redis']";
        let joined = joined("", "with = ['redis']", theirs).unwrap();
        assert_eq!(joined.implied.unwrap(), Vec::<String>::new());
    }
}
