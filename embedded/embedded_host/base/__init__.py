"""What everything stands on: the running context, exceptions, plain values, messages, hooks."""
