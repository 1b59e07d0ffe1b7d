#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
# Programs for other machines: linked with Debian's cross compilers, run by qemu, where they are installed.
. "$(dirname "$0")/lib.sh"

"$mojo" new app 2>/dev/null
cat >arch.mojo <<'END'
from std.collections import Dict
from std.math import sqrt


@fieldwise_init
struct Pair(Copyable, Movable):
    var a: Int32
    var b: Float64


def half(p: Pair) raises -> Float64:
    if p.a < 0:
        raise Error("negative: ", p.a)
    return p.b / Float64(p.a)


def main() raises:
    var d = Dict[String, Int]()
    for i in range(40):
        d[String(i)] = i * i
    print(d["12"], len(d), sqrt(2.0), Int8(-7) // 2, UInt64(1) << 63)
    try:
        print(half(Pair(-3, 9.0)))
    except e:
        print(e)
    print(SIMD[DType.float32, 8](1.5) * 2, abs(Int32(-5)))
END
want=$("$mojo" run arch.mojo)
holds "it runs here" [ -n "$want" ]
for machine in aarch64 riscv64; do
    triple=$machine-linux-gnu
    holds "an object for $machine" "$mojo" build --emit=obj --target-triple $triple arch.mojo -o $machine.o
    if ! command -v $triple-gcc >/dev/null; then
        holds "what linking for $machine needs" says "install the package \`gcc-$triple\`" "$mojo" build --target-triple $triple arch.mojo
        echo "cross.sh: linking for $machine is not tested: $triple-gcc is not installed"
        continue
    fi
    for level in 0 2; do holds "a program for $machine" "$mojo" build -O$level --target-triple $triple arch.mojo -o arch-$machine-$level; done
    (cd app && "$mojo" build --target-triple $triple)
    holds "a project for $machine" [ -x app/target/$triple/dev/app ]
    if ! command -v qemu-$machine >/dev/null; then
        echo "cross.sh: programs for $machine are not run: qemu-$machine is not installed"
        continue
    fi
    for level in 0 2; do holds "it runs on $machine at -O$level" [ "$(qemu-$machine -L /usr/$triple ./arch-$machine-$level)" = "$want" ]; done
    holds "the project's program runs on $machine" [ "$(qemu-$machine -L /usr/$triple app/target/$triple/dev/app)" = "Hello, world!" ]
done
holds "an object for wasm32" "$mojo" build --emit=obj --target-triple wasm32-unknown-unknown arch.mojo -o wasm.o
holds "it is wasm" [ "$(head -c 4 wasm.o | od -An -c | tr -d ' ')" = '\0asm' ]
holds "a program for wasm32 is not linked" says "only objects are made for \`wasm32-unknown-unknown\`" "$mojo" build --target-triple wasm32-unknown-unknown arch.mojo
holds "a machine that is none" says "the target \`frob-linux-gnu\` is not known" "$mojo" build --target-triple frob-linux-gnu arch.mojo
finish
