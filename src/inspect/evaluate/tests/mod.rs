//! The evaluator, by topic.
