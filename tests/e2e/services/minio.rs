//! `MinIO`: what Django's storage keeps, a browser reads by its address, and nobody lists, writes, or loses it.

use super::probe::{BOTH, Door, Probe, Published, Shown};
use super::trial::Trial;
use crate::harness::request::Request;

pub(super) const PROBE: Probe = Probe {
    service: "minio",
    flags: &[],
    company: &[],
    shown: Shown::Used {
        environments: BOTH,
        used,
    },
    doors: &[Door::on(&["front"], "minio", &[9000]).published(Published::Machine)],
};

const SAVE: &str = "
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
name = default_storage.save('menu/côté jardin.html', ContentFile('<p>\u{1f36b}</p>'.encode()))
print(default_storage.url(name))
";

fn used(trial: &Trial<'_>) {
    let url = trial.python(SAVE);
    let (site, path) = if trial.is_prod() {
        (trial.front(), url.clone())
    } else {
        let site = trial.published("minio", 9000);
        let origin = site.origin().replace("127.0.0.1", "localhost");
        let path = url.strip_prefix(&origin);
        let path = path.unwrap_or_else(|| panic!("{url} is not at {origin}"));
        (site, path.to_owned())
    };
    let folder = path.split("menu/").next().expect("a first part");
    let read = || site.get(&path).is(200).text();
    assert_eq!(read(), "<p>\u{1f36b}</p>");
    let status = |request: Request| site.send(&request).status;
    let (refused, absent) = if trial.is_prod() {
        (404, 404)
    } else {
        (403, 403)
    };
    assert_eq!(status(Request::get(&format!("{folder}none.txt"))), absent);
    for listing in [folder.to_owned(), format!("{folder}?list-type=2")] {
        assert_eq!(status(Request::get(&listing)), refused, "{listing}");
    }
    assert_eq!(status(Request::form(&path, &[])), refused);
    if trial.is_prod() {
        let answer = site.get(&path);
        // A page that somebody uploaded runs apart from the site.
        let policies: Vec<&str> = answer.values("content-security-policy").collect();
        assert_eq!(policies, ["sandbox"]);
        let hsts = answer.header("strict-transport-security");
        assert_eq!(hsts.is_some(), trial.has_tls());
    } else {
        trial.published("minio", 9001).get("/").is(200);
    }
    trial.stack.compose(["restart", "minio"]).ok();
    trial.until("the upload is there again", || {
        let answer = site.attempt(&Request::get(&path)).ok()?;
        (answer.status == 200).then_some(())
    });
    assert_eq!(read(), "<p>\u{1f36b}</p>");
}
