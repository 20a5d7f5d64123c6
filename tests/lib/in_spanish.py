#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""in_spanish.py COMMAND...: becomes COMMAND, with the environment of a Spanish window."""
import os
import sys

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), '..', 'stack'))
from stack import build_environment  # noqa: E402

os.execvpe(sys.argv[1], sys.argv[1:], {**os.environ, **build_environment()})
