"""Commands of `cno` that say one thing when they are done: each returns `Said`, which `optimizer.cli` prints.

Wrong input raises InputError and a wrong option click.UsageError; both end in exit code 2 there.
"""
