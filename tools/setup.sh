# SPDX-License-Identifier: MIT
# What ./run and ./check share: finding what is missing, installing it on
# Debian, building out of tree. Sourced by a shell with `top` set.

# package|what to look for: a command, a file, or pkg:MODULE
run_needs='
gcc|gcc
libc6-dev|/usr/include/stdio.h
make|make
autoconf|autoreconf
automake|automake
pkg-config|pkg-config
gcc-s390x-linux-gnu|s390x-linux-gnu-gcc
binutils-s390x-linux-gnu|s390x-linux-gnu-objcopy
libuv1-dev|pkg:libuv
libtelnet-dev|pkg:libtelnet
libncurses-dev|pkg:ncursesw
libreadline-dev|pkg:readline
zlib1g-dev|/usr/include/zlib.h
libbz2-dev|/usr/include/bzlib.h
libhpdf-dev|/usr/include/hpdf.h'

check_needs='
check|pkg:check
clang|clang
clang-format|clang-format
python3|python3
s3270|s3270
valgrind|valgrind'

say() {
    echo "$0: $*"
}

# Is it there?
setup_has() {
    case $1 in
    pkg:*) pkg-config --exists "${1#pkg:}" 2>/dev/null ;;
    /*) [ -e "$1" ] ;;
    *) command -v "$1" >/dev/null 2>&1 ;;
    esac
}

# The packages of the needs in $1 that are missing.
setup_missing() {
    for need in $1; do
        setup_has "${need#*|}" || echo "${need%%|*}"
    done
}

# Installs what is missing of the needs in $1, or says what it is and stops.
setup_packages() {
    missing=$(setup_missing "$1" | tr '\n' ' ')
    [ -n "$missing" ] || return 0
    root=
    [ "$(id -u)" = 0 ] || root=sudo
    if ! command -v apt-get >/dev/null 2>&1 ||
        { [ -n "$root" ] && ! command -v sudo >/dev/null 2>&1; }; then
        say "missing here (names of Debian packages): $missing" >&2
        say "install them and start again" >&2
        exit 1
    fi
    say "installing packages: $missing"
    export DEBIAN_FRONTEND=noninteractive
    $root apt-get update -qq
    # shellcheck disable=SC2086
    $root apt-get install -y -qq --no-install-recommends $missing >/dev/null
    missing=$(setup_missing "$1" | tr '\n' ' ')
    if [ -n "$missing" ]; then
        say "still missing after the installation: $missing" >&2
        exit 1
    fi
}

# setup_configure DIR [configure's arguments]: once, and again when the
# arguments or what makes the makefiles have changed.
setup_configure() {
    dir=$1
    shift
    if [ ! -e "$top/configure" ] ||
        [ -n "$(find "$top/configure.ac" "$top/Makefile.am" "$top/guest.mk" \
            "$top"/*/Makefile.inc -newer "$top/configure" | head -n 1)" ]; then
        say "making configure"
        (cd "$top" && autoreconf -i >/dev/null 2>&1) ||
            (cd "$top" && autoreconf -i) || exit 1
        touch "$top/configure"
    fi
    mkdir -p "$dir"
    if [ ! -e "$dir/Makefile" ] ||
        [ "$top/configure" -nt "$dir/Makefile" ] ||
        [ "$*" != "$(cat "$dir/configured" 2>/dev/null)" ]; then
        say "configuring $dir"
        (cd "$dir" && "$top/configure" -q "$@" >configure.log 2>&1) || {
            tail -n 20 "$dir/configure.log" >&2
            exit 1
        }
        echo "$*" >"$dir/configured"
    fi
}

# setup_make DIR [make's arguments]: output in DIR/make.log, its end shown on
# failure.
setup_make() {
    dir=$1
    shift
    make -C "$dir" -s -j"$(nproc)" "$@" >"$dir/make.log" 2>&1 || {
        grep -E 'error|Error|warning|undefined|\*\*\*' "$dir/make.log" |
            head -n 40 >&2
        echo "(all of it: $dir/make.log)" >&2
        return 1
    }
}
