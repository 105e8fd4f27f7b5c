internal import ArgumentParser
internal import Glibc
internal import MLKitCore

/// Standard output for data, standard error for the rest; knows what a terminal can show.
struct Console: Sendable {
    let inputIsTerminal: Bool
    let outputIsTerminal: Bool
    let errorIsTerminal: Bool
    let allowsColour: Bool
    /// Whether the terminal can move its cursor and draw over what it shows.
    let isDrawable: Bool

    static let standard = Console(
        inputIsTerminal: isatty(STDIN_FILENO) == 1,
        outputIsTerminal: isatty(STDOUT_FILENO) == 1,
        errorIsTerminal: isatty(STDERR_FILENO) == 1,
        allowsColour: !Console.isDumb && (getenv("NO_COLOR").map { $0.pointee == 0 } ?? true),
        isDrawable: isatty(STDERR_FILENO) == 1 && !Console.isDumb)

    /// `TERM=dumb`: a terminal that shows every sequence as it is, as in editors and in logs of builds.
    private static var isDumb: Bool { getenv("TERM").map { strcmp($0, "dumb") == 0 } ?? false }

    var outputIsColoured: Bool { outputIsTerminal && allowsColour }
    var errorIsColoured: Bool { errorIsTerminal && allowsColour }

    /// Writes data. What names and texts of others have in them that a terminal would obey is made visible.
    func output(_ text: String) {
        Self.write(text.harmless(keeping: outputIsColoured ? Style.sequences : []), STDOUT_FILENO)
    }

    /// Writes words for people, between which lines are broken where the terminal ends (`WrappedText`).
    func say(_ text: String) { output(WrappedText.lines(text, width: outputWidth)) }

    /// Writes the result of a command: JSON as it is, words as `say` does.
    func say(_ text: String, as format: OutputFormat) {
        switch format {
        case .text: say(text)
        case .json: output(text)
        }
    }

    /// Writes progress and problems, in the same way.
    func error(_ text: String) { errorAsIs(WrappedText.lines(text, width: errorWidth)) }

    /// The same, each line as it is.
    func errorAsIs(_ text: String) {
        Self.write(text.harmless(keeping: errorIsColoured ? Style.sequences : []), STDERR_FILENO)
    }

    /// Moves the cursor up and to the start of the line, clears all below it, and writes.
    func redraw(above lines: Int, _ text: String) {
        if lines > 0 { Self.write("\r\u{1B}[\(lines)A\u{1B}[J", STDERR_FILENO) }
        errorAsIs(text)
    }

    /// Columns of the terminal that standard error goes to.
    var width: Int { Self.columns(STDERR_FILENO) ?? 80 }

    /// The same; `nil` if it is no terminal, or does not know.
    var promptWidth: Int? { errorIsTerminal ? Self.columns(STDERR_FILENO) : nil }

    /// Lines of the terminal that standard error goes to; `nil` if it is none, or does not know.
    var promptHeight: Int? { errorIsTerminal ? Self.size(STDERR_FILENO).flatMap { $0.ws_row > 0 ? Int($0.ws_row) : nil } : nil }

    /// Columns within which words to standard output stay: `COLUMNS`, where that is set, else those of the terminal; `nil` if there is
    /// none, or it does not know.
    var outputWidth: Int? { Self.wanted ?? (outputIsTerminal ? Self.columns(STDOUT_FILENO) : nil) }

    /// The same for standard error.
    var errorWidth: Int? { Self.wanted ?? promptWidth }

    /// Somebody who sets `COLUMNS` has their reason, whatever the terminal says (POSIX, Base Definitions, 8.3).
    private static var wanted: Int? { getenv("COLUMNS").flatMap { Int(String(cString: $0)) }.flatMap { $0 > 0 ? $0 : nil } }

    private static func columns(_ descriptor: Int32) -> Int? {
        size(descriptor).flatMap { $0.ws_col > 0 ? Int($0.ws_col) : nil }
    }

    private static func size(_ descriptor: Int32) -> winsize? {
        var size = winsize()
        return ioctl(descriptor, UInt(TIOCGWINSZ), &size) == 0 ? size : nil
    }

    /// Writes all bytes; what cannot be written, as to a closed pipe, is dropped.
    private static func write(_ text: String, _ descriptor: Int32) {
        var text = text
        text.withUTF8 { buffer in
            var rest = UnsafeRawBufferPointer(buffer)
            while let base = rest.baseAddress, !rest.isEmpty {
                let count = Glibc.write(descriptor, base, rest.count)
                if count < 0, errno == EINTR { continue }
                guard count > 0 else { return }
                rest = UnsafeRawBufferPointer(rebasing: rest.dropFirst(count))
            }
        }
    }
}

/// How a text stands out on a terminal.
enum Style: String {
    case bold = "1"
    case dim = "2"
    case red = "31"
    case green = "32"
    case yellow = "33"
    case cyan = "36"

    /// The sequences that set a style, those of diagnostics too, and the one that ends it.
    static let sequences = Set(
        (["0"] + all.map(\.rawValue) + all.map { "1;\($0.rawValue)" }).map { "\u{1B}[\($0)m" })
    private static let all: [Style] = [.bold, .dim, .red, .green, .yellow, .cyan]
}

extension String {
    /// The text in a style, or as it is where there is no colour.
    func styled(_ style: Style, _ isColoured: Bool) -> String {
        isColoured ? "\u{1B}[\(style.rawValue)m\(self)\u{1B}[0m" : self
    }

    /// The text filled up with spaces to a width.
    func padded(_ width: Int) -> String {
        self + String(repeating: " ", count: max(width - visibleCount, 0))
    }
}

/// How a command's data is written.
enum OutputFormat: String, CaseIterable, ExpressibleByArgument {
    case text
    case json
}

/// `--format`, as every command with a table takes it.
struct FormatOption: ParsableArguments {
    @Option(help: "How to write the result: text or json.")
    var format = OutputFormat.text
}
