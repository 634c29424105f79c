"""One module a library: `answer(op, request)` gives the members of the answer, or raises."""
