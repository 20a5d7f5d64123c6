#!/bin/sh
# SPDX-License-Identifier: GPL-3.0-or-later
# load.sh CONNINFO [demo]: deploys Cony into an empty database as a superuser, or adds the demo data to it.
set -eu
here=$(cd "$(dirname "$0")" && pwd)
[ $# -ge 1 ] || { echo "usage: load.sh CONNINFO [demo]" >&2; exit 2; }
run() { psql -Xq -v ON_ERROR_STOP=1 -d "$@"; }
case ${2:-} in
  '')
    run "$1" -f "$here/load.sql"
    ;;
  demo)
    run "$1" -f "$here/demo/demo.sql" >/dev/null
    # The receipts carry the time of their order, so they are drawn now.
    python=/usr/bin/python3
    [ -x $python ] || python=python3
    if "$python" -c 'import cairo' 2>/dev/null; then
      run "$1" -At -f "$here/demo/recibos.sql" | "$python" "$here/demo/recibos.py" | run "$1" -f - >/dev/null
    else
      echo "load.sh: without python3-cairo the receipts stay blank" >&2
    fi
    ;;
  *) echo "load.sh: unknown argument '$2'" >&2; exit 2 ;;
esac
