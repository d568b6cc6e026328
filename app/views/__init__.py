"""What each role sees of the show, and nothing it must not see."""
