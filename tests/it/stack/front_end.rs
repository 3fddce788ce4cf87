//! Stages of prod's image that Node works in, and what is said of a front end that has none.

use crate::harness::Project;

const PACKAGE: &str = r#"{
  "scripts": {"build": "vite build"},
  "dependencies": {"bootstrap": "5.3.3"},
  "devDependencies": {"vite": "6.0.0"}
}
"#;

/// The polls project with a front end, these lines of settings, and these files.
fn project(more: &str, files: &[(&str, &str)]) -> Project {
    let project = Project::polls();
    let settings = project.read("mysite/settings.py");
    project.write("mysite/settings.py", &format!("{settings}{more}\n"));
    for (path, text) in files {
        project.write(path, text);
    }
    project.commit("front");
    project
}

#[test]
fn a_build_whose_output_django_is_told() {
    let files = [
        ("package.json", PACKAGE),
        (
            "vite.config.js",
            "export default { build: { outDir: resolve('./assets/dist') } }\n",
        ),
        ("pnpm-lock.yaml", ""),
        (".npmrc", ""),
    ];
    let project = project("STATICFILES_DIRS = [BASE_DIR / 'assets' / 'dist']", &files);
    let said = project.djdock("init --yes --db sqlite").ok();
    assert!(!said.stderr.contains("front end"), "{said}");
    let dockerfile = project.on("prod", "Dockerfile");
    for line in [
        "COPY package.json pnpm-lock.yaml .npmrc ./",
        "RUN pnpm install --frozen-lockfile",
        "RUN pnpm run build",
        "COPY --chown=app:app --from=front-end-1 /app/assets/dist/ /app/assets/dist/",
    ] {
        let found = dockerfile.lines().any(|own| own == line);
        assert!(found, "{line}\n{dockerfile}");
    }
    assert!(!project.on("dev", "Dockerfile").contains("node"));
}

#[test]
fn a_build_whose_output_nothing_tells_is_said() {
    let project = project("", &[("client/package.json", PACKAGE)]);
    let said = project.djdock("init --yes --db sqlite").ok();
    let warning = "client/package.json:2: `npm run build` builds a front end";
    assert!(said.stderr.contains(warning), "{said}");
    assert!(said.stderr.contains("STATICFILES_DIRS"), "{said}");
    assert!(!project.on("prod", "Dockerfile").contains("front-end"));
}

#[test]
fn packages_that_are_served_as_they_are() {
    for (lock, install) in [
        (
            "package-lock.json",
            "RUN --mount=type=cache,target=/root/.npm npm ci --ignore-scripts --omit=dev",
        ),
        (
            "pnpm-lock.yaml",
            "RUN pnpm install --frozen-lockfile --ignore-scripts --config.node-linker=hoisted --prod",
        ),
        (
            "yarn.lock",
            "RUN yarn install --frozen-lockfile --ignore-scripts --production",
        ),
        (
            "bun.lock",
            "RUN bun install --frozen-lockfile --ignore-scripts --production",
        ),
    ] {
        let package = PACKAGE.replace("\"build\": \"vite build\"", "");
        let files = [("package.json", package.as_str()), (lock, "")];
        let project = project(
            "STATICFILES_DIRS = [('vendor', BASE_DIR / 'node_modules')]",
            &files,
        );
        project.djdock("init --yes --db sqlite").ok();
        let dockerfile = project.on("prod", "Dockerfile");
        let copied = format!("COPY package.json {lock} ./");
        let taken = "COPY --chown=app:app --from=front-end-1 /app/node_modules/ /app/node_modules/";
        for line in [install, copied.as_str(), taken] {
            let found = dockerfile.lines().any(|own| own == line);
            assert!(found, "{line}\n{dockerfile}");
        }
        assert!(!dockerfile.contains("run build"), "{dockerfile}");
    }
}
