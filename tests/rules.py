"""`@rule("L7")`: which rules of docs/RULES.md a test holds."""

import pytest

rule = pytest.mark.rule
