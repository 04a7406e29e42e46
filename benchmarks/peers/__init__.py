"""What else could plan the day: today's practice, and the model as one would write it down first. Each a fair attempt.

They read a scenario and give a `Decision`; `optimizer.plan` works it out and the verifier judges it, as it does ours.
They share no line with `optimizer.model` and `optimizer.solve`.
"""
