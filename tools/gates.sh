#!/bin/sh
# SPDX-License-Identifier: MIT
# usage: tools/gates.sh licence|format|dependencies|headers
# Gates on the sources themselves, from the root of the tree. Each lists what
# is wrong and fails, or is silent.
set -u

sources() { # patterns
    git ls-files -co --exclude-standard -- "$@"
}

licence() {
    bad=0
    for f in $(sources '*.c' '*.h' '*.S' '*.def' '*.inc' '*.sh' '*.mk' '*.py' \
        run check tools/guest-lint); do
        head -n 2 "$f" | grep -q 'SPDX-License-Identifier: MIT' && continue
        echo "$f: no SPDX line at its top"
        bad=1
    done
    return $bad
}

format() {
    sources '*.c' '*.h' | xargs clang-format --dry-run -Werror 2>&1 |
        grep -E '^[^ ].*error:' | cut -d: -f1 | sort | uniq -c |
        awk '{print $2 ": " $1 " lines are not as .clang-format has them"; bad = 1}
             END {exit bad}'
}

# doc/architecture.md, "Folders": who may include whom.
dependencies() {
    sources '*.c' '*.h' '*.S' | xargs grep -n '^# *include *"' | awk -F'"' '
    BEGIN {
        may["arch"] = "arch"
        may["lib"] = "arch lib"
        may["image"] = "arch lib image"
        may["cpu"] = "arch lib cpu"
        may["devices"] = "arch lib image cpu devices"
        may["machine"] = "arch lib image cpu devices machine"
        may["terminal"] = "arch lib terminal"
        may["klib"] = "arch klib"
        may["cp"] = "arch klib cp cp/direct"
        may["cp/direct"] = "arch klib cp/direct"
        may["cms"] = "arch klib cms cms/fs"
        may["cms/fs"] = "arch klib cms/fs"
        may["tools"] = "arch lib image cms/fs cp/direct tools"
    }
    function folder(path,    n, part) {
        n = split(path, part, "/")
        if (n < 2)
            return ""
        if (n > 2 && (part[1] "/" part[2]) in may)
            return part[1] "/" part[2]
        return part[1]
    }
    {
        file = $1
        sub(/:.*/, "", file)
        from = folder(file)
        to = folder($2)
        if (!(from in may) || to == "")
            next
        if (index(" " may[from] " ", " " to " "))
            next
        print file ": includes \"" $2 "\", which " from " may not"
        bad = 1
    }
    END {exit bad}'
}

# Every header by itself: host folders with the host compiler, guest folders
# with the guest one, arch/ and what both worlds compile with both.
headers() {
    bad=0
    host="gcc -std=gnu11 -D_GNU_SOURCE -I. -fsyntax-only -Wall -Wextra -x c"
    guest="s390x-linux-gnu-gcc -m31 -mesa -march=z900 -std=gnu11 \
        -ffreestanding -DCAMBRIDGE_GUEST=1 -I. -fsyntax-only -Wall -Wextra -x c"
    for h in $(sources '*.h'); do
        case $h in
        arch/* | cms/fs/* | cp/direct/*) worlds="host guest" ;;
        klib/* | cp/* | cms/*) worlds=guest ;;
        tests/*) continue ;;
        *) worlds=host ;;
        esac
        for w in $worlds; do
            eval "cc=\$$w"
            # A source that includes nothing else, so that the header is no
            # main file.
            echo "#include \"$h\"" | $cc - 2>&1 | sed "s|^|$h ($w): |" |
                grep -E 'error|warning' && bad=1
        done
    done
    return $bad
}

"$1"
