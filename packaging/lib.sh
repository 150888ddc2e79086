# Shared by packaging/run and packaging/test: what the project needs of Debian 12, and how it is built.
# Sourced with the project's root as the working directory.

# What configures and builds the program. OpenBLAS is not optional: with the reference BLAS a run takes 20 times
# as long. The fonts are those of the design; without them DejaVu stands in.
build_packages=(
    g++ cmake ninja-build pkg-config
    qt6-base-dev qt6-svg-dev libqcustomplot-dev
    libtorch-dev libopenblas0-pthread libzip-dev
    fonts-inter fonts-jetbrains-mono
)

say() { printf 'headwaters: %s\n' "$*"; }
die() { printf 'headwaters: %s\n' "$*" >&2; exit 1; }

is_installed() {
    [ "$(dpkg-query -W -f='${db:Status-Status}' "$1" 2>/dev/null)" = installed ]
}

as_root() {
    if [ "$(id -u)" -eq 0 ]; then
        "$@"
    elif command -v sudo >/dev/null; then
        sudo "$@"
    else
        die "these packages are missing and you are neither root nor have sudo: ${missing[*]}"
    fi
}

# Installs those of the named packages that are not there; says nothing and is quick when all are.
need_packages() {
    command -v dpkg-query >/dev/null || die "this script installs Debian packages; on another system install the like of: $*"
    local package
    missing=()
    for package in "$@"; do
        is_installed "$package" || missing+=("$package")
    done
    [ ${#missing[@]} -eq 0 ] && return
    say "installing ${#missing[@]} Debian packages and what they need: ${missing[*]}"
    as_root env DEBIAN_FRONTEND=noninteractive apt-get -q update >/dev/null \
        || die "apt-get update failed; is the network there?"
    as_root env DEBIAN_FRONTEND=noninteractive apt-get -q -y install --no-install-recommends "${missing[@]}" >/dev/null \
        || die "apt-get could not install: ${missing[*]}"
}

# As many compilers as there are cores, but no more than one for each GiB of memory.
build_jobs() {
    local cores memory
    cores=$(nproc)
    memory=$(awk '/^MemAvailable:/ { print int($2 / 1048576) }' /proc/meminfo)
    [ "$memory" -lt 1 ] && memory=1
    echo $((cores < memory ? cores : memory))
}

# build PRESET [CMAKE_ARGUMENT...]: configures and builds one preset into build/PRESET; the log goes to a file and
# its end is shown when something fails. `--target NAME` as the first arguments builds only that.
build() {
    local preset=$1 log=build/$1.log jobs
    local -a target=()
    shift
    if [ "${1:-}" = --target ]; then
        target=(--target "$2")
        shift 2
    fi
    jobs=$(build_jobs)
    mkdir -p build
    say "building build/$preset with $jobs jobs (log: $log)"
    if ! { cmake --preset "$preset" "$@" && cmake --build "build/$preset" -j "$jobs" "${target[@]}"; } >"$log" 2>&1; then
        tail -n 60 "$log" >&2
        die "the build failed; the whole log is in $log"
    fi
}
