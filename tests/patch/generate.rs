//! Settings modules of every shape, which run without Django.

use proptest::prelude::*;
use proptest::sample::select;
use proptest::strategy::ValueTree;
use proptest::test_runner::TestRunner;

/// The settings that the pack knows, and one that it does not.
pub(crate) const NAMES: [&str; 8] = [
    "SECRET_KEY",
    "DEBUG",
    "ALLOWED_HOSTS",
    "STATIC_ROOT",
    "MEDIA_ROOT",
    "MEDIA_URL",
    "CSRF_TRUSTED_ORIGINS",
    "OTHER",
];

/// Values, one a line; `\n` is a line break.
const VALUES: &str = r#"True
'a'
"b"
[]
['x', "y"]
[\n    'x',  # first\n\n    # second\n]
('a', )
'a', 'b'
()
'' if 1 else 2
(  # why\n    'a'\n    'b'\n)
'''a\nb'''
{'k': [1]}
not 1
1 < 2 and 3
-1
'a' \\n    'b'
*'ab', 'c'
(1) + (2)
f'{1}' "x""#;

/// Statements, one a line: `{n}` is a setting, `{l}` one that is a list, `{v}` and `{w}` are values, `{i}` is the indentation, `{k}` a number.
const STATEMENTS: &str = r"{n} = {v}
{n} = {v}  # why
{n}: object = ({v})
{n} = MORE_{k} = {v}
X_{k} = 1; {n} = {v}; Y_{k} = 2
if {k} % 2:\n{i}{n} = {v}\nelse:\n{i}{n} = {w}
if {k} % 2:\n{i}{n} = {v}
if {k} % 2:\n{i}{n} = {v}\n{i}# below
{n} = {v}\nif {k} % 2: {n} = {w}
{n} = {v}\nif {n}:\n{i}READ_{k} = {n}\n{n} = {w}
{n} = {v}\nif {n}:\n{i}READ_{k} = 1\nfor _k in '12':\n{i}{n} = {w}
try:\n{i}{n} = {v}\nexcept ImportError:\n{i}pass
try:\n{i}import missing_{k}\nexcept ImportError:\n{i}{n} = {v}\nelse:\n{i}{n} = {w}
{l} = ['a']\n{l} += ['b']
{l} = ['a']\n{l}.append('c')
{n} = {v}\ndel {n}
{n} = {v}\n{n} = [{n}]
{n}, Z_{k} = ({v}), 1
for {n} in [({v}), ({w})]: pass
with open('/dev/null') as _f: {n} = {v}
globals().update({n}=({v}))
exec('{n} = 1')
from os.path import *
def f_{k}():\n{i}return {n}
def g_{k}():\n{i}global {n}\n{i}{n} = {v}\ng_{k}()
class C_{k}:\n{i}{n} = {v}
import os\n{n} = os.environ.get('X_{n}', ({v}))
import os\n{n} = [os.environ.get('X_{n}'), ({v})]
DATABASES = {'default': {'ENGINE': 'x'}}
DATABASES = {}\nDATABASES['default'] = dict(NAME='y')
if {k} % 2:\n{i}DATABASES = {'default': {}}";

/// Other lines.
const LINES: &str = r"

# comment
import sys
import os
import os.path
from pathlib import Path
import abc, json as j
os = None
def env_bool(): pass
env_list = 1
T_{k} = '''\n# not a comment\nDEBUG = 1\n'''";

/// First lines.
const HEADS: &str = r#"
#!/usr/bin/env python\n# -*- coding: utf-8 -*-
"""Doc."""
'''Doc.\n\nMore.\n'''\n
from __future__ import annotations
"""Doc."""\nfrom __future__ import annotations\n\nimport sys
# a\n\n# b
import abc\nimport sys\n\nfrom pathlib import Path\n"#;

fn one_of(lines: &'static str) -> impl Strategy<Value = String> {
    let lines: Vec<String> = lines
        .lines()
        .map(|line| line.replace("\\n", "\n"))
        .collect();
    select(lines)
}

fn statement() -> impl Strategy<Value = String> {
    let lists = select(vec!["ALLOWED_HOSTS", "CSRF_TRUSTED_ORIGINS"]);
    let values = (one_of(VALUES), one_of(VALUES));
    let parts = (one_of(STATEMENTS), select(&NAMES[..]), lists, values);
    parts.prop_map(|(statement, name, list, (value, other))| {
        statement
            .replace("{n}", name)
            .replace("{l}", list)
            .replace("{v}", &value)
            .replace("{w}", &other)
    })
}

/// A module that Python can parse, and mostly run.
pub(crate) fn module() -> impl Strategy<Value = String> {
    let part = prop_oneof![3 => statement(), 1 => one_of(LINES)];
    let style = (
        select(vec!["    ", "  ", "\t"]),
        select(vec!["\n", "\n", "\r\n"]),
        select(vec!["", "\n", "\n\n\n", "\n# end"]),
        prop::bool::weighted(0.1),
    );
    let parts = (one_of(HEADS), prop::collection::vec(part, 0..9), style);
    parts.prop_map(|(head, parts, (indent, newline, end, mark))| {
        let numbered = parts.iter().enumerate();
        let parts = numbered.map(|(number, part)| part.replace("{k}", &number.to_string()));
        let lines: Vec<String> = std::iter::once(head).chain(parts).collect();
        let text = format!("{}{end}", lines.join("\n"));
        let text = text.replace("{i}", indent).replace('\n', newline);
        let mark = if mark { "\u{feff}" } else { "" };
        format!("{mark}{}", text.trim_start_matches(['\n', '\r']))
    })
}

/// Some modules, always the same.
pub(crate) fn modules(count: usize) -> Vec<String> {
    let mut runner = TestRunner::deterministic();
    let strategy = module();
    (0..count)
        .map(|_| strategy.new_tree(&mut runner).unwrap().current())
        .collect()
}
