internal import Glibc

/// A line that is typed on the terminal without being shown.
enum HiddenLine {
    /// - Parameter prompt: asks, once nothing is shown any more.
    /// - Returns: the line without its line break; `nil` at the end of the input.
    static func read(_ prompt: () -> Void) -> String? {
        let line = TerminalMode.with { settings in
            settings.c_lflag &= ~tcflag_t(ECHO)
            settings.c_lflag |= tcflag_t(ECHONL)
        } _: {
            prompt()
            return bytes().map { String(decoding: $0, as: UTF8.self) }
        }
        if let line { return line }
        prompt()
        return Swift.readLine()
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
