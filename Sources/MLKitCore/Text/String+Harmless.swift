/// Texts that others wrote, as a log, a file's name or what a program says: what is in them must not move the cursor of
/// the terminal that shows them, rename its window, or make one text look like another.
extension String {
    /// The text with what a terminal would obey made visible, as `\x1b`. Ends of lines and tabs stay.
    ///
    /// - Parameter styles: sequences that stay too, such as those of colours that mlkit itself sets, each with its first
    ///   character ESC.
    public func harmless(keeping styles: Set<String> = []) -> String {
        guard mayHarm else { return self }
        var shown = ""
        shown.reserveCapacity(utf8.count)
        var rest = unicodeScalars[...]
        while let scalar = rest.first {
            if scalar == "\u{1B}", let style = rest.sequenceAtStart, styles.contains(style) {
                shown += style
                rest = rest.dropFirst(style.unicodeScalars.count)
                continue
            }
            rest.removeFirst()
            let endsLine = scalar == "\r" && rest.first == "\n"
            if scalar.isObeyed, !endsLine { shown += scalar.asEscape } else { shown.unicodeScalars.append(scalar) }
        }
        return shown
    }

    /// The text on one line: the name of a file may have ends of lines in it.
    var unbroken: String {
        guard utf8.contains(where: { $0 == 0x0A || $0 == 0x0D }) else { return self }
        return unicodeScalars.map { $0 == "\n" ? "\\n" : $0 == "\r" ? "\\r" : String($0) }.joined()
    }

    /// A line of a log as its reader would see it: without colours and other sequences, and of what a progress bar wrote
    /// over and over only the last.
    public var asLogLine: String {
        guard mayHarm else { return self }
        var shown = String.UnicodeScalarView()
        var rest = unicodeScalars[...]
        while let scalar = rest.first {
            if scalar == "\u{1B}", let sequence = rest.sequenceAtStart {
                rest = rest.dropFirst(sequence.unicodeScalars.count)
                continue
            }
            rest.removeFirst()
            // At the end of a line it belongs to that.
            if scalar == "\r" {
                if rest.first != "\n", !rest.isEmpty { shown.removeAll() }
            } else {
                shown.append(scalar)
            }
        }
        return String(shown).harmless()
    }

    /// Whether any of it is more than text. Nearly all is ASCII, which is quick to look through.
    private var mayHarm: Bool {
        utf8.contains { $0 < 0x20 && $0 != 0x0A && $0 != 0x09 || $0 == 0x7F || $0 >= 0x80 }
            && unicodeScalars.contains { $0.isObeyed }
    }
}

extension Substring.UnicodeScalarView {
    /// The sequence that begins here with ESC: `ESC [ … letter`, `ESC ] … BEL` (or `ESC \`), or ESC and a few characters;
    /// `nil` for an ESC at the end.
    fileprivate var sequenceAtStart: String? {
        guard let second = dropFirst().first else { return nil }
        let body = dropFirst(2)
        switch second {
        case "[":
            let end = body.firstIndex { (0x40...0x7E).contains($0.value) }
            return String(self[...(end ?? index(before: endIndex))])
        case "]", "P", "X", "^", "_":
            guard let end = body.firstIndex(where: { $0 == "\u{07}" || $0 == "\u{1B}" }) else { return String(self) }
            let next = index(after: end)
            let isLong = self[end] == "\u{1B}" && next < endIndex
            return String(self[...(isLong ? next : end)])
        default:
            let end = dropFirst().firstIndex { !(0x20...0x2F).contains($0.value) }
            return String(self[...(end ?? index(before: endIndex))])
        }
    }
}

extension Unicode.Scalar {
    /// Whether a terminal does something with it besides showing it: control characters, and those that turn the
    /// direction of what follows.
    fileprivate var isObeyed: Bool {
        switch value {
        case 0x09, 0x0A: false
        case 0..<0x20, 0x7F..<0xA0, 0x200E...0x200F, 0x202A...0x202E, 0x2066...0x2069: true
        default: false
        }
    }

    /// `\x1b`, or `\u202e` for what needs more digits.
    fileprivate var asEscape: String {
        let digits = String(value, radix: 16)
        return value < 0x100
            ? "\\x" + String(repeating: "0", count: 2 - digits.count) + digits : "\\u" + digits
    }
}
