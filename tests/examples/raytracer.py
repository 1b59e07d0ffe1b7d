# SPDX-License-Identifier: Apache-2.0
import sys
from math import sqrt


class Vec:
    __slots__ = ("x", "y", "z")

    def __init__(self, x, y, z):
        self.x, self.y, self.z = x, y, z

    def __add__(self, o):
        return Vec(self.x + o.x, self.y + o.y, self.z + o.z)

    def __sub__(self, o):
        return Vec(self.x - o.x, self.y - o.y, self.z - o.z)

    def __mul__(self, s):
        return Vec(self.x * s, self.y * s, self.z * s)

    def dot(self, o):
        return self.x * o.x + self.y * o.y + self.z * o.z

    def unit(self):
        return self * (1.0 / sqrt(self.dot(self)))


class Sphere:
    def __init__(self, centre, radius, colour, mirror):
        self.centre, self.radius, self.colour, self.mirror = centre, radius, colour, mirror

    def hit(self, origin, direction):
        oc = origin - self.centre
        b = oc.dot(direction)
        c = oc.dot(oc) - self.radius * self.radius
        d = b * b - c
        if d < 0.0:
            return -1.0
        root = sqrt(d)
        if -b - root > 1e-4:
            return -b - root
        if -b + root > 1e-4:
            return -b + root
        return -1.0


class Scene:
    def __init__(self):
        self.light = Vec(-5.0, 8.0, -5.0)
        self.spheres = [Sphere(Vec(0.0, -1000.0, 0.0), 1000.0, Vec(0.6, 0.6, 0.5), 0.1)]
        for k in range(5):
            self.spheres.append(
                Sphere(Vec(k * 2.2 - 4.4, 1.0, k * 0.5), 1.0, Vec(0.9 - k * 0.15, 0.2 + k * 0.15, 0.3), 0.3)
            )

    def nearest(self, origin, direction):
        best = -1
        distance = 1e30
        for i, sphere in enumerate(self.spheres):
            t = sphere.hit(origin, direction)
            if 0.0 < t < distance:
                distance = t
                best = i
        return best, distance

    def trace(self, origin, direction, depth):
        index, distance = self.nearest(origin, direction)
        if index < 0:
            t = 0.5 * (direction.y + 1.0)
            return Vec(1.0, 1.0, 1.0) * (1.0 - t) + Vec(0.5, 0.7, 1.0) * t
        sphere = self.spheres[index]
        point = origin + direction * distance
        normal = (point - sphere.centre).unit()
        to_light = (self.light - point).unit()
        brightness = 0.15
        blocker, _ = self.nearest(point, to_light)
        if blocker < 0:
            brightness += 0.85 * max(0.0, normal.dot(to_light))
        colour = sphere.colour * brightness
        if depth > 0 and sphere.mirror > 0.0:
            reflected = direction - normal * (2.0 * direction.dot(normal))
            other = self.trace(point, reflected.unit(), depth - 1)
            colour = colour * (1.0 - sphere.mirror) + other * sphere.mirror
        return colour


def channel(value):
    return int(min(255.0, value * 255.0))


def main():
    width = int(sys.argv[1]) if len(sys.argv) > 1 else 160
    height = width * 9 // 16
    scene = Scene()
    pixels = bytearray()
    eye = Vec(0.0, 2.0, -8.0)
    for y in range(height):
        for x in range(width):
            u = (x - width / 2.0) / width * 2.0
            v = (height / 2.0 - y) / width * 2.0
            colour = scene.trace(eye, Vec(u, v - 0.1, 1.5).unit(), 3)
            pixels += bytes((channel(colour.x), channel(colour.y), channel(colour.z)))
    if len(sys.argv) > 2:
        with open(sys.argv[2], "wb") as f:
            f.write(b"P6\n%d %d\n255\n" % (width, height))
            f.write(pixels)
    print("sum of channels:", sum(pixels))


main()
