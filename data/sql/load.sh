#!/bin/sh
# SPDX-License-Identifier: GPL-3.0-or-later
# load.sh CONNINFO [demo]: deploys Cony into an empty database as a superuser, or adds the demo data to it.
set -eu
here=$(cd "$(dirname "$0")" && pwd)
[ $# -ge 1 ] || { echo "usage: load.sh CONNINFO [demo]" >&2; exit 2; }
case ${2:-} in
  '') file=$here/load.sql ;;
  demo) file=$here/demo/demo.sql ;;
  *) echo "load.sh: unknown argument '$2'" >&2; exit 2 ;;
esac
exec psql -Xq -v ON_ERROR_STOP=1 -d "$1" -f "$file"
