"""rfc9290: concise problem details."""

from rfc9290 import decode_problem_details, encode_problem_details


def answer(op, request):
    if op == "problem.decode":
        return {"problem": decode_problem_details(bytes.fromhex(request["hex"]))}
    if op == "problem.encode":
        return {"hex": encode_problem_details(request["problem"]).hex()}
    raise NotImplementedError(op)
