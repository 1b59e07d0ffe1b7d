#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
# Installs what the editor tests compare with or run in, outside the tree. Usage: peers.sh FOLDER node|vscode
#   node     the protocol's types and client, TypeScript, a TextMate engine, pyright
#   vscode   the VS Code workbench as npm's code-server ships it, and Playwright (which drives Debian's chromium)
dir=$1/$2
command -v npm >/dev/null || { echo "peers.sh: npm is needed"; exit 1; }
mkdir -p "$dir" && cd "$dir" || exit 1
[ -f ready-2 ] && exit 0
[ -f package.json ] || echo '{"private":true}' >package.json
add() { npm install --no-audit --no-fund --loglevel=error "$@" || exit 1; }
case $2 in
node)
    add vscode-languageserver-protocol@3.17.5 vscode-languageclient@9 typescript@5 @types/node@20 vscode-textmate@9 vscode-oniguruma@2 pyright
    ;;
vscode)
    command -v rg >/dev/null || { echo "peers.sh: the package ripgrep is needed"; exit 1; }
    # The workbench's own modules: built from source with the headers of the installed node, where downloads of
    # prebuilt ones are not to be had. ripgrep is a download: the
    # installed one takes its place.
    export npm_config_nodedir="${NODE_HEADERS:-/usr}"
    add --ignore-scripts code-server@4.100.3 playwright-core@1
    (cd node_modules/code-server/lib/vscode && npm install --omit=dev --ignore-scripts --no-audit --no-fund --loglevel=error) || exit 1
    for module in node-pty @vscode/spdlog native-watchdog; do
        (cd node_modules/code-server/lib/vscode && npm rebuild --loglevel=error $module >/dev/null 2>&1)
    done
    mkdir -p node_modules/code-server/lib/vscode/node_modules/@vscode/ripgrep/bin
    ln -sf "$(command -v rg)" node_modules/code-server/lib/vscode/node_modules/@vscode/ripgrep/bin/rg
    npm_config_build_from_source=true npm rebuild --loglevel=error argon2 >/dev/null 2>&1
    node node_modules/code-server/out/node/entry.js --version || exit 1
    ;;
*) echo "peers.sh: node or vscode"; exit 1 ;;
esac
touch ready-2
