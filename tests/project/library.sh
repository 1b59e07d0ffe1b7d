#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
# [lib] kinds: static and shared libraries with a header, Python modules; building, installing, using them.
. "$(dirname "$0")/lib.sh"

"$mojo" new --lib geo-metry 2>/dev/null
cd geo-metry || exit 2
printf '\n[lib]\nkinds = ["static", "shared"]\n\n[native]\nlink = ["m"]\n' >>mojo.toml
cat >src/geo_metry/__init__.mojo <<'END'
"""Plane geometry for C."""

from geo_metry.points import Point, flip


@export("geo_area")
def area(p: Point, k: Int32) abi("C") -> Float64:
    """Area of a rectangle with a corner at the origin."""
    return p.x * Float64(p.y) * Float64(k)
END
cat >src/geo_metry/points.mojo <<'END'
"""Points."""


@fieldwise_init
struct Point(Copyable):
    """A point of the plane."""

    var x: Float64
    """Distance to the right."""
    var y: Float32
    """Distance upwards."""


@export("geo_flip")
def flip(p: Point) abi("C") -> Point:
    """The point at the other side of the diagonal."""
    return Point(Float64(p.y), Float32(p.x))


@export("geo_hidden")
def hidden() abi("C") -> Int32:
    """Not named by the package."""
    return 1
END
cat >"$dir/use.c" <<'END'
#include <geo_metry.h>
#include <stdio.h>
int main(void) {
    Point p = {3, 2}, q = geo_flip(p);
    printf("%g %g %g\n", geo_area(p, 4), q.x, (double)q.y);
}
END
rm -r tests
expect 0 - - build
holds "both kinds and a header" sh -c '[ -s target/dev/libgeo_metry.a ] && [ -s target/dev/libgeo_metry.so ] && [ -s target/dev/geo_metry.h ]'
holds "what the package does not name is not exported" lacks target/dev/geo_metry.h geo_hidden
holds "C links the static one" sh -c "cc -Itarget/dev '$dir/use.c' -o use target/dev/libgeo_metry.a -lm -lpthread -ldl && [ \"\$(./use)\" = '24 2 3' ]"
holds "C links the shared one" sh -c "cc -Itarget/dev '$dir/use.c' -o use -Ltarget/dev -lgeo_metry && [ \"\$(LD_LIBRARY_PATH=target/dev ./use)\" = '24 2 3' ]"
holds "nothing to do is nothing done" sh -c "before=\$(stat -c %y target/dev/*geo_metry.*) && '$mojo' build && [ \"\$before\" = \"\$(stat -c %y target/dev/*geo_metry.*)\" ]"
rm target/dev/geo_metry.h
holds "a header that is gone comes back" sh -c "'$mojo' build && [ -s target/dev/geo_metry.h ]"
sed -i 's/\* Float64(k)/* Float64(k) * 2/' src/geo_metry/__init__.mojo
expect 0 - - build
holds "a body that changed" [ "$(LD_LIBRARY_PATH=target/dev ./use)" = "48 2 3" ]
expect 0 '"kind": "c-header"' - build --json
holds "the same bits from two folders" says "reproducible: 3 files" "$mojo" build --verify-reproducible --release

# Installed.
expect 0 - 'installed geo-metry 0.1.0' install --root "$dir/inst"
for file in lib/libgeo_metry.a lib/libgeo_metry.so include/geo_metry.h lib/pkgconfig/geo_metry.pc; do holds "$file" [ -s "$dir/inst/$file" ]; done
if command -v pkg-config >/dev/null; then
    flags=$(PKG_CONFIG_PATH="$dir/inst/lib/pkgconfig" pkg-config --cflags --libs geo_metry)
    holds "by pkg-config" sh -c "eval cc '\"$dir/use.c\"' '$flags' -o use && [ \"\$(LD_LIBRARY_PATH='$dir/inst/lib' ./use)\" = '48 2 3' ]"
fi
expect 0 'lib/libgeo_metry.so' - install --list --root "$dir/inst"
sed -i 's/, "shared"//' mojo.toml
expect 0 - 'include/geo_metry.h' install --lib --root "$dir/inst"
holds "what is not built any more goes" [ ! -e "$dir/inst/lib/libgeo_metry.so" ]
expect 0 - - uninstall geo-metry --root "$dir/inst"
holds "nothing stays" [ -z "$(find "$dir/inst/lib" "$dir/inst/include" -type f)" ]

# --lib beside programs; a library without kinds; mistakes.
printf 'def main():\n    print("runs")\n' >src/main.mojo
rm -rf target
expect 0 - - build --lib
holds "the library only" sh -c '[ -e target/dev/libgeo_metry.a ] && [ ! -e target/dev/geo-metry ]'
expect 0 - - build --bin geo-metry
holds "the program" [ "$(target/dev/geo-metry)" = runs ]
expect 1 - 'there is no program `frob`' build --bin frob
sed -i '/kinds/d' mojo.toml
expect 0 - - build --lib
expect 1 - 'has no kinds' install --lib --root "$dir/inst"
printf 'def main():\n    pass\n' >src/geo_metry/__init__.mojo
sed -i 's/\[lib\]/[lib]\nkinds = ["shared"]/' mojo.toml
expect 1 - 'has a `main` and cannot be a library' build --lib
printf '"""Nothing."""\n' >src/geo_metry/__init__.mojo
expect 1 - 'exports no functions' build --lib
rm -r src/geo_metry
expect 1 - 'has no library: add src/geo_metry/__init__.mojo' build --lib

# A Python module.
include=$(python3 -c 'import sysconfig; print(sysconfig.get_path("include"))')
if [ -f "$include/Python.h" ]; then
    mkdir src/geo_metry
    rm src/main.mojo
    printf '@export\ndef add(a: Int, b: Int) abi("C") -> Int:\n    return a + b\n' >src/geo_metry/__init__.mojo
    sed -i 's/"shared"/"python"/' mojo.toml
    expect 0 - - build
    holds "Python imports it" [ "$(PYTHONPATH=target/dev/python-geo-metry python3 -c 'import geo_metry; print(geo_metry.add(2, 3))')" = 5 ]
    expect 0 - 'site-packages' install --root "$dir/inst"
    site=$(echo "$dir"/inst/lib/python3.*/site-packages)
    holds "installed" [ "$(PYTHONPATH="$site" python3 -c 'import geo_metry; print(geo_metry.add(2, 3))')" = 5 ]
    expect 0 'geo_metry-0.1.0' - build --wheel
else
    echo "library.sh: Python modules are not tested: there is no Python.h (python3-dev)"
fi

# For other machines.
sed -i 's/"python"/"static", "shared"/' mojo.toml
printf '@export\ndef add(a: Int, b: Int) abi("C") -> Int:\n    return a + b\n' >src/geo_metry/__init__.mojo
printf '#include <geo_metry.h>\nint main(void) { return add(2, 3) != 5; }\n' >"$dir/use.c"
for m in aarch64 riscv64; do
    t=$m-linux-gnu
    if command -v $t-gcc >/dev/null && command -v qemu-$m >/dev/null; then
        expect 0 - - build --target-triple $t
        holds "C on $m uses it" sh -c "$t-gcc -Itarget/$t/dev '$dir/use.c' -o use target/$t/dev/libgeo_metry.a -lm -lpthread -ldl && qemu-$m -L /usr/$t ./use"
    else
        echo "library.sh: libraries for $m are not tested: $t-gcc or qemu-$m is not installed"
    fi
done
finish
