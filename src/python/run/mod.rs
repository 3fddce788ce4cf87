//! Running code without running it: expressions, statements, functions, classes.

pub(crate) mod attempt;
pub(crate) mod branch;
pub(crate) mod builtins;
pub(crate) mod call;
pub(crate) mod choose;
pub(crate) mod class;
pub(crate) mod comprehension;
pub(crate) mod expression;
pub(crate) mod follow;
pub(crate) mod function;
pub(crate) mod in_place;
pub(crate) mod lineage;
pub(crate) mod machine;
pub(crate) mod made;
pub(crate) mod member;
pub(crate) mod method;
pub(crate) mod mutate;
pub(crate) mod needed;
pub(crate) mod origin;
pub(crate) mod reflect;
pub(crate) mod scan;
pub(crate) mod statement;
pub(crate) mod trail;
pub(crate) mod variables;
