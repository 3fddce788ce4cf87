//! What a browser asks.

use std::fmt::Write as _;

/// A request before it is sent.
pub(crate) struct Request {
    method: &'static str,
    path: String,
    headers: Vec<(String, String)>,
    body: Vec<u8>,
}

const BOUNDARY: &str = "----e2e-boundary";

impl Request {
    pub(crate) fn get(path: &str) -> Self {
        Self {
            method: "GET",
            path: path.to_owned(),
            headers: Vec::new(),
            body: Vec::new(),
        }
    }

    /// A form as HTML sends it by default.
    pub(crate) fn form(path: &str, fields: &[(String, String)]) -> Self {
        let pairs: Vec<_> = fields
            .iter()
            .map(|(name, value)| format!("{}={}", encoded(name), encoded(value)))
            .collect();
        Self {
            method: "POST",
            body: pairs.join("&").into_bytes(),
            ..Self::get(path)
        }
        .header("Content-Type", "application/x-www-form-urlencoded")
    }

    /// A form with a file in it.
    pub(crate) fn upload(
        path: &str,
        fields: &[(String, String)],
        file: (&str, &str, &[u8]),
    ) -> Self {
        let mut body = String::new();
        for (name, value) in fields {
            let head = format!("--{BOUNDARY}\r\nContent-Disposition: form-data; name=\"{name}\"");
            write!(body, "{head}\r\n\r\n{value}\r\n").expect("a string grows");
        }
        let (name, file_name, bytes) = file;
        let head = format!("name=\"{name}\"; filename=\"{file_name}\"");
        write!(
            body,
            "--{BOUNDARY}\r\nContent-Disposition: form-data; {head}\r\n\r\n"
        )
        .expect("a string grows");
        let end = format!("\r\n--{BOUNDARY}--\r\n");
        Self {
            method: "POST",
            body: [body.as_bytes(), bytes, end.as_bytes()].concat(),
            ..Self::get(path)
        }
        .header(
            "Content-Type",
            &format!("multipart/form-data; boundary={BOUNDARY}"),
        )
    }

    pub(crate) fn header(mut self, name: &str, value: &str) -> Self {
        self.headers.push((name.to_owned(), value.to_owned()));
        self
    }

    pub(crate) fn method(&self) -> &str {
        self.method
    }

    pub(crate) fn path(&self) -> &str {
        &self.path
    }

    /// The text that goes over the wire.
    pub(crate) fn bytes(&self, authority: &str, cookies: &str) -> Vec<u8> {
        let mut head = format!(
            "{} {} HTTP/1.1\r\nHost: {authority}\r\n",
            self.method, self.path
        );
        let mut add = |name: &str, value: &str| {
            write!(head, "{name}: {value}\r\n").expect("a string grows");
        };
        for (name, value) in &self.headers {
            add(name, value);
        }
        if !self.headers.iter().any(|(name, _)| name == "Connection") {
            add("Connection", "close");
        }
        if !cookies.is_empty() {
            add("Cookie", cookies);
        }
        if self.method == "POST" {
            add("Content-Length", &self.body.len().to_string());
        }
        head.push_str("\r\n");
        [head.as_bytes(), &self.body].concat()
    }
}

fn encoded(text: &str) -> String {
    text.bytes().fold(String::new(), |mut out, byte| {
        if byte.is_ascii_alphanumeric() || b"-_.".contains(&byte) {
            out.push(char::from(byte));
        } else {
            write!(out, "%{byte:02X}").expect("a string grows");
        }
        out
    })
}
