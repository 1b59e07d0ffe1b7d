#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
# The Vim files in Vim itself, and with ALE as the language client; nothing is tested where there is no Vim.
vim --version 2>/dev/null | grep -q '+eval' || { echo "no vim here"; echo "0 passed, 0 failed"; exit 0; }
here=$(dirname "$(realpath "$0")")
home=$(mktemp -d) || exit 2
trap 'rm -rf "$home"' EXIT
OUT=$(realpath "${OUT:-out}") PLUGIN=$(realpath "$here/../../editors/neovim") RECIPE=$(realpath "$here/../../editors/vim/ale.vim") HOME=$home DIR=$home
export OUT PLUGIN RECIPE HOME DIR
cat >"$DIR/a.mojo" <<'M'
struct Point(Copyable):
    var x: Int

    def __init__(out self, x: Int):
        self.x = x


def main():
    var a = Point(1); print(t"{1 + a.x}é", a.x)
    print(nothing)
M
timeout 60 vim -N -u NONE -i NONE -es -S "$here/vim.vim" 2>&1 </dev/null | tr -d '\r' | sed '/^$/d'
