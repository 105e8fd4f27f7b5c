internal import MLKitCore

/// The beginning of a delimited file, up to its first row of values: lines to skip, `sep=;` as Excel writes it, comments,
/// and the header.
struct DelimitedOpening {
    private let buffer: TextBuffer
    private let name: String
    private let options: ReadingOptions
    private(set) var names: [String] = []
    private(set) var form = DelimitedForm()
    /// The line on which the first row of values begins, from 1.
    private(set) var line = 1
    /// The header as it stands in the file; empty where it has several lines, or there is none.
    private(set) var header: [UInt8] = []
    /// What stands in the line below the header, which may be units; empty where that is not asked.
    private(set) var below: [String] = []
    /// Where the names of the columns stand, if not in the line they are taken from.
    private(set) var likelyHeader: LikelyHeader?

    init(_ buffer: TextBuffer, name: String, options: ReadingOptions) {
        self.buffer = buffer
        self.name = name
        self.options = options
    }

    mutating func read() throws {
        form = options.form
        for _ in 0..<options.skip { try passLine() }
        var declared = options.delimiterByte
        if let text = try firstLine(), let told = Self.separator(toldBy: text) {
            declared = declared ?? told
            try passLine()
        }
        while let comment = form.comment, let text = try firstLine(), text.utf8.first == comment { try passLine() }
        guard let first = try firstLine() else { throw Failure("`\(name)` is empty") }
        try checkCharacters(first)
        let found = try DelimitedHeader(
            lines(), file: name, line: line, delimiter: declared.map { Character(Unicode.Scalar($0)) }, quote: form.quote)
        form.delimiter = found.delimiter.asciiValue ?? form.delimiter
        names = try options.names.map { try Self.named($0, found.names.count, name) } ?? found.names
        guard options.hasHeader else {
            if options.names == nil { names = names.indices.map { "column_\($0 + 1)" } }
            return
        }
        if names.count <= LikelyHeader.narrow { likelyHeader = LikelyHeader(behind: first, try lines(LikelyHeader.reach), line: line) }
        // Names that are said take the place of those in the file.
        if options.names == nil { try found.check(first) }
        if found.lineCount == 1 { header = Array(first.utf8) }
        for _ in 0..<found.lineCount { try passLine() }
        guard options.names == nil, line == options.skip + 2, let second = try lines(1).first else { return }
        below = second.split(separator: Character(Unicode.Scalar(form.delimiter)), omittingEmptySubsequences: false).map { value in
            String(value).trimmed.filter { $0 != "\"" }
        }
    }

    /// - Throws: `Failure` where there are not as many names as columns.
    private static func named(_ names: [String], _ count: Int, _ file: String) throws -> [String] {
        guard names.count == count else {
            throw Failure(
                "`read.names` has \(plural(names.count, "name")), and `\(file)` \(plural(count, "column"))",
                hint: "name all columns, in their order")
        }
        return names
    }

    /// `sep=;`.
    private static func separator(toldBy line: String) -> UInt8? {
        let bytes = Array(line.utf8)
        guard bytes.count == 5, line.lowercased().hasPrefix("sep=") else { return nil }
        return bytes[4]
    }

    /// - Throws: `Failure` for a first line that is not UTF-8.
    private func checkCharacters(_ text: String) throws {
        let bytes = UnsafeBufferPointer(start: UnsafePointer(buffer.bytes + buffer.start), count: try lineLength(from: 0) ?? 0)
        guard !UTF8Check.isValid(bytes) else { return }
        let place = SourceLocation(file: name, line: line, column: 1, length: max(text.count, 1), sourceLine: text)
        throw Failure("cannot read `\(name)`: the row is not UTF-8 text", at: place, hint: TextEncoding.hint)
    }

    /// The text of the line at hand, without its end; `nil` at the end of the file.
    private func firstLine() throws -> String? {
        guard let length = try lineLength(from: 0) else { return nil }
        return String(decoding: UnsafeBufferPointer(start: buffer.bytes + buffer.start, count: length), as: UTF8.self)
    }

    /// The next lines; if nothing else is said as many as a header may take up.
    private func lines(_ count: Int = 8) throws -> [String] {
        var (lines, offset) = ([String](), 0)
        while lines.count < count, let length = try lineLength(from: offset) {
            let start = buffer.bytes + buffer.start + offset
            lines.append(String(decoding: UnsafeBufferPointer(start: start, count: length), as: UTF8.self))
            offset += length + endLength(offset + length)
        }
        return lines
    }

    /// The bytes of the line that begins at an offset; `nil` at the end of the file.
    private func lineLength(from offset: Int) throws -> Int? {
        var length = 0
        while true {
            while buffer.start + offset + length < buffer.end {
                let byte = buffer.bytes[buffer.start + offset + length]
                if byte == UInt8(ascii: "\n") || byte == UInt8(ascii: "\r") { return length }
                length += 1
            }
            guard try buffer.fill() else { return length == 0 ? nil : length }
        }
    }

    /// The bytes of the line end at an offset.
    private func endLength(_ offset: Int) -> Int {
        let place = buffer.start + offset
        guard place < buffer.end else { return 0 }
        let isPair = buffer.bytes[place] == UInt8(ascii: "\r") && place + 1 < buffer.end
        return isPair && buffer.bytes[place + 1] == UInt8(ascii: "\n") ? 2 : 1
    }

    private mutating func passLine() throws {
        guard let length = try lineLength(from: 0) else { return }
        if buffer.start + length + 1 >= buffer.end { _ = try buffer.fill() }
        buffer.start += length + endLength(length)
        line += 1
    }
}
