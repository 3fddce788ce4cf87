//! The Docker Engine, and the images that everything starts from.

use std::env;
use std::path::{Path, PathBuf};
use std::sync::{Mutex, Once, PoisonError};

use super::cleanup;
use super::run::Run;

/// What the stacks of a project start from, before any is rendered: the Django that fills the sqlite file.
const PYTHON: &str = "python:3.13-slim-trixie";
const DJANGO: &str = "djdock-e2e-django";

/// A folder of the repository.
pub(crate) fn repository(path: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join(path)
}

/// `docker …`, as whoever runs the tests.
pub(crate) fn docker<'a>(args: impl IntoIterator<Item = &'a str>) -> Run {
    Run::new("docker").args(args)
}

/// Makes an engine answer, without what a killed test left on it.
pub(crate) fn start() {
    static ONCE: Once = Once::new();
    ONCE.call_once(|| {
        if docker(["info"]).run().code != Some(0) {
            Run::new(repository("tests/e2e/engine/engine-up")).ok();
        }
        cleanup::remove_abandoned();
    });
}

/// Makes sure of the images that the files in a folder name. With `DJDOCK_E2E_IMAGES=public` they are pulled.
pub(crate) fn images_of(folder: &Path) {
    make_sure(&["--from", &folder.to_string_lossy()]);
}

/// Makes sure of one image.
pub(crate) fn image(name: &str) {
    make_sure(&[name]);
}

/// An image with Django, to fill the sqlite file of a project with: that of its requirements.
pub(crate) fn django(folder: &Path) -> String {
    start();
    image(PYTHON);
    let dockerfile = format!(
        "FROM {PYTHON}\nCOPY requirements.txt /tmp/\nRUN pip install --no-cache-dir -r /tmp/requirements.txt\n"
    );
    let built = docker(["build", "--quiet", "--tag", DJANGO, "--file", "-"])
        .arg(folder)
        .input(dockerfile)
        .ok();
    // Not by its name, which another scenario may give to an image of its own meanwhile.
    built.out.trim().to_owned()
}

fn are_public() -> bool {
    env::var("DJDOCK_E2E_IMAGES").is_ok_and(|images| images == "public")
}

/// One at a time: the same image is not made twice.
fn make_sure(what: &[&str]) {
    static ONE: Mutex<()> = Mutex::new(());
    if are_public() {
        return;
    }
    let _one = ONE.lock().unwrap_or_else(PoisonError::into_inner);
    let base_images = Run::new(repository("tests/e2e/engine/base-images"));
    base_images.args(what.iter().copied()).ok();
}

/// The size of an image in bytes.
pub(crate) fn size(image: &str) -> u64 {
    let ran = docker(["image", "inspect", "--format", "{{.Size}}", image]).ok();
    ran.out.trim().parse().expect("a number of bytes")
}
