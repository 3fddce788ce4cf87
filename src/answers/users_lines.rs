//! What of `djdock.toml` nobody but the user wrote.

use super::file::{EXISTING_COMMENT, HEADER, IMPLIED, PREVIOUS_DB};
use super::questions::COMMENTS;

/// The lines of an answers file that djdock writes into none: the user's comments. Choices are choices, whoever wrote them.
#[must_use]
pub fn users_lines(text: &str) -> Vec<&str> {
    let known = COMMENTS.iter().chain([&HEADER, &EXISTING_COMMENT]);
    let known: Vec<&str> = known.flat_map(|comment| comment.lines()).collect();
    let lines = text.lines().map(str::trim);
    let is_ours = |line: &&str| {
        let behind = |[_, comment]: [&str; 2]| line.ends_with(&format!(" # {comment}"));
        !line.contains('#')
            || known.contains(line)
            || [IMPLIED, PREVIOUS_DB].into_iter().any(behind)
    };
    lines.filter(|line| !is_ours(line)).collect()
}

#[cfg(test)]
mod tests {
    use super::users_lines;

    #[test]
    fn choices_and_djdock_s_comments_are_none() {
        let text = "# The choices that djdock renders this stack from. Edit them freely, then run `djdock init`.\n\
            version = 1\n\n# What runs Django in prod.\nserver = \"uvicorn\"\n";
        assert_eq!(users_lines(text), Vec::<&str>::new());
        let mine = text
            .replace("server", "# mine\nserver")
            .replace("= 1", "= 1 # and mine");
        assert_eq!(users_lines(&mine), ["version = 1 # and mine", "# mine"]);
    }
}
