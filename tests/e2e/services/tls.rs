//! What an edge that ends TLS must do, whichever it is.

use std::fs;
use std::path::PathBuf;

use super::trial::Trial;
use crate::harness::engine::docker;
use crate::harness::form;
use crate::harness::request::Request;
use crate::harness::run::Run;
use crate::harness::site::Site;

/// Services that end TLS: the container that does, and a host name that it answers to.
pub(super) const EDGES: &[(&str, &str, &str)] = &[
    ("caddy", "caddy", "localhost"),
    ("certbot", "nginx", super::certbot::HOST),
];

/// An edge: the container that is published, and the name that its certificate is for.
pub(super) struct Edge<'a> {
    pub(super) trial: &'a Trial<'a>,
    pub(super) container: &'static str,
    pub(super) host: &'static str,
}

impl<'a> Edge<'a> {
    /// What ends TLS in an environment.
    pub(super) fn of(trial: &'a Trial<'a>) -> Self {
        let (container, host) = trial.edge().expect("something ends TLS");
        Self {
            trial,
            container,
            host,
        }
    }

    /// The port on this machine of one of the edge's.
    pub(super) fn port(&self, port: u16) -> u16 {
        self.trial.published(self.container, port).port()
    }

    /// The site, for a browser that trusts this authority.
    pub(super) fn site(&self, authority: PathBuf) -> Site {
        Site::tls(self.host, self.port(443), authority)
    }

    /// Keeps a certificate in a file beside the project.
    pub(super) fn keep(&self, name: &str, text: &str) -> PathBuf {
        let path = self.trial.stack.folder.with_extension(name);
        fs::write(&path, text).expect("it is written");
        path
    }

    /// What openssl says of the certificate that is served now, whoever signed it.
    pub(super) fn served(&self, what: &str) -> String {
        let address = format!("127.0.0.1:{}", self.port(443));
        let shown = Run::new("openssl")
            .args(["s_client", "-connect", &address, "-servername", self.host])
            .input("")
            .run();
        let read = Run::new("openssl").args(["x509", "-noout", what]);
        read.input(shown.out).run().out.trim().to_owned()
    }

    /// Pages and files say that this host is https alone, and a form is taken; http leads there.
    pub(super) fn holds(&self, authority: PathBuf) {
        let site = self.site(authority);
        site.wait("/", |page| page.status == 200);
        for path in ["/", "/static/admin/css/base.css"] {
            let answer = site.get(path).is(200);
            let hsts: Vec<_> = answer.values("strict-transport-security").collect();
            assert_eq!(hsts, ["max-age=3600"], "{path}");
        }
        let path = "/admin/login/";
        let page = site.get(path).is(200).text();
        assert_eq!(site.is_secure("csrftoken"), Some(true));
        let mut fields = form::fields(&page);
        form::set(&mut fields, "username", "nobody");
        form::set(&mut fields, "password", "nothing");
        let posted = Request::form(path, &fields)
            .header("Origin", &site.origin())
            .header("Referer", &format!("{}{path}", site.origin()));
        let page = site.send(&posted).is(200).text();
        assert!(page.contains("errornote"), "the form is not read: {page}");
        let http = Site::named(self.host, self.port(80));
        let answer = http.get("/admin/?next=1");
        assert!([301, 308].contains(&answer.status), "{}", answer.status);
        let target = format!("https://{}/admin/?next=1", self.host);
        assert_eq!(answer.header("location"), Some(target.as_str()));
    }

    /// When a container was started.
    pub(super) fn started(&self, container: &str) -> String {
        self.trial.stack.inspect(container, "{{.State.StartedAt}}")
    }
}

/// The address of a container on a network of its stack.
pub(super) fn address(trial: &Trial<'_>, container: &str, network: &str) -> String {
    let id = trial.stack.ids(container).remove(0);
    let format = format!("{{{{(index .NetworkSettings.Networks \"{network}\").IPAddress}}}}");
    let ran = docker(["inspect", "--format", &format, &id]).ok();
    ran.out.trim().to_owned()
}
