#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
# Projects: mojo.toml, path dependencies, the lock file, building, testing, editing.
. "$(dirname "$0")/lib.sh"

# From nothing to green by the documented commands.
expect 0 - 'made the program' new app
cd app || exit 2
expect 0 'Hello, world!' - run
expect 0 - - build
expect 0 - - check
expect 0 '1 passed, 0 failed' '' test
expect 0 'test_app.test_greeting' '' test --list
expect 1 - 'is a project already' init
expect 1 - 'is there already' new "$dir/app"
holds "the lock file names the package" grep -q 'name = "app"' mojo.lock

# A second build has nothing to do; a changed source, a new folder in the way and a lost result are seen.
before=$(stat -c %Y%s%i target/dev/app)
expect 0 - - build
holds "an up-to-date build leaves the program" [ "$before" = "$(stat -c %Y%s%i target/dev/app)" ]
sed -i 's/Hello/Bonjour/' src/app/__init__.mojo
expect 0 'Bonjour, world!' - run
expect 1 'fail' '' test
expect 1 '' '' test --junit report.xml
holds "the JUnit report has the failure" grep -q '<failure message="fail">' report.xml
sed -i 's/Bonjour/Hello/' src/app/__init__.mojo
rm target/dev/app
expect 0 'Hello, world!' - run
touch src/main.mojo
expect 0 'Hello, world!' - run
expect 0 'Hello, world!' - run --release
printf 'def greeting(n: String) -> String:\n    return "hidden " + n\n' >src/other.mojo
expect 0 'Hello, world!' - run

# Errors in sources and in the manifest have their place.
cp src/main.mojo keep
echo 'x = +' >>src/main.mojo
expect 1 - 'main.mojo:6' build
mv keep src/main.mojo
cp mojo.toml keep
printf '[packag]\nname = "app"\n' >mojo.toml
expect 1 - 'mojo.toml:1:2' build
expect 1 - 'did you mean `package`?' build
printf '[package]\nname = "app"\nversion = "1.2"\n' >mojo.toml
expect 1 - 'mojo.toml:3:11' build
printf '[package]\nname = "app"\nversion = "0.1.0"\nmojo = ">=99"\n' >mojo.toml
expect 1 - 'needs mojo >=99' build
printf '[package]\nname = "app"\nversion = "0.1.0"\n[dependencies]\nx = { path = "../none" }\n' >mojo.toml
expect 1 - 'there is no folder' build
printf '[package]\nname = "app"\nversion = "0.1.0"\n[dependencies]\nx = "1"\n' >mojo.toml
expect 1 - '`x` has no source' build
printf '[package]\nname = "app"\nversion = "0.1.0"\n[bin]\npath = "x"\n' >mojo.toml
expect 1 - 'write [[bin]]' build
printf '[package]\nname = "app"\nversion = "0.1.0"\n[[bin]]\npath = "../x.mojo"\n' >mojo.toml
expect 1 - "below the package's folder" build
head='[package]\nname = "app"\nversion = "0.1.0"\n'
printf "$head"'[source]\nvendor = "../x"\n' >mojo.toml
expect 1 - "below the package's folder" build
printf "$head"'[source.replace]\n"https://a/" = "ext::x"\n' >mojo.toml
expect 1 - 'is no URL' build
printf "$head"'[script]\n"a b" = "x"\n' >mojo.toml
expect 1 - 'a script is named like a package' build
printf "$head"'[script]\nx = { help = "y" }\n' >mojo.toml
expect 1 - 'has no command' build
printf "$head"'[workspace]\nmembers = ["none"]\n' >mojo.toml
expect 1 - 'the member `none` has no mojo.toml' build
mv keep mojo.toml

# Dependencies: add, use, tree, why, remove; comments and order stay.
cd ..
expect 0 - '' new --lib util
expect 0 - '' new --lib text
expect 0 - '' new --lib text/inner
printf 'from text import greeting\n\ndef twice(n: String) -> String:\n    return greeting(n) + greeting(n)\n' >util/src/util/__init__.mojo
rm -r util/tests
cd util && expect 0 - - add text@0.1 --path ../text
cd ../app || exit 2
sed -i 's/^\[dependencies\]/# what we need\n[dependencies] # here/' mojo.toml
expect 1 - 'mojo.toml is as it was' add util@7 --path ../util
holds "a failed add leaves mojo.toml" sh -c '! grep -q util mojo.toml'
expect 2 - 'say where' add util
expect 0 - - add util --path ../util
holds "comments stay" grep -q '^\[dependencies\] # here' mojo.toml
printf 'from util import twice\n\ndef main():\n    print(twice("a"))\n' >src/main.mojo
expect 0 'Hello, a!Hello, a!' - run
expect 0 '└── util 0.1.0' - tree
expect 0 '    └── text 0.1.0' - tree
expect 0 'util 0.1.0' - why text
expect 1 - 'is not needed' why nothing
expect 0 '"name": "util"' - metadata
holds "metadata is JSON" sh -c "'$mojo' metadata | python3 -m json.tool >/dev/null"
holds "the schema is JSON" sh -c "'$mojo' metadata --schema | python3 -m json.tool >/dev/null"

# An edit in a dependency rebuilds what uses it.
sed -i 's/Hello/Servus/' ../text/src/text/__init__.mojo
expect 0 'Servus, a!Servus, a!' - run

# The lock: --locked forbids changes and lies.
expect 0 - - build --locked
sed -i '/name = "text"/,/version/s/0.1.0/0.9.0/' mojo.lock
expect 1 - 'does not fit the manifests' build --locked
expect 0 - - build
expect 0 - - build --locked
printf '\n[[package]]\nname = "evil"\nversion = "1.0.0"\n' >>mojo.lock
expect 1 - '`evil` is not needed' build --locked
expect 0 - - lock
echo '<<<<<<< ours' >>mojo.lock
expect 1 - 'mojo.lock:' build
rm mojo.lock
expect 1 - 'there is no mojo.lock' build --locked
expect 0 - - lock

# A name has one source; packages do not need each other in a circle.
cp -r ../text ../text2
sed -i 's/^\[dependencies\].*/&\ntext = { path = "..\/text2" }/' mojo.toml
expect 1 - 'the name is bound to' build
expect 0 - - remove text
expect 1 - 'no dependency' remove text
expect 0 - - remove util
printf '[package]\nname = "text"\nversion = "0.1.0"\n[dependencies]\nutil = { path = "../util" }\n' >../text/mojo.toml
cd ../util && expect 1 - 'packages need each other' build
cd ../app || exit 2

# Tests: a crash, a time-out, a filter, shards.
git -C . status >/dev/null 2>&1
printf 'from app import greeting\n\ndef main():\n    print(greeting("world"))\n' >src/main.mojo
printf 'def test_loops():\n    while True:\n        pass\n\ndef test_good():\n    pass\n\ndef test_raises() raises:\n    raise Error("no")\n' >tests/test_more.mojo
expect 1 'time-out test_more.test_loops' '' test --timeout 1
expect 0 '1 passed, 0 failed' '' test good
expect 1 - 'no test' test nothing_like_this
expect 1 '"result":"fail"' '' test --json raises
expect 0 '' '' test --shard 1/2 greeting
expect 2 '' 'K/N' test --shard 3/2
expect 0 - - clean
holds "clean removes what was built" [ ! -e target ]

# A workspace shares its lock and its results.
mkdir -p "$dir/ws" && cd "$dir/ws" || exit 2
printf '[workspace]\nmembers = ["one", "two"]\n' >mojo.toml
expect 0 '' '' new one
expect 0 '' '' new --lib two
cd one && expect 0 - - add two --path ../two
cd .. && expect 0 - - build
holds "one lock file" [ -e mojo.lock ] && [ ! -e one/mojo.lock ]
expect 0 '2 passed' '' test
expect 0 '1 passed' '' test -p two
expect 2 - 'did you mean `two`?' build -p tow
cd "$dir" && mkdir empty && cd empty || exit 2
expect 1 - 'there is no mojo.toml' build
expect 1 - 'there is no mojo.toml' test

finish
