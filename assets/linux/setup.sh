#!/bin/sh
# Finds what this machine lacks to build (setup.sh build) or to test (setup.sh test) Overachiever, says what and why,
# and installs it with the system's own package manager. Does nothing, quickly and offline, when all is there.
set -eu

# What is looked for, one a line: group | probe | why | Debian, Ubuntu | Fedora | Arch
# A probe is a command that must exist, or "lib:NAME", a library whose headers pkg-config must know.
needs() {
	cat <<'TABLE'
build|gcc|compiles the part that is written in C|gcc libc6-dev|gcc|gcc
build|pkg-config|finds the libraries below|pkg-config|pkgconf-pkg-config|pkgconf
build|lib:gl|OpenGL: draws the window|libgl1-mesa-dev|mesa-libGL-devel|libglvnd mesa
build|lib:x11|X11: the window itself|xorg-dev|libX11-devel|libx11
build|lib:xcursor|X11: the pointer's shapes|xorg-dev|libXcursor-devel|libxcursor
build|lib:xrandr|X11: screens and their scale|xorg-dev|libXrandr-devel|libxrandr
build|lib:xinerama|X11: several screens|xorg-dev|libXinerama-devel|libxinerama
build|lib:xi|X11: smooth scrolling|xorg-dev|libXi-devel|libxi
build|lib:xxf86vm|X11: video modes|xorg-dev|libXxf86vm-devel|libxxf86vm
build|lib:xkbcommon|keyboard layouts|libxkbcommon-dev|libxkbcommon-devel|libxkbcommon
build|lib:wayland-client|Wayland: the window itself|libwayland-dev|wayland-devel|wayland
test|Xvfb|a display that needs no screen|xvfb|xorg-x11-server-Xvfb|xorg-server-xvfb
test|openbox|the window manager on it|openbox|openbox|openbox
test|xdotool|types and clicks on it|xdotool|xdotool|xdotool
test|xclip|copies, and reads what was copied|xclip|xclip|xclip
test|xprop|tells which windows are open|x11-utils|xprop|xorg-xprop
test|xwininfo|tells where they are|x11-utils|xwininfo|xorg-xwininfo
test|tesseract|reads the words in the picture|tesseract-ocr|tesseract|tesseract tesseract-data-eng
test|dbus-daemon|the session bus that the keyring answers on|dbus|dbus-daemon|dbus
test|gnome-keyring-daemon|the keyring that holds the sign-in|gnome-keyring|gnome-keyring|gnome-keyring
test|xdg-open|opens links in the default browser|xdg-utils|xdg-utils|xdg-utils
test|strace|makes the disk fail|strace|strace|strace
test|chromium|the browser to sign in through|chromium|chromium|chromium
TABLE
}

present() {
	case $1 in
	lib:*) pkg-config --exists "${1#lib:}" 2>/dev/null ;;
	chromium) command -v chromium || command -v chromium-browser || command -v google-chrome ;;
	*) command -v "$1" ;;
	esac >/dev/null
}

# manager prints the package manager to use and the column of the table that holds its names.
manager() {
	if command -v apt-get >/dev/null; then echo apt-get 4
	elif command -v dnf >/dev/null; then echo dnf 5
	elif command -v pacman >/dev/null; then echo pacman 6
	else echo none 4
	fi
}

install_command() {
	case $1 in
	apt-get) echo "apt-get update -qq && DEBIAN_FRONTEND=noninteractive apt-get install -y -qq $2" ;;
	dnf) echo "dnf install -y -q $2" ;;
	pacman) echo "pacman -Sy --needed --noconfirm $2" ;;
	esac
}

# as_root runs a shell command as root: at once when we are root, else through sudo, asked for once.
as_root() {
	if [ "$(id -u)" -eq 0 ]; then
		sh -c "$1"
	elif command -v sudo >/dev/null; then
		echo "setup: installing them takes administrator rights: sudo may ask for your password now, once."
		sudo sh -c "$1"
	else
		echo "setup: there is no sudo here. Run this as root, then try again:" >&2
		echo "    $1" >&2
		exit 1
	fi
}

setup_mac() {
	xcode-select -p >/dev/null 2>&1 && return
	echo "setup: Apple's command line tools are missing: their compiler builds the window." >&2
	echo "setup: run  xcode-select --install  , agree in its window, then try again." >&2
	exit 1
}

# collect WHAT COLUMN: says what is missing of group WHAT ("test" includes "build") and leaves the packages in $packages.
collect() {
	packages=
	list=$(mktemp)
	trap 'rm -f "$list"' EXIT
	needs >"$list"
	while IFS='|' read -r group probe why debian fedora arch; do
		if [ "$group" = test ] && [ "$1" = build ]; then continue; fi
		if present "$probe"; then continue; fi
		case $2 in 4) names=$debian ;; 5) names=$fedora ;; *) names=$arch ;; esac
		echo "setup: missing ${probe#lib:} ($why): package $names"
		for name in $names; do
			case " $packages " in *" $name "*) ;; *) packages="$packages $name" ;; esac
		done
	done <"$list"
}

main() {
	what=${1:-}
	case $what in build | test) ;; *) echo "usage: setup.sh build|test" >&2; exit 2 ;; esac
	if ! command -v go >/dev/null; then
		echo "setup: Go is missing: get it from https://go.dev/dl/ (or your system's packages), then try again." >&2
		exit 1
	fi
	case $(uname -s) in
	Darwin) setup_mac; exit 0 ;;
	Linux) ;;
	*) echo "setup: on $(uname -s) nothing is installed for you: it takes Go and a C compiler (on Windows: MSYS2's mingw-w64 gcc)."; exit 0 ;;
	esac

	set -- $(manager)
	collect "$what" "$2"
	[ -n "$packages" ] || exit 0
	if [ "$1" = none ]; then
		echo "setup: no apt-get, dnf or pacman here. Install, under the names your system gives them (these are Debian's):$packages" >&2
		exit 1
	fi
	echo "setup: installing with $1:$packages"
	as_root "$(install_command "$1" "$packages")"
	collect "$what" "$2" >/dev/null
	if [ -n "$packages" ]; then
		echo "setup: still missing after the installation:$packages" >&2
		exit 1
	fi
	echo "setup: done"
}

main "$@"
