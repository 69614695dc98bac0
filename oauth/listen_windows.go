package oauth

import "syscall"

// exclusive keeps other programs from binding the port a second time, which Windows
// allows unless it is told not to.
// https://learn.microsoft.com/en-us/windows/win32/winsock/using-so-reuseaddr-and-so-exclusiveaddruse
func exclusive(_, _ string, connection syscall.RawConn) error {
	const exclusiveAddress = ^syscall.SO_REUSEADDR // SO_EXCLUSIVEADDRUSE, as winsock2.h has it
	var refused error
	err := connection.Control(func(socket uintptr) {
		refused = syscall.SetsockoptInt(syscall.Handle(socket), syscall.SOL_SOCKET, exclusiveAddress, 1)
	})
	if err != nil {
		return err
	}
	return refused
}
