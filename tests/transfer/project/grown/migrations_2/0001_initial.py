from importlib import import_module

Migration = import_module("grown.migrations_1.0001_initial").Migration
