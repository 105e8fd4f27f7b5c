internal import Glibc
internal import Synchronization

/// A line that is typed on the terminal without being shown. However the command ends meanwhile, the terminal shows again what
/// is typed.
enum HiddenLine {
    /// The signal that came meanwhile; 0 for none.
    private static let received = Atomic<Int32>(0)

    /// - Parameter prompt: asks, once nothing is shown any more.
    /// - Returns: the line without its line break; `nil` at the end of the input.
    static func read(_ prompt: () -> Void) -> String? {
        var shown = termios()
        guard tcgetattr(STDIN_FILENO, &shown) == 0 else {
            prompt()
            return Swift.readLine()
        }
        let numbers = [SIGINT, SIGTERM, SIGHUP, SIGQUIT, SIGTSTP]
        let old = numbers.map { interrupting($0) }
        var hidden = shown
        hidden.c_lflag &= ~tcflag_t(ECHO)
        hidden.c_lflag |= tcflag_t(ECHONL)
        tcsetattr(STDIN_FILENO, TCSADRAIN, &hidden)
        prompt()
        let line = bytes()
        tcsetattr(STDIN_FILENO, TCSADRAIN, &shown)
        for (number, action) in zip(numbers, old) {
            var action = action
            sigaction(number, &action, nil)
        }
        let number = received.exchange(0, ordering: .relaxed)
        if number != 0 { raise(number) }
        return line.map { String(decoding: $0, as: UTF8.self) }
    }

    /// Has a signal end the reading of a line, and nothing else; unless this process was started to ignore it.
    private static func interrupting(_ number: Int32) -> sigaction {
        var (old, new) = (sigaction(), sigaction())
        sigaction(number, nil, &old)
        guard unsafeBitCast(old.__sigaction_handler, to: Int.self) != unsafeBitCast(SIG_IGN, to: Int.self) else { return old }
        // Without SA_RESTART: `read` comes back.
        new.__sigaction_handler.sa_handler = { HiddenLine.received.store($0, ordering: .relaxed) }
        sigaction(number, &new, nil)
        return old
    }

    /// The bytes up to the end of the line; `nil` at the end of the input, and when a signal came. A terminal gives one line at a
    /// time, so that nothing of this one is in a buffer of `Swift.readLine`.
    private static func bytes() -> [UInt8]? {
        var line = [UInt8]()
        var byte: UInt8 = 0
        while true {
            let count = Glibc.read(STDIN_FILENO, &byte, 1)
            guard count == 1 else { return nil }
            if byte == UInt8(ascii: "\n") { return line }
            line.append(byte)
        }
    }
}
