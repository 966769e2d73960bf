"""`python3 -m mujaz` is the same as `mujaz`."""

import sys

from mujaz import main

sys.exit(main())
