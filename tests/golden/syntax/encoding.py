# -*- coding: klingon -*-
#~^ E0032 @15-22: the encoding `klingon` is not known
# SPDX-License-Identifier: Apache-2.0
#: parse
x = 1
