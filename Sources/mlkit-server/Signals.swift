internal import Glibc
internal import Synchronization

/// SIGTERM, SIGINT and SIGHUP, taken by whoever waits for them rather than by a handler.
///
/// SIGHUP has a server look at its files again. One that was started in a terminal ends with it, as other programs do.
struct Signals {
    private let set: sigset_t

    /// Holds the signals back from this thread and all it starts from here on.
    init() {
        var set = sigset_t()
        sigemptyset(&set)
        sigaddset(&set, SIGTERM)
        sigaddset(&set, SIGINT)
        if isatty(STDIN_FILENO) == 0 { sigaddset(&set, SIGHUP) }
        pthread_sigmask(SIG_BLOCK, &set, nil)
        self.set = set
        // A client that is gone must not end the server.
        Glibc.signal(SIGPIPE, SIG_IGN)
    }

    /// Whether there is something to drain.
    private static let isServing = Atomic(false)

    /// Has a signal end the process until it serves: to load a model may take long, and there is nothing to drain.
    func endWhileStarting() {
        var thread = pthread_t()
        pthread_create(
            &thread, nil,
            { _ in
                var set = sigset_t()
                sigemptyset(&set)
                sigaddset(&set, SIGTERM)
                sigaddset(&set, SIGINT)
                while true {
                    var pause = timespec(tv_sec: 0, tv_nsec: 100_000_000)
                    let signal = sigtimedwait(&set, nil, &pause)
                    if Signals.isServing.load(ordering: .acquiring) {
                        // One that was taken meanwhile is for whoever waits.
                        if signal > 0 { kill(getpid(), signal) }
                        return nil
                    }
                    guard signal > 0 else { continue }
                    pthread_sigmask(SIG_UNBLOCK, &set, nil)
                    raise(signal)
                }
            }, nil)
    }

    func serve() { Self.isServing.store(true, ordering: .releasing) }

    /// Waits for one of the signals that end the server; the next one then ends the process.
    ///
    /// - Parameter hangup: called at each SIGHUP; it must not take long, as no signal is heeded meanwhile.
    /// - Returns: the signal.
    func wait(_ hangup: () -> Void) -> Int32 {
        var set = set
        while true {
            let signal = sigwaitinfo(&set, nil)
            if signal > 0, signal != SIGHUP {
                // It asks for files to be looked at, and there is no need any more; it must not end what is in flight.
                sigdelset(&set, SIGHUP)
                pthread_sigmask(SIG_UNBLOCK, &set, nil)
                return signal
            }
            if signal == SIGHUP { hangup() }
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
