#: helper
from around.sides import Sides
from around.inner.area import double
