"""Many runs: policies compared pair by pair, and at which cost two of them are worth the same."""
