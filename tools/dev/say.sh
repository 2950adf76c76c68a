# SPDX-License-Identifier: GPL-3.0-or-later
# Talking to the person, and doing what only root may.

say () {
  printf '%s\n' "$*" >&2
}

step () {
  if [ -t 2 ]; then printf '\033[1m==> %s\033[0m\n' "$*" >&2; else say "==> $*"; fi
}

fail () {
  say "dev: $*"
  exit 1
}

have () {
  command -v "$1" > /dev/null 2>&1
}

# Asks for a yes. With --yes it is one; where nobody can answer it is a no that says what to do.
confirm () {
  local answer

  "$assume_yes" && return 0
  [ -t 0 ] || fail "nobody is here to answer \"$*\"; run again with --yes"
  read -r -p "$* [Y/n] " answer
  [[ "$answer" =~ ^([yYjJ].*)?$ ]]
}

as_root () {
  if [ "$(id -u)" = 0 ]; then
    "$@"
  elif have sudo; then
    sudo -- "$@"
  else
    fail "this needs root, and sudo is not installed; as root run: $*"
  fi
}

# After `sudo ./dev …` the person must still be able to build without sudo.
hand_back_to_owner () {
  local folder

  if [ "$(id -u)" = 0 ] && [ -n "${SUDO_UID:-}" ]; then
    for folder in build build-* .cache; do
      if [ -d "$folder" ]; then chown -R "$SUDO_UID:${SUDO_GID:-$SUDO_UID}" "$folder"; fi
    done
  fi
}
