use super::{Command, Container};
use crate::yaml::Value;

fn container(text: &str) -> Container {
    Container::new("db", Value::parse(text).expect(text)).expect(text)
}

#[test]
fn both_forms_of_each_section_say_the_same() {
    let pairs = [
        (
            "environment: {A: '1', B: , C: x=y}",
            "environment: [A=1, B, C=x=y]",
        ),
        (
            "networks: {back: {aliases: [x]}, front: }",
            "networks: {front: {}, back: {aliases: [x]}}",
        ),
        ("networks: {back: }", "networks: [back]"),
        (
            "depends_on: [a, b]",
            "depends_on: {a: , b: {condition: service_started}}",
        ),
        ("env_file: .env", "env_file: [{path: .env}]"),
        ("build: ./x", "build: {context: ./x}"),
        (
            "ports: ['127.0.0.1:${P:-80}:8080']",
            "ports: [{host_ip: 127.0.0.1, published: '${P:-80}', target: 8080}]",
        ),
        (
            "ports: ['[::1]:80:8080/udp']",
            "ports: [{host_ip: '::1', published: 80, target: 8080, protocol: udp}]",
        ),
        ("ports: [80]", "ports: [{target: 80}]"),
    ];
    for (one, other) in pairs {
        let [one, other] = [one, other].map(container);
        assert_eq!(one.environment(), other.environment(), "{one:?}");
        assert_eq!(one.networks(), other.networks(), "{one:?}");
        assert_eq!(one.depends_on(), other.depends_on(), "{one:?}");
        assert_eq!(one.env_files(), other.env_files(), "{one:?}");
        assert_eq!(one.build(), other.build(), "{one:?}");
        assert_eq!(one.ports(), other.ports(), "{one:?}");
    }
    let one = container("environment: {A: '1', B: }\nbuild: x\nports: [80]\ndepends_on: [a]");
    assert_eq!(one.environment()["A"], Some("1"));
    assert_eq!(one.environment()["B"], None);
    assert_eq!(
        one.build().map(|build| build.dockerfile),
        Some("Dockerfile")
    );
    assert_eq!(one.ports()[0].target, "80");
    assert_eq!(one.depends_on()["a"], "service_started");
}

#[test]
fn mounts() {
    let text = "volumes:\n- data:/data\n- ./x/:/x:ro,z\n- /y\n- C:\\z:/z\n- ${DIR:-./d}:/d\n\
                - {type: bind, source: ./e, target: /e, read_only: true}\n- {type: tmpfs, target: /f}\n";
    let container = container(text);
    let shown: Vec<String> = container
        .mounts()
        .iter()
        .map(|it| {
            let (volume, below) = (it.volume(), it.below());
            let mode = if it.read_only { "ro" } else { "rw" };
            format!("{} {} {mode} {volume:?} {below:?}", it.source, it.target)
        })
        .collect();
    assert_eq!(
        shown,
        [
            "data /data rw Some(\"data\") None",
            "./x/ /x ro None Some(\"x\")",
            " /y rw None None",
            "C:\\z /z rw None None",
            "${DIR:-./d} /d rw None None",
            "./e /e ro None Some(\"e\")",
            " /f rw None None",
        ]
    );
}

#[test]
fn commands() {
    let container =
        container("command: a b\nentrypoint: [a, 'b c']\nhealthcheck: {test: [CMD, x]}\n");
    assert_eq!(container.command(), Some(Command::Line("a b")));
    let words = container.entrypoint().map(Command::texts);
    assert_eq!(words, Some(vec!["a", "b c"]));
    let test = container.health().and_then(|health| health.get("test"));
    assert_eq!(test.map(Value::names), Some(vec!["CMD", "x"]));
}

#[test]
fn what_compose_refuses_is_no_container() {
    let refused = |text: &str| {
        let value = Value::parse(text).expect(text);
        Container::new("db", value).expect_err(text).to_string()
    };
    let said = [
        "[]",
        "networks: x",
        "ports: ",
        "command: {a: b}",
        "image: [x]",
    ]
    .map(refused);
    assert_eq!(
        said,
        [
            ": [Mapping]",
            "networks: [List, Mapping]",
            "ports: [List]",
            "command: [Text, List, Null]",
            "image: [Text]",
        ]
    );
    for text in [
        "command:",
        "image: !reset ",
        "x-any: [1]",
        "build: {context: .}",
    ] {
        container(text);
    }
}

#[test]
fn a_tag_says_what_becomes_of_a_value() {
    for (text, ports, image) in [
        ("ports: !override ['80:80']\nimage: !!str 1", 1, Some("1")),
        ("ports: !reset ['80:80']\nimage: !reset x", 0, None),
    ] {
        let container = container(text);
        assert_eq!(container.ports().len(), ports, "{text}");
        assert_eq!(container.image(), image, "{text}");
    }
}
