//! Which Python versions the pinned packages come ready-made for: what the lock's wheels say, or `pins.toml`.

use std::collections::BTreeMap;
use std::sync::LazyLock;

use crate::embedded;
use crate::inspect::dependencies::Declared;
use crate::version;

/// Minor releases of Python 3 that are looked at.
const MINORS: std::ops::RangeInclusive<u32> = 5..=16;

/// Package → the first release of a row → the oldest and the newest Python that it has wheels for.
type Pins = BTreeMap<String, BTreeMap<String, [String; 2]>>;

static PINS: LazyLock<Pins> = LazyLock::new(|| embedded::table!("src/inspect/versions/pins.toml"));

/// The Python versions that the fewest pinned packages stand against, newest first; empty where nothing tells. What
/// none of them suits is compiled.
pub(in crate::inspect) fn pythons(declared: &Declared) -> Vec<String> {
    let mut against: Vec<(u32, usize)> = MINORS.map(|minor| (minor, 0)).collect();
    for (name, pin) in declared.versions() {
        let fits = match declared.wheels.get(&name) {
            Some(wheels) => minors_of_wheels(wheels),
            None => minors_of_pin(&name, &pin),
        };
        for (minor, count) in &mut against {
            *count += usize::from(!fits.contains(minor));
        }
    }
    let counts = || against.iter().map(|(_, count)| *count);
    let fewest = counts().min();
    if counts().max() == fewest {
        return Vec::new();
    }
    let left = against.iter().rev();
    left.filter(|(_, count)| Some(*count) == fewest)
        .map(|(minor, _)| format!("3.{minor}"))
        .collect()
}

/// Whether a lock shows that a package is compiled on one of the Python versions; `None` where it does not tell.
pub(in crate::inspect) fn is_compiled(
    declared: &Declared,
    name: &str,
    python: Option<&str>,
) -> Option<bool> {
    if !declared.package(name)?.locked || declared.wheels.is_empty() {
        return None;
    }
    let Some(wheels) = declared.wheels.get(name) else {
        return Some(true);
    };
    let fits = fitting(wheels);
    let minor = python.and_then(|python| version::numbers(python).get(1).copied());
    Some(match minor {
        Some(minor) => !fits.contains(&minor),
        None => fits.is_empty(),
    })
}

fn minors_of_pin(name: &str, pin: &str) -> Vec<u32> {
    let row = || {
        let rows = PINS.get(name)?.iter();
        let older =
            rows.filter(|(first, _)| !pin.is_empty() && version::compare(first, pin).is_le());
        let (_, [oldest, newest]) =
            older.max_by(|(one, _), (other, _)| version::compare(one, other))?;
        let minor = |version: &String| version::numbers(version).get(1).copied();
        Some((minor(oldest)?, minor(newest)?))
    };
    let (oldest, newest) = row().unwrap_or((*MINORS.start(), *MINORS.end()));
    MINORS
        .filter(|minor| (oldest..=newest).contains(minor))
        .collect()
}

/// Every version where none of the wheels is for Linux: the package is compiled anyway.
fn minors_of_wheels(wheels: &[String]) -> Vec<u32> {
    let fitting = fitting(wheels);
    if fitting.is_empty() {
        MINORS.collect()
    } else {
        fitting
    }
}

/// The minor releases that one of the wheels at least installs on.
fn fitting(wheels: &[String]) -> Vec<u32> {
    let mut left: Vec<u32> = MINORS.collect();
    let mut found = Vec::new();
    for wheel in wheels.iter().filter_map(|wheel| Wheel::of(wheel)) {
        let (fit, rest) = left.into_iter().partition(|minor| wheel.fits(*minor));
        found.extend::<Vec<u32>>(fit);
        left = rest;
    }
    found.sort_unstable();
    found
}

/// What a wheel's name says of the Pythons that it is for.
struct Wheel<'w> {
    abi: &'w str,
    /// One or more tags, between dots.
    python: &'w str,
}

impl<'w> Wheel<'w> {
    /// Reads a wheel's name; `None` where it is not for Linux, as images have it.
    fn of(name: &'w str) -> Option<Self> {
        let mut parts = name.trim_end_matches(".whl").rsplit('-');
        let (platform, abi, python) = (parts.next()?, parts.next()?, parts.next()?);
        let linux =
            platform == "any" || (platform.contains("manylinux") && platform.contains("x86_64"));
        linux.then_some(Self { abi, python })
    }

    /// Whether it installs on a Python 3 of this minor release.
    fn fits(&self, minor: u32) -> bool {
        let tagged = |tag: &str| match tag.strip_prefix("cp3").map(str::parse::<u32>) {
            Some(Ok(oldest)) if self.abi.contains("abi3") => oldest <= minor,
            Some(own) => own == Ok(minor) && !self.abi.ends_with('t'),
            None => {
                tag == "py3"
                    || tag.strip_prefix("py3").is_some_and(|oldest| {
                        oldest.parse::<u32>().is_ok_and(|oldest| oldest <= minor)
                    })
            }
        };
        self.python.split('.').any(tagged)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn wheels_fit_their_tags() {
        let cases = [
            ("django-5.2-py3-none-any.whl", 13, true),
            ("six-1.16.0-py2.py3-none-any.whl", 13, true),
            (
                "pillow-11.0.0-cp313-cp313-manylinux_2_28_x86_64.whl",
                13,
                true,
            ),
            (
                "pillow-11.0.0-cp313-cp313t-manylinux_2_28_x86_64.whl",
                13,
                false,
            ),
            (
                "pillow-11.0.0-cp312-cp312-manylinux_2_28_x86_64.whl",
                13,
                false,
            ),
            ("pillow-11.0.0-cp313-cp313-macosx_11_0_arm64.whl", 13, false),
            (
                "pillow-11.0.0-cp313-cp313-musllinux_1_2_x86_64.whl",
                13,
                false,
            ),
            (
                "cryptography-44.0-cp39-abi3-manylinux_2_28_x86_64.whl",
                13,
                true,
            ),
            (
                "cryptography-44.0-cp39-abi3-manylinux_2_28_x86_64.whl",
                8,
                false,
            ),
            ("odd.whl", 13, false),
        ];
        for (wheel, minor, expected) in cases {
            let fits = fitting(&[wheel.to_owned()]);
            assert_eq!(fits.contains(&minor), expected, "{wheel}");
        }
    }

    #[test]
    fn pins_of_old_packages() {
        assert_eq!(minors_of_pin("pillow", "8.3.1"), [6, 7, 8, 9]);
        assert_eq!(minors_of_pin("gunicorn", "20.1.0").last(), Some(&11));
        assert_eq!(minors_of_pin("unknown", "1.0").len(), MINORS.count());
        assert_eq!(minors_of_pin("pillow", "").len(), MINORS.count());
    }
}
