//! The fields of an HTML form, as far as Django's pages need it.

/// The names and values of all `<input>`s of a page that a browser would send.
pub(crate) fn fields(page: &str) -> Vec<(String, String)> {
    let mut fields: Vec<(String, String)> = Vec::new();
    for tag in page.split("<input").skip(1) {
        let tag = tag.split('>').next().unwrap_or_default();
        let kind = attribute(tag, "type").unwrap_or_default();
        let Some(name) = attribute(tag, "name") else {
            continue;
        };
        let sent = !["submit", "file", "checkbox", "button"].contains(&kind.as_str());
        if sent && !name.contains("__prefix__") && !fields.iter().any(|(known, _)| *known == name) {
            fields.push((name, attribute(tag, "value").unwrap_or_default()));
        }
    }
    fields
}

/// Fills a field in, or adds it.
pub(crate) fn set(fields: &mut Vec<(String, String)>, name: &str, value: &str) {
    fields.retain(|(known, _)| known != name);
    fields.push((name.to_owned(), value.to_owned()));
}

/// The value of an attribute in a tag, or the first one in a page.
pub(crate) fn attribute(tag: &str, name: &str) -> Option<String> {
    let rest = tag.split_once(&format!(" {name}=\""))?.1;
    Some(rest.split('"').next()?.replace("&amp;", "&"))
}
