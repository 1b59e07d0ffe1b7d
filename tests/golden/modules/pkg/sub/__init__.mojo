#: helper
# SPDX-License-Identifier: Apache-2.0
from .deep import g as inner
