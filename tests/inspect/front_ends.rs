//! Front ends: what builds them, and which of the folders that they write Django serves.

use djdock::inspect::FrontEnd;

use super::{SETTINGS, facts};

const PACKAGE: &str =
    r#"{"scripts": {"dev": "vite", "build": "vite build"}, "devDependencies": {"vite": "6"}}"#;
const WEBPACK: &str = r#"{"scripts": {"build": "webpack"}, "devDependencies": {"webpack": "5", "webpack-bundle-tracker": "3"}}"#;

fn settings(more: &str) -> String {
    format!("{SETTINGS}{more}\n")
}

/// The front ends of a project with these lines of settings and files.
fn found(more: &str, files: &[(&str, &str)]) -> Vec<FrontEnd> {
    let settings = settings(more);
    let mut all = vec![("mysite/settings.py", settings.as_str())];
    all.extend(files);
    facts(&all).front_ends
}

/// What the one front end writes.
#[track_caller]
fn written(more: &str, files: &[(&str, &str)]) -> Vec<String> {
    let found = found(more, files);
    let [front_end] = &*found else {
        panic!("{found:?}");
    };
    let output = front_end.output.iter().chain(&front_end.also);
    output.cloned().collect()
}

#[test]
fn the_output_is_read_from_the_configuration() {
    let dirs = "STATICFILES_DIRS = [BASE_DIR / 'assets' / 'dist']";
    for (file, text) in [
        (
            "vite.config.mjs",
            "export default defineConfig({ build: { outDir: resolve('./assets/dist') } })",
        ),
        (
            "vite.config.ts",
            "const out = 'assets/dist'\nexport default { build: { manifest: true, outDir: join(__dirname, out) } }",
        ),
        (
            "vite.config.js",
            "export default { root: resolve('src'), build: { outDir: '../assets/dist' } }",
        ),
        (
            "vite.config.js",
            "export default { build: { outDir: fileURLToPath(new URL('./assets/dist', import.meta.url)) } }",
        ),
        (
            "webpack.config.js",
            "module.exports = { entry: './assets/src/a.js', output: { path: path.resolve('assets/dist/') } }",
        ),
        (
            "rollup.config.js",
            "export default { output: { file: 'assets/dist/a.js' } }",
        ),
        (
            "build.mjs",
            "await esbuild.build({ entryPoints: ['src/a.ts'], outfile: 'assets/dist/a.js' })",
        ),
    ] {
        let written = written(dirs, &[("package.json", PACKAGE), (file, text)]);
        assert_eq!(written, ["assets/dist"], "{file}: {text}");
    }
    let package = r#"{"scripts": {"build": "webpack --config webpack/prod.js"}}"#;
    let config = "output: { path: path.resolve(__dirname, '..', 'assets/dist') }";
    let files = [
        ("package.json", package),
        ("webpack/prod.js", "merge(require('./common'))"),
        ("webpack/common.js", config),
    ];
    assert_eq!(written(dirs, &files), ["assets/dist"]);
}

#[test]
fn the_output_is_read_from_the_scripts() {
    for (scripts, expected) in [
        (
            r#""build": "parcel build a.js --dist-dir assets/dist""#,
            &["assets/dist"][..],
        ),
        (
            r#""build": "esbuild a.js --bundle --outfile=mysite/static/js/a.js""#,
            &["mysite/static/js"],
        ),
        (
            r#""css": "npx tailwindcss -i a.css -o ./mysite/static/a.css --minify""#,
            &["mysite/static"],
        ),
        (
            r#""build": "run-p build:*", "build:css": "sass scss:assets/css", "build:js": "esbuild a.js --outdir=assets/js""#,
            &["assets/css", "assets/js"],
        ),
    ] {
        let package =
            format!("{{\"scripts\": {{\"watch\": \"x --outdir=assets/dev\", {scripts}}}}}");
        let written = written(
            "STATICFILES_DIRS = [BASE_DIR / 'assets']",
            &[("package.json", &package)],
        );
        assert_eq!(written, expected, "{scripts}");
    }
    let watch = r#"{"scripts": {"css": "tailwindcss -o mysite/static/a.css --watch", "lint": "eslint -o report/a.html"}}"#;
    assert!(found("", &[("package.json", watch)]).is_empty());
}

/// A configuration that nobody but its tool can read.
#[test]
fn the_output_is_what_django_is_told() {
    let vite = ("vite.config.js", "export default make(require('./own'))");
    let webpack = ("webpack.config.js", "module.exports = make()");
    for (more, package, config, expected) in [
        (
            "STATICFILES_DIRS = [BASE_DIR / 'assets' / 'dist']",
            PACKAGE,
            vite,
            &["assets/dist"][..],
        ),
        (
            "STATICFILES_DIRS = [BASE_DIR / 'static', BASE_DIR / 'bundles']",
            PACKAGE,
            vite,
            &["bundles"],
        ),
        (
            "STATICFILES_DIRS = [BASE_DIR / 'assets']\nDJANGO_VITE = {'default': {'manifest_path': BASE_DIR / 'assets' / 'v' / '.vite' / 'manifest.json'}}",
            PACKAGE,
            vite,
            &["assets/v"],
        ),
        (
            "STATICFILES_DIRS = [('app', BASE_DIR / 'static')]\nWEBPACK_LOADER = {'DEFAULT': {'BUNDLE_DIR_NAME': 'bundles/', 'STATS_FILE': BASE_DIR / 'webpack-stats.json'}}",
            WEBPACK,
            webpack,
            &["static/bundles", "webpack-stats.json"],
        ),
    ] {
        let files = [("package.json", package), config, ("static/logo.svg", "")];
        assert_eq!(written(more, &files), expected, "{more}");
    }
}

#[test]
fn pages_of_a_build_are_served_too() {
    let package = r#"{"scripts": {"build": "react-scripts build"}}"#;
    let more = "STATICFILES_DIRS = [BASE_DIR / 'client/build/static']\nTEMPLATES = [{'DIRS': [BASE_DIR / 'client/build']}]";
    assert_eq!(
        written(more, &[("client/package.json", package)]),
        ["client/build"]
    );
}

#[test]
fn one_whose_output_cannot_be_told_is_a_fact() {
    let found = found("", &[("client/package.json", PACKAGE)]);
    assert_eq!(found[0].output, None);
    assert_eq!(found[0].script, "build");
}

#[test]
fn what_is_built_already_is_served_as_it_is() {
    let files = [
        ("package.json", PACKAGE),
        (
            "vite.config.js",
            "export default { build: { outDir: 'assets/dist' } }",
        ),
        ("assets/dist/a.js", ""),
    ];
    let dirs = "STATICFILES_DIRS = [BASE_DIR / 'assets/dist']";
    assert!(found(dirs, &files).is_empty());
}

#[test]
fn a_theme_of_django_tailwind() {
    let package = r#"{"scripts": {
        "start": "npm run dev",
        "build": "npm run build:clean && npm run build:tailwind",
        "build:clean": "rimraf ../static/css/dist",
        "build:tailwind": "cross-env NODE_ENV=production tailwindcss --postcss -i ./src/styles.css -o ../static/css/dist/styles.css --minify"
    }}"#;
    let files = [("theme/static_src/package.json", package)];
    assert_eq!(written("", &files), ["theme/static/css/dist"]);
}

#[test]
fn tools_by_their_locks() {
    for (lock, text, tool, is_berry) in [
        ("pnpm-lock.yaml", "", "pnpm", false),
        ("yarn.lock", "# yarn lockfile v1\n", "yarn", false),
        ("yarn.lock", "__metadata:\n  version: 8\n", "yarn", true),
        ("bun.lock", "", "bun", false),
        ("bun.lockb", "", "bun", false),
        ("package-lock.json", "{}", "npm", false),
    ] {
        let found = found(
            "",
            &[
                ("package.json", PACKAGE),
                (lock, text),
                (".npmrc", "legacy-peer-deps=true\n"),
            ],
        );
        let front_end = &found[0];
        assert_eq!(
            (front_end.tool.as_str(), front_end.is_berry),
            (tool, is_berry),
            "{lock}"
        );
        assert_eq!(front_end.lock.as_deref(), Some(lock));
        assert_eq!(front_end.configuration, [".npmrc"]);
        assert!(!front_end.needs_code);
    }
    let package = r#"{"scripts": {"build": "x", "postinstall": "patch-package"}}"#;
    assert!(found("", &[("package.json", package)])[0].needs_code);
}

#[test]
fn packages_that_are_served_as_they_are() {
    let package = r#"{"dependencies": {"bootstrap": "5"}, "devDependencies": {"htmx.org": "2"}}"#;
    for (more, expected, development) in [
        (
            "STATICFILES_DIRS = [('vendor', BASE_DIR / 'node_modules')]",
            &["node_modules"][..],
            false,
        ),
        (
            "STATICFILES_DIRS = [BASE_DIR / 'node_modules' / 'bootstrap' / 'dist', BASE_DIR / 'static']",
            &["node_modules/bootstrap/dist"],
            false,
        ),
        (
            "STATICFILES_DIRS = [BASE_DIR / 'node_modules/htmx.org/dist']",
            &["node_modules/htmx.org/dist"],
            true,
        ),
        (
            "STATICFILES_FINDERS = ['npm.finders.NpmFinder']",
            &["node_modules"],
            false,
        ),
        (
            "NODE_MODULES_ROOT = BASE_DIR / 'node_modules'",
            &["node_modules"],
            false,
        ),
    ] {
        let files = [("package.json", package), ("static/a.css", "")];
        assert_eq!(written(more, &files), expected, "{more}");
        let found = found(more, &files);
        assert_eq!(
            (found[0].script.as_str(), found[0].development),
            ("", development),
            "{more}"
        );
    }
    let more = "STATICFILES_DIRS = [BASE_DIR / 'node_modules', BASE_DIR / 'dist']";
    let found = found(more, &[("package.json", PACKAGE)]);
    let outputs: Vec<_> = found.iter().map(|it| it.output.as_deref()).collect();
    assert_eq!(outputs, [Some("dist"), Some("node_modules")]);
    let none = facts(&[(
        "mysite/settings.py",
        &settings("STATICFILES_DIRS = ['node_modules']"),
    )]);
    assert!(none.front_ends.is_empty());
}
