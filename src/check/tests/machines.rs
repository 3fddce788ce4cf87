//! Machines that a test cannot have.

use super::*;

#[test]
fn a_machine_on_which_all_is_well() {
    assert_eq!(ids(COMPOSE, ENV, &Paper::default()), [""; 0]);
}

#[test]
fn a_port_is_taken_by_others_alone() {
    let holder = |project: &str| Paper {
        port: PortState::Taken,
        containers: vec![Container {
            name: "one".to_owned(),
            project: project.to_owned(),
            ports: vec![(21_080, false)],
        }],
        ..Paper::default()
    };
    assert_eq!(ids(COMPOSE, ENV, &holder("other")), ["port-taken"]);
    assert_eq!(ids(COMPOSE, ENV, &holder("shop-prod")), [""; 0]);
    // The shell may have given the project another name.
    let renamed = Paper {
        variables: vec![("COMPOSE_PROJECT_NAME", "other")],
        ..holder("other")
    };
    assert_eq!(ids(COMPOSE, ENV, &renamed), [""; 0]);
}

#[test]
fn where_a_port_cannot_be_tried_nothing_is_said() {
    let machine = Paper {
        port: PortState::Unknown,
        ..Paper::default()
    };
    assert_eq!(ids(COMPOSE, ENV, &machine), [""; 0]);
}

#[test]
fn the_shell_counts_more_than_the_file() {
    let machine = Paper {
        variables: vec![
            ("DEBUG", "1"),
            ("ALLOWED_HOSTS", "*"),
            ("DB_IMAGE", "postgres"),
        ],
        ..Paper::default()
    };
    let env = format!("{ENV}DEBUG=0\nALLOWED_HOSTS=example.org\n");
    assert_eq!(
        ids(COMPOSE, &env, &machine),
        ["debugging", "image-unpinned", "any-host"]
    );
}

/// The name that is asked about is the one that Compose will take.
#[test]
fn a_stack_of_another_place_is_found_by_its_whole_name() {
    let compose = COMPOSE.replace("name: shop-prod", "name: shop-prod${STACK_PLACE:-}");
    let machine = Paper {
        places: vec![("shop-prod", "/srv/other")],
        ..Paper::default()
    };
    assert_eq!(ids(&compose, ENV, &machine), ["other-place"]);
    let env = format!("{ENV}STACK_PLACE=-2nd\n");
    assert_eq!(ids(&compose, &env, &machine), [""; 0]);
}
