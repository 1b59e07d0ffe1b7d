# SPDX-License-Identifier: Apache-2.0
"""Types, traits and functions that the language itself leans on."""
