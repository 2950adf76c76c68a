# SPDX-License-Identifier: GPL-3.0-or-later
# Which packages this machine lacks, and getting them. The names are in packages.table.

package_table=tools/dev/packages.table

# Prints debian, fedora or arch: the column of the table that holds here.
package_family () {
  local ids

  ids=$(. /etc/os-release 2> /dev/null && echo "${ID:-} ${ID_LIKE:-}") || ids=""
  case " $ids " in
    *" debian "* | *" ubuntu "*) echo debian ;;
    *" fedora "* | *" rhel "*) echo fedora ;;
    *" arch "*) echo arch ;;
    *) echo unknown ;;
  esac
}

# package_names FAMILY SET…: one need a line, "old|new" still unresolved
package_names () {
  local family="$1" column

  case "$family" in debian) column=2 ;; fedora) column=3 ;; arch) column=4 ;; esac
  awk -v column="$column" -v sets=" ${*:2} " '
    !/^#/ && NF == 4 && index (sets, " " $1 " ") && $column != "-" { print $column }
  ' "$package_table" | sort -u
}

# Takes "old|new" down to the first name that this machine's archive knows.
choose_name () {
  local name

  for name in ${1//|/ }; do
    if [ "$name" = "$1" ] || apt-cache show --no-all-versions "$name" > /dev/null 2>&1; then
      echo "$name"
      return
    fi
  done
  echo "${1##*|}"
}

is_installed () {
  case "$1" in
    debian) [ "$(dpkg-query -W -f '${db:Status-Status}' "$2" 2> /dev/null)" = installed ] ;;
    fedora) rpm -q --whatprovides "$2" > /dev/null 2>&1 ;;
    arch) pacman -Qq "$2" > /dev/null 2>&1 ;;
  esac
}

# Prints the needs of which no alternative is installed.
missing_packages () {
  local family="$1" need name found

  while read -r need; do
    found=false
    for name in ${need//|/ }; do
      if is_installed "$family" "$name"; then
        found=true
        break
      fi
    done
    "$found" || echo "$need"
  done < <(package_names "$@")
}

install_on_debian () {
  local need names=() apt=(apt-get -o Acquire::Retries=3 -o DPkg::Lock::Timeout=120)

  as_root "${apt[@]}" update -q || say "dev: the package lists could not be refreshed; going on with the old ones"
  for need in "$@"; do names+=("$(choose_name "$need")"); done
  as_root env DEBIAN_FRONTEND=noninteractive "${apt[@]}" install -q -y --no-install-recommends "${names[@]}"
  # Debian starts a TURN server for the whole network with the package; ours are started when needed.
  if [[ " ${names[*]} " = *" coturn "* ]] && [ -d /run/systemd/system ]; then
    say "The package coturn starts a server at every boot; switching that off."
    as_root systemctl disable --now coturn || say "dev: coturn could not be switched off; see systemctl status coturn"
  fi
}

install_packages () {
  local family="$1"

  case "$family" in
    debian) install_on_debian "${@:2}" ;;
    fedora) as_root dnf install -y "${@:2}" ;;
    arch) as_root pacman -S --needed --noconfirm "${@:2}" ;;
  esac
}

# The answer of an earlier look holds while table and package database are unchanged.
packages_stamp () {
  local words="$*"

  echo ".cache/dev/packages-${words// /-}"
}

stamp_holds () {
  local database

  [ "$(cat "$1" 2> /dev/null)" = "$(cksum < "$package_table")" ] || return 1
  for database in /var/lib/dpkg/status /var/lib/rpm/rpmdb.sqlite /var/lib/pacman/local; do
    if [ -e "$database" ] && [ "$database" -nt "$1" ]; then return 1; fi
  done
}

# need_packages SET…: afterwards they are there, or the person knows what is not and why.
need_packages () {
  local family stamp missing

  stamp=$(packages_stamp "$@")
  if stamp_holds "$stamp"; then return 0; fi
  family=$(package_family)
  if [ "$family" = unknown ]; then
    say "dev: this distribution is not in $package_table; going on with what is installed"
    return 0
  fi
  mapfile -t missing < <(missing_packages "$family" "$@")
  if [ "${#missing[@]}" -gt 0 ]; then
    say "For this, ${#missing[@]} packages are missing:"
    printf '%s\n' "${missing[@]%%|*}" | fmt -w 96 | sed 's/^/  /' >&2
    confirm "Install them now?" || fail "nothing was installed"
    step "Installing packages"
    install_packages "$family" "${missing[@]}" >&2 \
      || fail "the packages could not be installed; the lines above say which and why"
  fi
  mkdir -p .cache/dev
  cksum < "$package_table" > "$stamp"
}
