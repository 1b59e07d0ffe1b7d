#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
# The extension in a VS Code workbench in a browser. Usage: e2e.sh OUT PEERS; screenshots go to OUT/vscode-e2e.
here=$(dirname "$(realpath "$0")")
out=$(realpath "$1")
peers=$2
browser=$(command -v chromium || command -v google-chrome) || { echo "e2e.sh: the package chromium is needed"; exit 1; }
"$here/../peers.sh" "$peers" vscode || exit 1
dir=$(mktemp -d) || exit 2
server=
trap '[ -n "$server" ] && kill $server 2>/dev/null; rm -rf "$dir"' EXIT
mkdir -p "$dir/data/User" "$dir/home" "$out/vscode-e2e"
rm -f "$out"/vscode-e2e/*.png
export HOME="$dir/home" MOJO_CACHE_DIR="$dir/cache"
(cd "$dir" && "$out/bin/mojo" new shop >/dev/null) || exit 1
cp "$here"/files/*.mojo "$dir/shop/src/"
cp "$here/files/tests/"*.mojo "$dir/shop/tests/"
cat >"$dir/data/User/settings.json" <<J
{ "mojo.path": "$out/bin/mojo", "workbench.startupEditor": "none", "telemetry.telemetryLevel": "off", "workbench.colorTheme": "Default Dark Modern",
  "editor.minimap.enabled": false, "security.workspace.trust.enabled": false, "files.autoSave": "off", "editor.inlayHints.enabled": "on",
  "workbench.secondarySideBar.defaultVisibility": "hidden", "window.commandCenter": false, "editor.accessibilitySupport": "off", "terminal.integrated.gpuAcceleration": "off" }
J
code="node $peers/vscode/node_modules/code-server/out/node/entry.js --user-data-dir $dir/data --extensions-dir $dir/extensions"
printf 'auth: none\n' >"$dir/config.yaml"
$code --config "$dir/config.yaml" --install-extension "$out/mojo.vsix" >"$dir/install" 2>&1 || { cat "$dir/install"; exit 1; }
$code --config "$dir/config.yaml" --bind-addr 127.0.0.1:0 --socket-mode 600 --disable-telemetry --disable-update-check --disable-workspace-trust \
    --disable-getting-started-override >"$out/vscode-e2e/server.log" 2>&1 &
server=$!
port=
for _ in $(seq 100); do
    port=$(sed -n 's|.*HTTP server listening on http://127.0.0.1:\([0-9]*\)/.*|\1|p' "$out/vscode-e2e/server.log")
    [ -n "$port" ] && break
    sleep 0.1
done
[ -n "$port" ] || { cat "$out/vscode-e2e/server.log"; exit 1; }
NODE_PATH="$peers/vscode/node_modules" PORT=$port FOLDER="$dir/shop" SHOTS="$out/vscode-e2e" BROWSER=$browser node "$here/e2e.js" $3
