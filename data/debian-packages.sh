#!/bin/bash
# SPDX-License-Identifier: GPL-3.0-or-later
# debian-packages.sh SECTION...
# Installs what is missing of these sections of debian-packages.txt. Does nothing, and needs no
# rights, when all of it is there.
set -eu
list=$(dirname "$(readlink -f "$0")")/debian-packages.txt
[ $# -gt 0 ] || { sed -n '3,5p' "$0" >&2; exit 2; }

installed () { [ "$(dpkg-query -W -f '${db:Status-Status}' "$1" 2>/dev/null)" = installed ]; }

# The lines of the wanted sections whose alternatives are all absent.
missing_lines () {
  local section= line names name
  while read -r line; do
    case $line in
      ''|'#'*) continue ;;
      '['*']') section=${line//[\[\]]/}; continue ;;
    esac
    case " $* " in *" $section "*) ;; *) continue ;; esac
    IFS='|' read -ra names <<<"${line// /}"
    for name in "${names[@]}"; do installed "$name" && continue 2; done
    echo "${names[*]}"
  done <"$list"
}

command -v dpkg-query >/dev/null || { echo "not a Debian system: install the packages of $list by hand" >&2; exit 0; }
mapfile -t lines < <(missing_lines "$@")
[ ${#lines[@]} -gt 0 ] || exit 0

as_root=()
if [ "$(id -u)" != 0 ]; then
  command -v sudo >/dev/null || { echo "these packages are missing; install them as root: ${lines[*]}" >&2; exit 1; }
  as_root=(sudo)
fi

echo "installing what is missing …"
"${as_root[@]}" apt-get update -q >/dev/null
packages=()
for line in "${lines[@]}"; do
  for name in $line; do
    if apt-cache show "$name" >/dev/null 2>&1; then packages+=("$name"); continue 2; fi
  done
  echo "no such package here: $line" >&2; exit 1
done
echo "${packages[*]}"
# RUNLEVEL=1 keeps the packaged PostgreSQL service from starting: nothing here uses it.
"${as_root[@]}" env DEBIAN_FRONTEND=noninteractive RUNLEVEL=1 \
  apt-get install -qq -y --no-install-recommends "${packages[@]}" >/dev/null
