# For scripts that need packages of Python, sourced by them. They define `say`, and `fail MESSAGE LINE...`, which ends them.

# make_venv FOLDER REQUIREMENTS SIZE: an environment with exactly the pinned packages, made once and again when the pins change.
make_venv() {
  local venv=$1 want
  want=$(cksum < "$2")
  [ "$(cat "$venv/.complete" 2>/dev/null)" = "$want" ] && "$venv/bin/python" -c '' 2>/dev/null && return
  command -v python3 >/dev/null || fail "Python 3 is missing. Install it with:" "sudo apt-get install -y python3 python3-venv"
  say "making $(basename "$venv") (about $3, once)"
  rm -rf "$venv/bin" "$venv/lib" "$venv/.complete"
  python3 -m venv "$venv" || fail "Python cannot make virtual environments. Install that part with:" "sudo apt-get install -y python3-venv"
  "$venv/bin/python" -m pip install --quiet --disable-pip-version-check --only-binary=:all: --require-hashes -r "$2" >&2 \
    || fail "the download failed or a file is not the pinned one; run the same command again when the network is there"
  printf '%s' "$want" > "$venv/.complete"
}
