"""The contract's rules by plain arithmetic, one module a kind; nothing here is shared with who makes plans."""
