"""Other implementations behind the conformance interface: JSON lines in, one answer line each.

Usage: testee.py LIBRARY        one of the modules in the folder adapters

A refusal has the library's name for it as its code, so that Interop/run-vectors needs --verdicts. It has the
operations of `actect testee` that the library has, and some that make what the tests then verify."""

import importlib
import json
import sys
import warnings


def main(library):
    warnings.simplefilter("ignore")
    answer = importlib.import_module(f"adapters.{library}").answer
    for line in sys.stdin:
        request = json.loads(line)
        try:
            result = {"id": request["id"], "ok": True, **answer(request["op"], request)}
        except NotImplementedError as error:
            detail = {"code": "unknown-op", "detail": f"there is no {error} here"}
            result = {"id": request["id"], "ok": False, "error": detail}
        except Exception as error:  # every refusal is an answer
            detail = {"code": type(error).__name__, "detail": str(error)}
            result = {"id": request["id"], "ok": False, "error": detail}
        print(json.dumps(result), flush=True)


main(sys.argv[1])
