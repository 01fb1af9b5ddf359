#!/usr/bin/env bash
# Asks independent judges about every valid fixture: are the RDF syntaxes isomorphic, do a JSON-LD processor and a
# schema-driven one make the same graph, does it conform to schema and shapes?
#
#     run.sh PLENARY [N]     PLENARY: the binary; with N only each Nth fixture
#
# PYTHON names an interpreter with requirements.txt installed.
set -euo pipefail

plenary=$(realpath "$1")
every=${2:-1}
python=${PYTHON:-python3}
here=$(cd "$(dirname "$0")" && pwd)
root=$(cd "$here/../.." && pwd)
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

# What a fixture may leave to the command line.
flags=(--base https://data.example.org/ --quiet)
stated=(--set 'title=A title' --set edition=https://data.example.org/edition/1)

# Converts a fixture to normal form in one syntax; a page gets the title and edition that it cannot state.
convert() {
    "$plenary" convert "$1" --normalize --to "$2" "${flags[@]}" "${@:4}" -o "$3" 2>"$work/log"
}

# The same of a fixture that is known to be valid: it must not fail.
write() {
    convert "$@" || {
        echo "cannot write $1 as $2:" >&2
        cat "$work/log" >&2
        exit 1
    }
}

judged=0
refused=0
at=0
while IFS= read -r -d '' fixture; do
    at=$((at + 1))
    ((at % every == 0)) || continue
    name=${fixture#"$root/fixtures/"}
    folder="$work/out/${name//\//_}"
    mkdir -p "$folder"
    extra=()
    if ! convert "$fixture" ndjson "$folder/normal.ndjson"; then
        extra=("${stated[@]}")
        if ! convert "$fixture" ndjson "$folder/normal.ndjson" "${extra[@]}"; then
            echo "refused: $name"
            refused=$((refused + 1))
            rm -r "$folder"
            continue
        fi
    fi
    write "$fixture" nquads "$folder/normal.nq" "${extra[@]}"
    write "$fixture" ntriples "$folder/normal.nt" "${extra[@]}"
    write "$fixture" turtle "$folder/normal.ttl" "${extra[@]}"
    write "$fixture" trig "$folder/normal.trig" "${extra[@]}"
    write "$fixture" rdfxml "$folder/normal.rdf" "${extra[@]}"
    write "$fixture" jsonld "$folder/normal.jsonld" "${extra[@]}"
    judged=$((judged + 1))
done < <(find "$root/fixtures/formats" "$root/fixtures/checks" "$root/fixtures/merge" -type f \
    \( -path '*/formats/*' -o -path '*/pass/*' -o -path '*/expected/records.ndjson' \) -print0 2>/dev/null | sort -z)

echo "$judged fixtures in normal form, $refused refused"
"$python" "$here/batch.py" \
    "$root/schemas/plenary.schema.json" "$root/schemas/context.jsonld" "$root/vocab/shapes.ttl" "$work/out"
