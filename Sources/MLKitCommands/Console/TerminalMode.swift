internal import Glibc
internal import Synchronization

/// A time in which the terminal does not treat what is typed as it usually does. However the command ends meanwhile, the terminal is as
/// it was.
enum TerminalMode {
    /// The signal that came meanwhile; 0 for none.
    private static let received = Atomic<Int32>(0)

    /// - Parameters:
    ///   - change: of the terminal's settings.
    ///   - body: reads what is typed. A signal that would end the command has `read` come back with nothing, and comes when all is done.
    /// - Returns: `nil` if standard input is no terminal: nothing is done then.
    static func with<Result>(_ change: (inout termios) -> Void, _ body: () -> Result) -> Result? {
        var usual = termios()
        guard tcgetattr(STDIN_FILENO, &usual) == 0 else { return nil }
        let numbers = [SIGINT, SIGTERM, SIGHUP, SIGQUIT, SIGTSTP]
        let old = numbers.map { interrupting($0) }
        var changed = usual
        change(&changed)
        tcsetattr(STDIN_FILENO, TCSADRAIN, &changed)
        let result = body()
        tcsetattr(STDIN_FILENO, TCSADRAIN, &usual)
        for (number, action) in zip(numbers, old) {
            var action = action
            sigaction(number, &action, nil)
        }
        let number = received.exchange(0, ordering: .relaxed)
        if number != 0 { raise(number) }
        return result
    }

    /// Has a signal end the reading, and nothing else; unless this process was started to ignore it.
    private static func interrupting(_ number: Int32) -> sigaction {
        var (old, new) = (sigaction(), sigaction())
        sigaction(number, nil, &old)
        guard unsafeBitCast(old.__sigaction_handler, to: Int.self) != unsafeBitCast(SIG_IGN, to: Int.self) else { return old }
        // Without SA_RESTART: `read` comes back.
        new.__sigaction_handler.sa_handler = { TerminalMode.received.store($0, ordering: .relaxed) }
        sigaction(number, &new, nil)
        return old
    }
}
