#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
# The plugin in a headless Neovim; nothing is tested where there is none.
command -v "${NVIM:-nvim}" >/dev/null || { echo "no nvim here"; echo "0 passed, 0 failed"; exit 0; }
here=$(dirname "$(realpath "$0")")
home=$(mktemp -d) || exit 2
trap 'rm -rf "$home"' EXIT
OUT=$(realpath "${OUT:-out}") PLUGIN=$(realpath "$here/../../editors/neovim") HOME=$home XDG_CONFIG_HOME=$home XDG_DATA_HOME=$home \
    XDG_STATE_HOME=$home timeout 60 "${NVIM:-nvim}" --headless -u NONE -i NONE -S "$here/neovim.lua" -c 'cquit!' 2>&1 | tr -d '\r' | sed '/^$/d'
