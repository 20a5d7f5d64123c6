#!/bin/sh
# SPDX-License-Identifier: GPL-3.0-or-later
# Every text of the programs stands in es.po with a translation, and none stands there in vain.
set -eu
po=$(dirname "$0")
made=$(mktemp -d)
trap 'rm -rf "$made"' EXIT
cd "$po/.."
xgettext --files-from=po/POTFILES --from-code=UTF-8 --add-comments --output="$made/cony.pot" \
  --keyword=_ --keyword=N_ --keyword=C_:1c,2 --keyword=ngettext:1,2
msgmerge --quiet --no-fuzzy-matching --output-file="$made/es.po" po/es.po "$made/cony.pot"
msgfmt --check-format --output-file=/dev/null po/es.po
for kind in untranslated only-fuzzy only-obsolete; do
  msgattrib --$kind --no-wrap "$made/es.po" | grep -E '^(#~ )?msgid "[^"]' | sed "s/^/$kind: /"
done >"$made/bad" || true
# Each source with a text for people is listed.
for file in $(git grep -lE '\<(_|N_|ngettext) ?\("|translatable="yes"' -- apps libshared 2>/dev/null || true); do
  case $file in *.c|*.ui) grep -qx "$file" po/POTFILES || echo "not in POTFILES: $file";; esac
done >>"$made/bad"
cat "$made/bad" >&2
! [ -s "$made/bad" ]
