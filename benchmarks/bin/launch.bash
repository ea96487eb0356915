# What the commands of this folder share: finds a JDK, builds what is missing, starts Java with the product's flags. Read by
# them, not run; they set command (their own name), main_class and root.

target=$root/benchmarks/target

fail() { # exit code, message
    printf '%s: %s\n' "$command" "$2" >&2
    exit "$1"
}

usage() {
    sed -n '2,/^set /{/^set /d;s/^# \{0,1\}//;p}' "$root/benchmarks/bin/$command"
}

# ---- the JDK: the same places as tools/bin/millrace looks in -------------------------------------

# Prints the feature version of the JDK in directory $1; 0 when there is none with a compiler.
jdk_version() {
    local version
    [[ -x $1/bin/java && -x $1/bin/javac ]] || { echo 0; return; }
    version=$("$1/bin/java" -version 2>&1 | sed -n 's/.*version "\([^"]*\)".*/\1/p' | head -n 1) || true
    version=${version#1.}
    version=${version%%[!0-9]*}
    echo "${version:-0}"
}

find_jdk() { # sets java_home and java_version
    local home launcher
    if [[ -n ${JAVA_HOME:-} ]]; then
        java_home=$JAVA_HOME java_version=$(jdk_version "$JAVA_HOME")
        ((java_version >= 17)) || fail 2 "JAVA_HOME=$JAVA_HOME is no JDK 17 or newer: point it at one, or unset it"
        return
    fi
    launcher=$(command -v java) && launcher=$(readlink -f -- "$launcher") || launcher=
    for home in "${launcher%/bin/java}" /usr/lib/jvm/* /usr/java/* /opt/java/* /opt/*jdk* \
        "${HOME:-/nonexistent}"/.sdkman/candidates/java/current "${HOME:-/nonexistent}"/.jdks/*; do
        java_home=$home java_version=$(jdk_version "$home")
        ((java_version < 17)) || return 0
    done
    fail 5 "no JDK found: install a JDK 17 or newer, or set JAVA_HOME to one"
}

# ---- the build -----------------------------------------------------------------------------------

stale() {
    local mark=$target/bench.stamp file
    [[ -e $mark && -d $target/lib && -e $target/classes/META-INF/BenchmarkList ]] || return 0
    file=$(cd "$root" && find pom.xml {journal,engine,archiver,benchmarks}/pom.xml {journal,engine,archiver,benchmarks}/src/main \
        -newer "$mark" -print -quit 2>/dev/null) || true
    [[ -n $file ]]
}

build() {
    command -v mvn >/dev/null || fail 5 "Maven is not there: install Maven 3.8 or newer (for example: apt-get install maven)"
    mkdir -p "$target"
    local log=$target/bench-build.log
    echo "$command: building ..." >&2
    # Taken before the build, so a source file that changes meanwhile counts as newer.
    : >"$target/bench.stamp.new"
    (cd "$root" && JAVA_HOME=$java_home mvn -B -Dquick -DskipTests -Dstyle.color=never package -pl benchmarks -am) \
        >"$log" 2>&1 || {
        grep '^\[ERROR\]' "$log" | head -n 15 >&2 || true
        fail 1 "the build failed: all of it is in $log"
    }
    mv -f "$target/bench.stamp.new" "$target/bench.stamp"
}

# ---- start ---------------------------------------------------------------------------------------

results=$root/benchmarks/results
arguments=()
while (($# > 0)); do
    case $1 in
        -h | --help) usage; exit 0 ;;
        --results) (($# > 1)) || fail 2 "--results needs a folder"; results=$2; shift ;;
        *) arguments+=("$1") ;;
    esac
    shift
done

find_jdk
if stale; then
    build
fi

revision=
if command -v git >/dev/null && revision=$(git -C "$root" rev-parse --short=12 HEAD 2>/dev/null); then
    [[ -z $(git -C "$root" status --porcelain -- pom.xml journal engine archiver benchmarks/pom.xml benchmarks/src 2>/dev/null) ]] ||
        revision+=' with changes'
fi

# The forks take the flags of this process: the product's own, its collector, and a heap of fixed size.
options=("@$root/journal/jvm/base.options")
((java_version >= 24)) && options+=("@$root/journal/jvm/java24.options")
options+=(-Xms512m -Xmx512m -XX:+UseSerialGC)
exec "$java_home/bin/java" "${options[@]}" -cp "$target/classes:$target/lib/*" \
    "$main_class" --results "$results" --revision "$revision" "${arguments[@]}"
