//! Random compose files, in all the styles that people write.

use proptest::prelude::*;

/// A file while it is written, and the random choices that are left.
struct Writer {
    choices: Vec<u16>,
    at: usize,
    lines: Vec<String>,
    step: usize,
    dashes: usize,
    comments: usize,
    anchors: bool,
}

impl Writer {
    /// A number below `count`; 0, the plainest choice, once there are no choices left.
    fn pick(&mut self, count: usize) -> usize {
        let choice = self.choices.get(self.at).copied().unwrap_or(0);
        self.at += 1;
        usize::from(choice) % count
    }

    fn one<'a>(&mut self, choices: &[&'a str]) -> &'a str {
        choices[self.pick(choices.len())]
    }

    /// A line, perhaps with comments and empty lines around it.
    fn line(&mut self, column: usize, text: &str) {
        if self.comments > 0 {
            match self.pick(self.comments) {
                1 => self.lines.push(String::new()),
                2 => {
                    let column = self.pick(10);
                    let text = self.one(&["# note", "#  - x: y", "#", "# {[\"'"]);
                    self.lines.push(format!("{}{text}", " ".repeat(column)));
                }
                3 => self.lines.push("  ".to_owned()),
                _ => {}
            }
        }
        let after = if self.comments > 0 && self.pick(self.comments) == 1 {
            self.one(&["  # why", " # a: {b", " "])
        } else {
            ""
        };
        self.raw(column, &format!("{text}{after}"));
    }

    fn raw(&mut self, column: usize, text: &str) {
        self.lines.push(format!("{}{text}", " ".repeat(column)));
    }

    fn list(&mut self, column: usize, key: &str, items: &[&str]) {
        self.line(column, &format!("{key}:"));
        for item in items {
            let text = format!("- {item}");
            self.line(column + self.dashes, &text);
        }
    }

    fn mapping(&mut self, column: usize, key: &str, pairs: &[&str]) {
        self.line(column, &format!("{key}:"));
        for pair in pairs {
            self.line(column + self.step, pair);
        }
    }

    fn environment(&mut self, column: usize) {
        let anchor = if self.anchors { 12 } else { 10 };
        match self.pick(anchor) {
            0 => {}
            1 => self.mapping(column, "environment", &["A: \"1\"", "B: x", "C:"]),
            2 => self.mapping(column, "environment", &["A: 'x'"]),
            3 => self.list(column, "environment", &["A=1", "\"B=2\"", "C"]),
            4 => self.list(column, "environment", &["A=1", "REDIS_URL=mine"]),
            5 => self.line(column, "environment: {A: \"1\", B: }"),
            6 => self.line(column, "environment: [A=1, 'B=2',]"),
            7 => self.line(column, "environment:"),
            8 => self.line(column, "environment: {}"),
            9 => {
                self.line(column, "environment: { A: x, # c }");
                self.raw(column + self.step, "B: 'y',");
                self.raw(column + self.step, "}");
            }
            10 => self.line(column, "environment: *env"),
            _ => self.mapping(column, "environment", &["<<: *env", "D: d"]),
        }
    }

    fn depends_on(&mut self, column: usize) {
        match self.pick(7) {
            0 | 1 => {}
            2 => self.list(column, "depends_on", &["db"]),
            3 => self.line(column, "depends_on: [db]"),
            4 => self.line(column, "depends_on: {db: {condition: service_started}}"),
            5 => self.line(column, "depends_on:"),
            _ => {
                self.mapping(column, "depends_on", &["db:"]);
                self.line(column + 2 * self.step, "condition: service_healthy");
            }
        }
    }

    fn command(&mut self, column: usize) {
        match self.pick(9) {
            0 => {}
            1 => self.line(column, "command: python manage.py runserver"),
            2 => self.line(
                column,
                "command: [gunicorn, \"shop.wsgi\", '-b', 0.0.0.0:80]",
            ),
            3 => self.list(column, "command", &["celery", "\"-A\"", "shop"]),
            4 => self.line(column, "command: \"sh -c 'x # y'\""),
            other => {
                let mark = ["|", ">-", "|+", ">"][other - 5];
                self.raw(column, &format!("command: {mark}"));
                self.raw(column + self.step, "python manage.py x");
                if self.pick(2) == 1 {
                    self.lines.push(String::new());
                }
                self.raw(column + self.step, "  # y: z");
                if self.pick(2) == 1 {
                    self.lines.push(String::new());
                }
            }
        }
    }

    fn others(&mut self, column: usize) {
        match self.pick(8) {
            0 => {}
            1 => self.list(column, "ports", &["\"80:80\"", "8000:8000"]),
            2 => {
                self.list(column, "ports", &["target: 80"]);
                self.raw(column + self.dashes + 2, "published: \"80\"");
            }
            3 => self.list(column, "networks", &["front", "back"]),
            4 => self.line(column, "networks: [back]"),
            5 => {
                self.mapping(column, "networks", &["back:"]);
                self.line(column + 2 * self.step, "aliases: [x]");
            }
            6 => self.line(column, "network_mode: host"),
            _ => self.line(column, "restart: unless-stopped"),
        }
    }

    fn service(&mut self, name: &str, column: usize) {
        let inner = column + self.step;
        let style = self.pick(10);
        if style == 9 {
            let text = "{build: ., environment: [A=1], ports: ['80:80', ]}";
            return self.line(column, &format!("{name}: {text}"));
        }
        let anchor = if style == 8 { " &own" } else { "" };
        self.line(column, &format!("{name}:{anchor}"));
        match self.pick(5) {
            0 | 1 => self.line(inner, "build: ."),
            2 => self.mapping(inner, "build", &["context: ./", "dockerfile: Dockerfile"]),
            3 => self.line(inner, "image: shop:1"),
            _ => self.line(inner, "build: ./other"),
        }
        if self.anchors && self.pick(2) == 1 {
            let text = self.one(&["<<: *app", "<<: [*app, *other]"]);
            self.line(inner, text);
        }
        let first = self.pick(4);
        for part in first..first + 4 {
            match part % 4 {
                0 => self.environment(inner),
                1 => self.command(inner),
                2 => self.depends_on(inner),
                _ => self.others(inner),
            }
        }
        if style == 8 {
            self.line(column, "copy:");
            self.line(inner, "<<: *own");
            let text = self.one(&["restart: always", "environment: {X: y}"]);
            self.line(inner, text);
        }
    }

    fn anchors(&mut self) {
        self.line(0, "x-env: &env");
        let names = self.step;
        self.line(names, "A: a");
        self.line(0, "x-other: &other {restart: always}");
        self.line(0, "x-app: &app");
        if self.pick(2) == 1 {
            self.line(names, "build: .");
        }
        self.environment(names);
        self.depends_on(names);
        self.line(names, "init: true");
    }

    fn file(mut self) -> String {
        let head = self.one(&["", "# top", "---", "\u{feff}# mark", "# a\n\n# b"]);
        self.lines.push(head.to_owned());
        let version = self.one(&["", "version: \"3.8\"", "version: '2'", "name: shop"]);
        if !version.is_empty() {
            self.line(0, version);
        }
        if self.anchors {
            self.anchors();
        }
        let volumes = self.pick(6);
        if volumes == 5 {
            self.mapping(0, "volumes", &["pg:"]);
        }
        let column = self.step;
        let names = ["web", "worker", "db", "\"quoted\"", "app-1"];
        let count = self.pick(5);
        match (count, self.pick(3)) {
            (0, 0) => self.line(0, "services: {}"),
            (0, 1) => self.line(0, "services: ~"),
            _ => self.line(0, "services:"),
        }
        let apart = self.pick(2) == 1;
        for name in &names[..count] {
            if apart {
                self.lines.push(String::new());
            }
            if self.pick(3) == 1 {
                self.line(column, &format!("# the {name}"));
            }
            self.service(name, column);
        }
        if self.pick(3) == 1 {
            self.raw(column, "# old:");
            self.raw(column, "#   image: x");
        }
        if self.pick(4) == 1 {
            self.raw(0, "#    disabled: true");
        }
        let text = self.lines.join("\n");
        if text.contains("back") {
            self.mapping(0, "networks", &["front:", "back: {}"]);
        }
        match volumes {
            1 => self.mapping(0, "volumes", &["pg:", "static: {}"]),
            2 => self.line(0, "volumes: {pg: , static: {}}"),
            3 => self.line(0, "volumes:"),
            4 => self.line(0, "volumes: {}"),
            _ => {}
        }
        let end = self.one(&[
            "",
            "\n",
            "\n\n",
            "\n# end\n",
            "\n  # end",
            "\n...\n",
            "\n   ",
        ]);
        let newline = self.one(&["\n", "\n", "\r\n"]);
        let text = format!("{}{end}", self.lines.join("\n"));
        text.trim_start_matches('\n').replace('\n', newline)
    }
}

/// A compose file that is valid YAML, if not always one that Compose would take.
pub(crate) fn compose() -> impl Strategy<Value = String> {
    let styles = (2..5_usize, any::<bool>(), 0..3_usize, any::<bool>());
    let choices = prop::collection::vec(any::<u16>(), 0..160);
    (styles, choices).prop_map(|((step, indented, comments, anchors), choices)| {
        let writer = Writer {
            choices,
            at: 0,
            lines: Vec::new(),
            step,
            dashes: if indented { step } else { 0 },
            comments: [0, 12, 5][comments],
            anchors,
        };
        writer.file()
    })
}
