#!/usr/bin/env bash
# Sends what the description of the service allows, and what it does not, and looks at the answers: no fault of the server,
# no status, media type or form that is not described, and what is not allowed is refused. It needs schemathesis (PyPI), in target/schemathesis.
#
#     tests/serve/schemathesis.sh target/release/plenary
set -euo pipefail
cd "$(dirname "$0")/../.."

plenary=${1:?the program, built with --features serve}
venv=target/schemathesis
if [ ! -x "$venv/bin/schemathesis" ]; then
    python3 -m venv "$venv"
    "$venv/bin/pip" install -q --disable-pip-version-check 'schemathesis>=4,<5'
fi

address=$(mktemp)
"$plenary" serve fixtures/publish/forum.yaml --isolated --quiet --listen 127.0.0.1:0 --rate 0 >"$address" 2>/dev/null &
server=$!
trap 'kill "$server"; rm -f "$address"' EXIT
until [ -s "$address" ]; do sleep 0.1; done

# It keeps notes in the folder that it runs in.
cd "$venv"
bin/schemathesis run "$(cat "$address")openapi.json" \
    --checks not_a_server_error,status_code_conformance,content_type_conformance,response_schema_conformance,unsupported_method,negative_data_rejection \
    --mode all \
    --suppress-health-check filter_too_much --max-examples "${EXAMPLES:-50}" --seed 1
