"""The library's database: one SQLite file, one module per aggregate, each given a connection."""
