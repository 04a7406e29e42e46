"""Single-source capacitated facility location instances as scenarios of the contract, and back."""
