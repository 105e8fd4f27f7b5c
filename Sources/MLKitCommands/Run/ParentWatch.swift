internal import Glibc

/// Ends this process, and what it has started, when the process that started it is gone: a stage whose runner
/// was killed must not go on writing beside the next run.
///
/// A thread that looks once a second, because the system's own signal for this (`PR_SET_PDEATHSIG`) watches the
/// thread that forked and not the process, and reaches no grandchildren.
enum ParentWatch {
    static func start() {
        let parent = getppid()
        let context = UnsafeMutablePointer<pid_t>.allocate(capacity: 1)
        context.initialize(to: parent)
        var thread = pthread_t()
        pthread_create(
            &thread, nil,
            { context in
                let parent = context?.load(as: pid_t.self)
                while getppid() == parent { sleep(1) }
                // A stage leads a process group; one started by hand does not, and ends alone.
                kill(getpgrp() == getpid() ? 0 : getpid(), SIGTERM)
                return nil
            }, context)
        pthread_detach(thread)
    }
}
