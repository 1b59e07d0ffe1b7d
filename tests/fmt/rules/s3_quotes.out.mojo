def f():
    var a = ["plain", 'it"s', "it's", "kept", "say \"hi\"", "both ' and \"", ""]
    var b = [r"raw", r'a"b', t'{a}', t'{a}', rt'{a}', rt"{a}"]
    var c = """triple"""
    var `backtick name` = `other one`
