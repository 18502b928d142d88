#include "processes.h"

#include <errno.h>
#include <signal.h>
#include <stddef.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

int hearth_open_process(pid_t process) {
    return (int)syscall(SYS_pidfd_open, process, 0);
}

int hearth_kill_process(int descriptor) {
    return (int)syscall(SYS_pidfd_send_signal, descriptor, SIGKILL, NULL, 0);
}

int hearth_start_detached(const char *program, char *const words[]) {
    int status;
    pid_t child = fork();
    if (child < 0)
        return -1;
    if (child == 0) {
        // This process ends at once, so the system's first process adopts its child.
        pid_t second = fork();
        if (second == 0) {
            sigset_t none;
            sigemptyset(&none);
            sigprocmask(SIG_SETMASK, &none, NULL);
            execv(program, words);
            _exit(127);
        }
        _exit(second < 0 ? 1 : 0);
    }
    while (waitpid(child, &status, 0) < 0) {
        if (errno != EINTR)
            return -1;
    }
    return WIFEXITED(status) && WEXITSTATUS(status) == 0 ? 0 : -1;
}
