package background

import "golang.org/x/sys/unix"

// niceness is how far a thread stands back, of 19: https://man7.org/linux/man-pages/man7/sched.7.html
const niceness = 10

// standBack is about this thread alone, as Linux has it. One that cannot stand back works as others do.
func standBack() { _ = unix.Setpriority(unix.PRIO_PROCESS, unix.Gettid(), niceness) }
