"""`python -m tests.guards.record_fingerprints`: write down the commands of workflow code as they are now."""

import json

from tests.guards.test_fingerprints import RECORDED, fingerprints

if __name__ == "__main__":
    RECORDED.write_text(json.dumps(fingerprints(), indent=2) + "\n")
