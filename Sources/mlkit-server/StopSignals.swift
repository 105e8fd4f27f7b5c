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
        // A client that is gone must not end the server.
        Glibc.signal(SIGPIPE, SIG_IGN)
    }

    /// Waits for one of the signals; the next one then ends the process.
    ///
    /// - Parameter meanwhile: called twice a second.
    /// - Returns: the signal.
    func wait(_ meanwhile: () -> Void) -> Int32 {
        var set = set
        while true {
            var pause = timespec(tv_sec: 0, tv_nsec: 500_000_000)
            let signal = sigtimedwait(&set, nil, &pause)
            if signal > 0 {
                pthread_sigmask(SIG_UNBLOCK, &set, nil)
                return signal
            }
            meanwhile()
        }
    }

    /// Waits; a signal ends the process.
    func sleep(seconds: Double) {
        var pause = timespec(tv_sec: Int(seconds), tv_nsec: Int((seconds - seconds.rounded(.down)) * 1e9))
        var rest = timespec()
        while nanosleep(&pause, &rest) != 0, errno == EINTR { pause = rest }
    }

    /// Sends SIGINT to this process when its standard input ends.
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
                kill(getpid(), SIGINT)
                return nil
            }, nil)
    }
}
