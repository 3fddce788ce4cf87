//! The prose of what only the author's machine can install.

use crate::inspect::{Bound, Unportable};

/// What the image cannot install, where it stands, and what to write instead.
pub(super) fn told(unportable: &Unportable) -> String {
    let Unportable { at, found, why, .. } = unportable;
    let package = unportable.package.as_deref();
    let version = package.map_or_else(
        || "name the package and its version instead".to_owned(),
        |package| format!("write `{package}==VERSION` instead"),
    );
    match why {
        Bound::Machine => {
            format!(
                "{at}: `{found}` is a place of one machine, and no image can be built from it; {version}"
            )
        }
        Bound::Outside => format!(
            "{at}: `{found}` lies outside the repository, and no image can be built from it; bring it in, or {version}"
        ),
        Bound::Absent => format!(
            "{at}: the repository does not hold `{found}`, and no image can be built without it; commit it, or {version}"
        ),
        Bound::Windows => format!(
            "{at}: `{found}` is for Windows alone, and no image can be built with it; write `; sys_platform == \"win32\"` behind it"
        ),
        Bound::Mac => format!(
            "{at}: `{found}` is for macOS alone, and no image can be built with it; write `; sys_platform == \"darwin\"` behind it"
        ),
        Bound::Debian => format!(
            "{at}: there is no package `{found}`, a fault of `pip freeze` on Debian wrote it, and no image can be built with it; take the line out"
        ),
    }
}
