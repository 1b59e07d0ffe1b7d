#: helper
