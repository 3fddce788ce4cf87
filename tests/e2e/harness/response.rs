//! What a server answered.

use std::io::{self, BufRead, Read};

use super::run::Run;

/// A status, headers and a body.
#[derive(Debug)]
pub(crate) struct Response {
    pub(crate) status: u16,
    pub(crate) headers: Vec<(String, String)>,
    pub(crate) body: Vec<u8>,
}

impl Response {
    /// Reads one answer.
    pub(crate) fn read(mut from: impl BufRead) -> io::Result<Self> {
        let first = line(&mut from)?;
        let status = first
            .split(' ')
            .nth(1)
            .and_then(|code| code.parse().ok())
            .ok_or_else(|| io::Error::other(format!("no status line: «{first}»")))?;
        let mut response = Self {
            status,
            headers: Vec::new(),
            body: Vec::new(),
        };
        while let Some((name, value)) = line(&mut from)?.split_once(':') {
            response
                .headers
                .push((name.to_lowercase(), value.trim().to_owned()));
        }
        response.body = response.read_body(from)?;
        Ok(response)
    }

    fn read_body(&self, mut from: impl BufRead) -> io::Result<Vec<u8>> {
        let mut body = Vec::new();
        if [204, 304].contains(&self.status) {
            return Ok(body);
        }
        if self.header("transfer-encoding") == Some("chunked") {
            loop {
                let size = line(&mut from)?;
                let size = u64::from_str_radix(size.trim(), 16).map_err(io::Error::other)?;
                from.by_ref().take(size).read_to_end(&mut body)?;
                line(&mut from)?;
                if size == 0 {
                    return Ok(body);
                }
            }
        }
        match self.header("content-length").map(str::parse) {
            Some(size) => from
                .take(size.map_err(io::Error::other)?)
                .read_to_end(&mut body)?,
            None => from.read_to_end(&mut body)?,
        };
        Ok(body)
    }

    /// The first header of that name.
    pub(crate) fn header(&self, name: &str) -> Option<&str> {
        self.values(name).next()
    }

    /// All headers of that name.
    pub(crate) fn values(&self, name: &str) -> impl Iterator<Item = &str> {
        self.headers
            .iter()
            .filter(move |(key, _)| key.eq_ignore_ascii_case(name))
            .map(|(_, value)| value.as_str())
    }

    /// The body as text.
    pub(crate) fn text(&self) -> String {
        String::from_utf8_lossy(&self.body).into_owned()
    }

    /// The body as JSON.
    pub(crate) fn json(&self) -> serde_json::Value {
        serde_json::from_slice(&self.body)
            .unwrap_or_else(|error| panic!("{error} in «{}»", self.text()))
    }

    /// The size of the body after gzip.
    pub(crate) fn unpacked(&self) -> usize {
        Run::new("gzip")
            .arg("-dc")
            .input(self.body.clone())
            .ok()
            .out
            .len()
    }

    /// Ends the test unless the status is this one.
    #[track_caller]
    pub(crate) fn is(self, status: u16) -> Self {
        let start: String = self.text().chars().take(1500).collect();
        assert_eq!(self.status, status, "{:?}\n{start}", self.headers);
        self
    }
}

fn line(from: &mut impl BufRead) -> io::Result<String> {
    let mut bytes = Vec::new();
    if from.read_until(b'\n', &mut bytes)? == 0 {
        return Err(io::ErrorKind::UnexpectedEof.into());
    }
    Ok(String::from_utf8_lossy(&bytes).trim_end().to_owned())
}
