"""The cellar: the show and its rules, which know nothing of computers."""
