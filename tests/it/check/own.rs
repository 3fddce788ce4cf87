//! A compose file of the user's own.

use std::fs;

use super::{DOCKER, Stack};
use crate::harness::{Project, accepted};

const COMPOSE: &str = "version: '3'
services:
  web:
    build: .
    ports: [\"8000:8000\"]
    environment:
      DEBUG: 1
  search:
    image: elasticsearch
    ports: [\"21920:9200\"]
";

#[test]
fn each() {
    let project = Project::polls();
    project.write("compose.yaml", COMPOSE);
    project.write("Dockerfile", "FROM python\nCOPY . /app/\n");
    project.commit("compose");
    project.djdock("add rabbitmq --yes").ok();
    let stack = Stack {
        project,
        ports: [65_535, 65_534],
    };
    stack.docker(DOCKER);
    let mut shown = stack.shown();
    fs::remove_file(stack.project.path(".env")).unwrap();
    shown.push_str("======== without .env\n");
    shown.push_str(&stack.shown());
    stack.run("check --fix", &[]);
    assert!(stack.project.read(".env").contains("RABBITMQ_PASSWORD="));
    accepted("check/own", &shown);
}
