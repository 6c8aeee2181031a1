# What the scripts here share: where the checkout is, how they speak, how they build.
# Sourced, not run: . "$(dirname "${BASH_SOURCE[0]}")/steps.sh"
# shellcheck shell=bash

root=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd -P)
script=scripts/$(basename "$0")
logs=$root/build/logs

say() { printf '%s\n' "$*"; }

fail() {
  printf '%s: %s\n' "$script" "$*" >&2
  exit 1
}

wrong_usage() {
  printf '%s: %s\n' "$script" "$*; try $script --help" >&2
  exit 2
}

# usage: the comment at the top of the script that was called.
usage() {
  sed -n '2,/^[^#]/{ s/^# \{0,1\}//p; }' "$0"
}

# whole_number TEXT: whether it is one, without sign or leading zero.
whole_number() { [[ $1 =~ ^[1-9][0-9]{0,6}$ ]]; }

# parallel: how many compilers fit, by cores and by memory (a heavy file takes 1.5 GiB).
parallel() {
  local cores memory_kib by_memory
  if [[ -n ${CMAKE_BUILD_PARALLEL_LEVEL:-} ]]; then
    say "$CMAKE_BUILD_PARALLEL_LEVEL"
    return
  fi
  cores=$(nproc)
  memory_kib=$(awk '/^MemAvailable:/ { print $2 }' /proc/meminfo 2>/dev/null)
  by_memory=$((${memory_kib:-0} / (1536 * 1024)))
  ((by_memory >= 1)) || by_memory=1
  say $((cores < by_memory ? cores : by_memory))
}

# logged NAME COMMAND...: runs it silently; if it fails, shows the end of what it said.
logged() {
  local log=$logs/$1.log
  shift
  mkdir -p "$logs"
  if "$@" >"$log" 2>&1 </dev/null; then return 0; fi
  tail -n 100 "$log" >&2
  say "$script: the whole output is in ${log#"$root"/}" >&2
  return 1
}

# configure PRESET [CMAKE_OPTION...]: a build folder that was moved here from elsewhere starts afresh.
configure() {
  local preset=$1 cache=$root/build/$1/CMakeCache.txt fresh=()
  shift
  if [[ -f $cache ]] && ! grep -qxF "CMAKE_HOME_DIRECTORY:INTERNAL=$root" "$cache"; then
    fresh=(--fresh)
  fi
  (cd "$root" && logged "configure_$preset" cmake "${fresh[@]}" --preset "$preset" "$@")
}

# build PRESET [TARGET...]: configures and builds; on a terminal, Ninja shows how far it is.
build() {
  local preset=$1 targets=()
  shift
  (($#)) && targets=(--target "$@")
  configure "$preset" || return 1
  local command=(cmake --build "$root/build/$preset" --parallel "$(parallel)" "${targets[@]}")
  if [[ -t 1 ]]; then
    "${command[@]}"
  else
    logged "build_$preset" "${command[@]}"
  fi
}

# run_tests PRESET [CTEST_OPTION...]: runs what is built; shows failures, what was skipped for want
# of data (which CTest itself keeps quiet about), and the count.
run_tests() {
  local preset=$1 log=$logs/test_$1.log
  local details=$root/build/$1/Testing/Temporary/LastTest.log
  shift
  (cd "$root" && logged "test_$preset" ctest --preset "$preset" --parallel "$(parallel)" "$@") ||
    return 1
  sed -n 's/^ *SKIPPED: /   skipped: /p' "$details" | sort -u
  sed -n '/tests passed/,$p' "$log" | sed '/^$/d'
}

# step NAME COMMAND...: runs one named step, says how long it took, and ends the script on failure.
step() {
  local name=$1 start=$SECONDS
  shift
  say "== $name"
  "$@" || fail "failed: $name"
  say "   $name: done in $((SECONDS - start)) s"
}
