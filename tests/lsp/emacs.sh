#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
# mojo-mode with eglot in a batch Emacs; nothing is tested where they are not installed (emacs-nox, elpa-eglot).
absent() { echo "no $1 here"; echo "0 passed, 0 failed"; exit 0; }
command -v emacs >/dev/null || absent emacs
here=$(dirname "$(realpath "$0")")
home=$(mktemp -d) || exit 2
trap 'rm -rf "$home"' EXIT
OUT=$(realpath "${OUT:-out}") HOME=$home DIR=$home/work FILE=$home/work/a.mojo
export OUT HOME DIR FILE
emacs --batch --eval "(require 'eglot)" 2>/dev/null || absent eglot
mkdir "$DIR" && cat >"$FILE" <<'M'
struct Point(Copyable):
    var x: Int

    def __init__(out self, x: Int):
        self.x = x

    def move(mut self, by: Int):
        """Moves it."""
        self.x += by


def main():
    var p = Point(1)
    p.move(2)
    print(p.x, unknown_name)
M
timeout 100 emacs --batch -L "$here/../../editors/emacs" -l "$here/emacs.el" 2>"$home/errors" || cat "$home/errors"
