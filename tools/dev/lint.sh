# SPDX-License-Identifier: GPL-3.0-or-later
# What a reader would complain about: format, includes, clang-tidy, sizes.

c_sources () {
  git ls-files --cached --others --exclude-standard -- 'src/*.[ch]' 'tests/*.[ch]' 'tools/*.[ch]' 'bench/*.[ch]'
}

# The newest clang-format lays some lines out differently; 14 is what the tree is formatted with.
tool () {
  if have "$1-14"; then echo "$1-14"; else echo "$1"; fi
}

word_format () {
  need_packages build test
  c_sources | xargs -r "$(tool clang-format)" -i
}

word_lint () {
  local status=0

  need_packages build test lint
  configure_plain
  compile build
  step "clang-format"
  c_sources | xargs -r "$(tool clang-format)" --dry-run --Werror || status=1
  step "Includes"
  tools/check-includes.py . || status=1
  step "clang-tidy"
  c_sources | grep '^src/.*\.c$' \
    | xargs -r -P "$(nproc)" -n 4 "$(tool clang-tidy)" -p build --quiet || status=1
  step "The pulse of the tree: numbers to look at, not to please"
  tools/pulse.py .
  return "$status"
}
