#!/usr/bin/env bash
# Fuzzes every reader for a while, one after another, from the fixtures: fuzz/run.sh [SECONDS [TARGET...]]
#
# Needs a nightly toolchain and cargo-fuzz. A crash, a hang of ten seconds, or memory above 2 GiB ends with exit code 1, and the
# input that did it is in fuzz/artifacts. What is found on the way stays in fuzz/corpus. There is no unsafe code here, so no
# sanitizer is asked for: it would only slow the search.
set -euo pipefail
cd "$(dirname "$0")/.."
seconds=${1:-600}
shift || true
if (($#)); then targets=("$@"); else mapfile -t targets < <(cargo +nightly fuzz list); fi

# The folder of fixtures that a target begins with.
seeds() {
    case $1 in
        ntriples | nquads | trig | rdfxml) echo fixtures/feeds/turtle ;;
        workbook) echo tests/data ;;
        *) ls -d "fixtures/formats/$1" "fixtures/feeds/${1//_/-}" 2>/dev/null || true ;;
    esac
}

# The files of a folder, flat, since libFuzzer names a seed by its content.
gather() {
    mkdir -p "fuzz/corpus/$1"
    for folder in $(seeds "$1"); do
        find "$folder" -type f -size -64k -print0 | while IFS= read -r -d '' file; do
            cp "$file" "fuzz/corpus/$1/$(sha256sum <"$file" | cut -c 1-40)"
        done
    done
}

cargo +nightly fuzz build --sanitizer none
built=fuzz/target/$(rustc -vV | sed -n 's/^host: //p')/release
mkdir -p fuzz/artifacts
failed=0
for target in "${targets[@]}"; do
    gather "$target"
    log=$(mktemp)
    if "$built/$target" "fuzz/corpus/$target" -artifact_prefix="fuzz/artifacts/$target-" -max_total_time="$seconds" \
        -timeout=10 -rss_limit_mb=2048 -max_len=16384 -print_final_stats=1 >"$log" 2>&1; then
        verdict=sound
    else
        verdict=FAILED failed=1
        tail -n 30 "$log"
    fi
    runs=$(sed -n 's/^stat::number_of_executed_units: *//p' "$log")
    peak=$(sed -n 's/^stat::peak_rss_mb: *//p' "$log")
    printf '%-20s %-7s %9s runs %6s MB\n' "$target" "$verdict" "${runs:-?}" "${peak:-?}"
    rm -f "$log"
done
exit "$failed"
