//! A person signs in by the form, adds a row and a file, and votes.

use super::World;
use crate::harness::form;
use crate::harness::request::Request;
use crate::harness::response::Response;
use crate::harness::site::Site;

const FILE: &[u8] = "Envoyé par le formulaire : été 🌞\n".as_bytes();
pub(super) const QUESTION: &str = "Ajoutée à la main : côté ou cote ? ✍️";

pub(super) fn steps(world: &World) {
    let prod = &world.prod;
    for host in ["127.0.0.1", "localhost"] {
        world.step(&format!("login: by form post over http, as {host}"), || {
            let site = Site::named(host, prod.port);
            sign_in(&site).is(302);
            let admin = site.get("/admin/").is(200).text();
            assert!(admin.contains("admin"), "{admin}");
        });
    }
    world.step("login: a wrong password is refused", || {
        let page = post_login(&prod.site(), "faux").is(200).text();
        assert!(page.contains("errornote"), "{page}");
    });
    world.step(
        "login: a question with a file, added by the admin's form, is served",
        || {
            let site = prod.site();
            sign_in(&site).is(302);
            add_question(&site);
            assert!(site.get("/polls/").is(200).text().contains(QUESTION));
            assert!(site.get("/media/pieces-jointes/essai.txt").is(200).body == FILE);
        },
    );
    world.step("login: a visitor's vote is counted", || vote(&prod.site()));
}

/// Signs in as the example's admin.
pub(super) fn sign_in(site: &Site) -> Response {
    post_login(site, "demo-sondages")
}

fn post_login(site: &Site, password: &str) -> Response {
    let path = "/admin/login/?next=/admin/";
    let page = site.get(path).is(200).text();
    let mut fields = form::fields(&page);
    form::set(&mut fields, "username", "admin");
    form::set(&mut fields, "password", password);
    site.send(&posted(site, path, Request::form(path, &fields)))
}

/// As a browser posts: with the origin and the page that it comes from, which Django compares.
fn posted(site: &Site, path: &str, request: Request) -> Request {
    request
        .header("Origin", &site.origin())
        .header("Referer", &format!("{}{path}", site.origin()))
}

fn add_question(site: &Site) {
    let path = "/admin/polls/question/add/";
    let page = site.get(path).is(200).text();
    let mut fields = form::fields(&page);
    form::set(&mut fields, "question_text", QUESTION);
    form::set(&mut fields, "pub_date_0", "21/06/2025");
    form::set(&mut fields, "pub_date_1", "12:30:00");
    form::set(&mut fields, "_save", "1");
    let upload = Request::upload(path, &fields, ("attachment", "essai.txt", FILE));
    let answer = site.send(&posted(site, path, upload));
    assert_eq!(answer.status, 302, "{}", errors(&answer.text()));
}

/// What the admin says under the fields.
fn errors(page: &str) -> String {
    let lists = page.split("class=\"errorlist").skip(1);
    let shown = lists.map(|list| list.split("</ul>").next().unwrap_or_default());
    shown.collect::<Vec<_>>().join("\n")
}

fn vote(site: &Site) {
    let path = "/polls/7/vote/";
    let page = site.get("/polls/7/").is(200).text();
    let mut fields = form::fields(&page);
    form::set(&mut fields, "choice", "21");
    let answer = site.send(&posted(site, "/polls/7/", Request::form(path, &fields)));
    assert_eq!(answer.status, 302, "{}", answer.text());
    assert_eq!(answer.header("location"), Some("/polls/7/results/"));
    assert!(
        site.get("/polls/7/results/")
            .is(200)
            .text()
            .contains("6 votes")
    );
}
