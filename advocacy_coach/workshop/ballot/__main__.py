"""``python -m advocacy_coach.workshop.ballot``: the booth, started by the stage."""

import sys

from advocacy_coach.workshop.ballot.process import main

sys.exit(main())
