def f():
    var a = ['plain', 'it"s', 'it\'s', "kept", "say \"hi\"", 'both \' and "', '']
    var b = [R'raw', r'a"b', T'{a}', t'{a}', Tr'{a}', rT"{a}"]
    var c = '''triple'''
    var `backtick name` = `other one`
