"""A suite: the cases of one vector file, and the text of that file."""
import json

FORMAT = 1


class Reference:
    """A value that stands once in the file, under `definitions`."""

    def __init__(self, name):
        self.name = name


class Suite:
    def __init__(self, name, description, definitions=None):
        self.file = f"{name}.json"
        self.name = name
        self.description = description
        self.definitions = definitions or {}
        self.cases = []

    def accept(self, name, comment, request, answer=None, requirements=None, then=None):
        """A request that must be answered with `ok` and at least these members; `then` is asked afterwards."""
        self._add(name, comment, request, {"ok": True, **(answer or {})}, requirements, then)

    def refuse(self, name, comment, request, code, requirement=None, rule=None, status=None):
        """A request that must be refused: with this code, and this requirement of a draft or rule of an RFC; for one of
        HTTP, with the status of the answer."""
        expect = {"ok": False, "code": code, "requirement": requirement}
        if rule:
            expect["rule"] = rule
        if status:
            expect["status"] = status
        assert requirement or rule, name
        self._add(name, comment, request, expect, None)

    def _add(self, name, comment, request, expect, requirements, then=None):
        assert all(case["name"] != name for case in self.cases), f"{self.name}: two cases named {name}"
        assert comment and not comment.endswith("."), name
        case = {"name": name, "comment": comment}
        if requirements:
            case["requirements"] = requirements
        case["request"] = request
        case["expect"] = expect
        if then:
            case["then"] = then
        self.cases.append(case)

    def text(self):
        document = {
            "format": FORMAT, "suite": self.name, "description": self.description,
            "definitions": self.definitions, "cases": self.cases,
        }
        return json.dumps(document, indent=2, ensure_ascii=True, default=self._reference) + "\n"

    def _reference(self, value):
        assert isinstance(value, Reference) and value.name in self.definitions, value
        return {"$ref": value.name}
