//! The merge driver that keeps each environment's own stack files its own.
//!
//! `.gitattributes` names it (`merge=djdock`), the repository's configuration says what it is. A clone
//! without that configuration merges as git always does.

/// The environment's mark is the first line of a file, the second after a shebang: `# djdock: prod`.
/// Where ours has one and theirs is not the same, ours stays. Everything else is git's own merge of
/// lines. Only the shell that git itself brings is used; `%L` is the length of conflict markers.
const DRIVER: &str = concat!(
    r##"mark() { line=; { read -r line; case $line in "#!"*) read -r line;; esac; } <"$1"; }; "##,
    r##"mark "%A"; ours=$line; mark "%B"; "##,
    r##"case $ours in "# djdock: "*) test "$ours" = "$line" || exit 0;; esac; "##,
    r##"git merge-file --marker-size=%L -L ours -L base -L theirs "%A" "%O" "%B""##
);

/// The configuration of the merge driver, for [`super::configure`].
pub const MERGE_DRIVER: [(&str, &str); 2] = [
    (
        "merge.djdock.name",
        "keeps the stack files of each djdock environment",
    ),
    ("merge.djdock.driver", DRIVER),
];
