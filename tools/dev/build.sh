# SPDX-License-Identifier: GPL-3.0-or-later
# Configuring and compiling. build/ is what people run, build-asan/ what most tests run.

# configure FOLDER OPTION…: once, and again when the options here changed
configure () {
  local folder="$1" flags="${*:2}"

  if [ ! -f "$folder/build.ninja" ]; then
    step "Configuring $folder"
    rm -rf "$folder/meson-private"
    meson setup "$folder" "${@:2}" >&2 || fail "meson could not configure $folder; see $folder/meson-logs/meson-log.txt"
  elif [ "$(cat "$folder/dev-flags" 2> /dev/null)" != "$flags" ]; then
    step "Configuring $folder again"
    meson setup --reconfigure "$folder" "${@:2}" >&2 || fail "remove $folder (./dev clean) and try again"
  fi
  echo "$flags" > "$folder/dev-flags"
}

compile () {
  step "Building in $1"
  ninja -C "$1" "${@:2}" >&2 || fail "the build in $1 failed; the lines above say where"
}

configure_plain () {
  configure build
}

# Frame pointers make readable stacks. The sanitizers' own code sets off GCC's warnings about bounds, and more
# so the more it optimizes, so warnings are errors in the plain build, which compiles the same sources.
configure_sanitized () {
  configure build-asan -Db_sanitize=address,undefined -Db_lundef=false -Doptimization=1 -Dwerror=false \
    -Dc_args=-fno-omit-frame-pointer
}

word_build () {
  need_packages build run
  configure_plain
  compile build
}

word_clean () {
  rm -rf build build-asan build-bench build-fuzz .cache
}
