internal import Glibc

/// SIGTERM and SIGINT, taken by whoever waits for them rather than by a handler.
struct StopSignals {
    private let set: sigset_t

    /// Holds the signals back from this thread and all it starts from here on.
    init() {
        var set = sigset_t()
        sigemptyset(&set)
        sigaddset(&set, SIGTERM)
        sigaddset(&set, SIGINT)
        pthread_sigmask(SIG_BLOCK, &set, nil)
        self.set = set
    }

    /// Returns at the first of the signals. The next one ends the process.
    func wait() {
        var set = set
        var signal: Int32 = 0
        sigwait(&set, &signal)
        pthread_sigmask(SIG_UNBLOCK, &set, nil)
    }

    /// Sends SIGTERM to this process when its standard input ends.
    func raiseAtEndOfInput() {
        var thread = pthread_t()
        pthread_create(
            &thread, nil,
            { _ in
                var byte: UInt8 = 0
                while true {
                    let count = read(STDIN_FILENO, &byte, 1)
                    if count == 0 || (count < 0 && errno != EINTR) { break }
                }
                kill(getpid(), SIGTERM)
                return nil
            }, nil)
    }
}
