//! A browser without a window: requests, and cookies as a browser keeps them. It follows no redirect.

use std::cell::RefCell;
use std::io::{self, BufReader, Cursor, Write as _};
use std::net::{IpAddr, Ipv4Addr, TcpStream};
use std::path::PathBuf;
use std::thread;
use std::time::{Duration, Instant};

use super::PATIENCE;
use super::request::Request;
use super::response::Response;
use super::run::Run;

/// A server on this machine, and the cookies that it set.
pub(crate) struct Site {
    host: String,
    port: u16,
    /// What is trusted, where TLS is spoken.
    trust: Option<Trust>,
    cookies: RefCell<Vec<Cookie>>,
}

/// Whose certificates are taken.
enum Trust {
    /// Those that the authority in this file signed, for the right name.
    Authority(PathBuf),
    /// Any at all.
    Everybody,
}

struct Cookie {
    name: String,
    value: String,
    secure: bool,
}

impl Site {
    pub(crate) fn new(port: u16) -> Self {
        Self::named("127.0.0.1", port)
    }

    /// The same server under another of its names.
    pub(crate) fn named(host: &str, port: u16) -> Self {
        Self {
            host: host.to_owned(),
            port,
            trust: None,
            cookies: RefCell::default(),
        }
    }

    /// A server that speaks TLS.
    pub(crate) fn tls(host: &str, port: u16, certificate: PathBuf) -> Self {
        Self {
            trust: Some(Trust::Authority(certificate)),
            ..Self::named(host, port)
        }
    }

    /// The same, whoever signed its certificate.
    pub(crate) fn tls_of_anybody(host: &str, port: u16) -> Self {
        Self {
            trust: Some(Trust::Everybody),
            ..Self::named(host, port)
        }
    }

    pub(crate) fn port(&self) -> u16 {
        self.port
    }

    /// `http://127.0.0.1:8000`
    pub(crate) fn origin(&self) -> String {
        let scheme = self.trust.as_ref().map_or("http", |_| "https");
        format!("{scheme}://{}", self.authority())
    }

    /// `127.0.0.1:8000`
    pub(crate) fn authority(&self) -> String {
        format!("{}:{}", self.host, self.port)
    }

    pub(crate) fn get(&self, path: &str) -> Response {
        self.send(&Request::get(path))
    }

    /// Sends a request; no answer at all ends the test.
    pub(crate) fn send(&self, request: &Request) -> Response {
        let shown = format!("{} {}{}", request.method(), self.origin(), request.path());
        self.attempt(request)
            .unwrap_or_else(|error| panic!("{shown}: {error}"))
    }

    /// Sends a request, and keeps the cookies of the answer.
    pub(crate) fn attempt(&self, request: &Request) -> io::Result<Response> {
        let bytes = request.bytes(&self.authority(), &self.cookies_to_send());
        let response = if let Some(trust) = &self.trust {
            self.over_tls(bytes, trust)?
        } else {
            self.over_tcp(&bytes)?
        };
        for cookie in response.values("set-cookie") {
            self.keep(cookie);
        }
        Ok(response)
    }

    /// Asks until the answer is as wanted, and returns the seconds that it took.
    pub(crate) fn wait(&self, path: &str, wanted: impl Fn(&Response) -> bool) -> f64 {
        let started = Instant::now();
        let mut last = String::new();
        while started.elapsed() < PATIENCE {
            match self.attempt(&Request::get(path)) {
                Ok(response) if wanted(&response) => return started.elapsed().as_secs_f64(),
                Ok(response) => last = format!("{} {}", response.status, response.text()),
                Err(error) => last = error.to_string(),
            }
            thread::sleep(Duration::from_millis(50));
        }
        panic!(
            "{}{path} did not come within {PATIENCE:?}, but: {last}",
            self.origin()
        )
    }

    /// Whether the browser holds this cookie, and over TLS alone.
    pub(crate) fn is_secure(&self, name: &str) -> Option<bool> {
        let cookies = self.cookies.borrow();
        cookies
            .iter()
            .find(|cookie| cookie.name == name)
            .map(|cookie| cookie.secure)
    }

    fn over_tcp(&self, bytes: &[u8]) -> io::Result<Response> {
        let own = IpAddr::V4(Ipv4Addr::LOCALHOST);
        let address: IpAddr = self.host.parse().unwrap_or(own);
        let mut stream = TcpStream::connect((address, self.port))?;
        stream.set_read_timeout(Some(PATIENCE))?;
        stream.write_all(bytes)?;
        Response::read(BufReader::new(stream))
    }

    /// By openssl, which every Debian has beside its certificates: the test needs no TLS library for three requests.
    fn over_tls(&self, bytes: Vec<u8>, trust: &Trust) -> io::Result<Response> {
        let mut openssl = Run::new("openssl")
            .args(["s_client", "-quiet", "-servername", &self.host])
            .args(["-connect", &format!("127.0.0.1:{}", self.port)]);
        if let Trust::Authority(file) = trust {
            let verify = ["-verify_return_error", "-verify_hostname", &self.host];
            openssl = openssl.args(verify).arg("-CAfile").arg(file);
        }
        let ran = openssl.input(bytes).run();
        Response::read(Cursor::new(&ran.out))
            .map_err(|error| io::Error::other(format!("{error}: {}", ran.story())))
    }

    fn cookies_to_send(&self) -> String {
        let cookies = self.cookies.borrow();
        let sent = cookies
            .iter()
            .filter(|cookie| !cookie.secure || self.trust.is_some())
            .map(|cookie| format!("{}={}", cookie.name, cookie.value));
        sent.collect::<Vec<_>>().join("; ")
    }

    fn keep(&self, header: &str) {
        let mut parts = header.split(';').map(str::trim);
        let Some((name, value)) = parts.next().and_then(|pair| pair.split_once('=')) else {
            return;
        };
        let cookie = Cookie {
            name: name.to_owned(),
            value: value.to_owned(),
            secure: parts.any(|part| part.eq_ignore_ascii_case("secure")),
        };
        // As a browser does: what a page without TLS sets as secure is dropped.
        if cookie.secure && self.trust.is_none() {
            return;
        }
        let mut cookies = self.cookies.borrow_mut();
        cookies.retain(|old| old.name != cookie.name);
        cookies.push(cookie);
    }
}
