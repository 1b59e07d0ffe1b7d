# SPDX-License-Identifier: Apache-2.0
# Spheres above a floor, as a PPM picture: raytracer.mojo WIDTH OUT.ppm
from std.math import sqrt
from std.sys import argv


@fieldwise_init
struct Vec(TrivialRegisterPassable):
    var x: Float64
    var y: Float64
    var z: Float64

    def __add__(self, o: Vec) -> Vec:
        return Vec(self.x + o.x, self.y + o.y, self.z + o.z)

    def __sub__(self, o: Vec) -> Vec:
        return Vec(self.x - o.x, self.y - o.y, self.z - o.z)

    def __mul__(self, s: Float64) -> Vec:
        return Vec(self.x * s, self.y * s, self.z * s)

    def dot(self, o: Vec) -> Float64:
        return self.x * o.x + self.y * o.y + self.z * o.z

    def unit(self) -> Vec:
        return self * (1.0 / sqrt(self.dot(self)))


@fieldwise_init
struct Sphere(Copyable):
    var centre: Vec
    var radius: Float64
    var colour: Vec
    var mirror: Float64

    def hit(self, origin: Vec, direction: Vec) -> Float64:
        var oc = origin - self.centre
        var b = oc.dot(direction)
        var c = oc.dot(oc) - self.radius * self.radius
        var d = b * b - c
        if d < 0.0:
            return -1.0
        var root = sqrt(d)
        if -b - root > 1e-4:
            return -b - root
        if -b + root > 1e-4:
            return -b + root
        return -1.0


struct Scene:
    var spheres: List[Sphere]
    var light: Vec

    def __init__(out self):
        self.light = Vec(-5.0, 8.0, -5.0)
        self.spheres = List[Sphere]()
        self.spheres.append(Sphere(Vec(0.0, -1000.0, 0.0), 1000.0, Vec(0.6, 0.6, 0.5), 0.1))
        for i in range(5):
            var k = Float64(i)
            self.spheres.append(
                Sphere(Vec(k * 2.2 - 4.4, 1.0, k * 0.5), 1.0, Vec(0.9 - k * 0.15, 0.2 + k * 0.15, 0.3), 0.3)
            )

    def nearest(self, origin: Vec, direction: Vec) -> Tuple[Int, Float64]:
        var best = -1
        var distance = 1e30
        for i in range(len(self.spheres)):
            var t = self.spheres[i].hit(origin, direction)
            if t > 0.0 and t < distance:
                distance = t
                best = i
        return (best, distance)

    def trace(self, origin: Vec, direction: Vec, depth: Int) -> Vec:
        var index, distance = self.nearest(origin, direction)
        if index < 0:
            var t = 0.5 * (direction.y + 1.0)
            return Vec(1.0, 1.0, 1.0) * (1.0 - t) + Vec(0.5, 0.7, 1.0) * t
        ref sphere = self.spheres[index]
        var point = origin + direction * distance
        var normal = (point - sphere.centre).unit()
        var to_light = (self.light - point).unit()
        var brightness = 0.15
        var blocker, _ = self.nearest(point, to_light)
        if blocker < 0:
            brightness += 0.85 * max(0.0, normal.dot(to_light))
        var colour = sphere.colour * brightness
        if depth > 0 and sphere.mirror > 0.0:
            var reflected = direction - normal * (2.0 * direction.dot(normal))
            var other = self.trace(point, reflected.unit(), depth - 1)
            colour = colour * (1.0 - sphere.mirror) + other * sphere.mirror
        return colour


def channel(value: Float64) -> UInt8:
    return UInt8(min(255.0, value * 255.0))


def main() raises:
    var args = argv()
    var width = Int(args[1]) if len(args) > 1 else 160
    var height = width * 9 // 16
    var scene = Scene()
    var pixels = List[UInt8](capacity=width * height * 3)
    var eye = Vec(0.0, 2.0, -8.0)
    var total = 0
    for y in range(height):
        for x in range(width):
            var u = (Float64(x) - Float64(width) / 2.0) / Float64(width) * 2.0
            var v = (Float64(height) / 2.0 - Float64(y)) / Float64(width) * 2.0
            var colour = scene.trace(eye, Vec(u, v - 0.1, 1.5).unit(), 3)
            pixels.append(channel(colour.x))
            pixels.append(channel(colour.y))
            pixels.append(channel(colour.z))
            total += Int(channel(colour.x)) + Int(channel(colour.y)) + Int(channel(colour.z))
    if len(args) > 2:
        with open(args[2], "w") as f:
            f.write("P6\n", width, " ", height, "\n255\n")
            f.write_bytes(pixels)
    print("sum of channels:", total)
