internal import Glibc
internal import MLKitCore
internal import MLKitSignature

/// The rows of a delimited file (RFC 4180, and what is about): values between quotes may hold separators and line breaks, a
/// doubled quote stands for one; lines end with LF, CR LF or CR, also mixed in one file.
///
/// Rejected: DuckDB's reader. It wants one line end in a whole file, refuses a row without a way on, and leaves numbers and
/// dates to rules that a server cannot follow. And `DelimitedReader` of `MLKitCore`, for small texts: it has the whole of them in memory,
/// and each cell as a text of its own.
final class DelimitedRows: RowSource {
    let columns: [String]
    let form: DelimitedForm
    /// Where the names of the columns stand, if not in the line they are taken from.
    let likelyHeader: LikelyHeader?
    /// What stands in the line below the header, which may be units; empty where that is not asked.
    let below: [String]
    private let buffer: TextBuffer
    private let name: String
    /// For each column of the file its place in a batch, -1 for none.
    private var places: [Int] = []
    /// What each byte means outside of quotes.
    private let meanings: UnsafeMutablePointer<UInt8>
    /// The line on which the next row begins, from 1.
    private var line: Int
    /// Values of the row at hand in which doubled quotes stand for one.
    private var doubled: [Int] = []
    var encoding: TextEncoding { buffer.encoding }
    private(set) var dropped = 0
    private(set) var filled = 0
    /// Rows that repeat the header, as files that were put one behind the other have them.
    private(set) var headers = 0
    /// The header as it stands in the file; empty where it has several lines, or there is none.
    private let header: [UInt8]

    private static let (ordinary, separator, lineEnd): (UInt8, UInt8, UInt8) = (0, 1, 2)
    /// Beyond this many bytes a row is no row: a quote was opened that does not close.
    private static let rowLimit = 64 << 20

    /// Opens a file, and reads its header.
    ///
    /// - Parameter content: its name is what messages call the file.
    init(_ content: SourceContent, options: ReadingOptions) throws {
        name = content.name
        buffer = try TextBuffer(try content.open(), encoding: options.textEncoding)
        if buffer.encoding == .utf8, options.encoding == nil, buffer.hasBinary {
            throw Failure("`\(content.name)` is not text, whatever its name says", hint: "tables are read as \(SourceFormat.known)")
        }
        var opening = DelimitedOpening(buffer, name: name, options: options)
        try opening.read()
        (columns, form, line, likelyHeader, header) = (opening.names, opening.form, opening.line, opening.likelyHeader, opening.header)
        below = opening.below
        meanings = .allocate(capacity: 256)
        meanings.initialize(repeating: Self.ordinary, count: 256)
        meanings[Int(form.delimiter)] = Self.separator
        meanings[Int(UInt8(ascii: "\n"))] = Self.lineEnd
        meanings[Int(UInt8(ascii: "\r"))] = Self.lineEnd
    }

    deinit { meanings.deallocate() }

    /// Chooses the columns that batches have, by their names.
    func select(_ wanted: [String]) {
        let positions = wanted.placesByBytes
        places = columns.map { positions[ByteText($0)] ?? -1 }
    }

    func next(_ batch: FieldBatch) throws -> Bool {
        batch.rows = 0
        while batch.rows < batch.capacity {
            switch try row(batch.fields + batch.rows * batch.columns, batch.columns) {
            case .taken: batch.rows += 1
            case .passed: continue
            case .incomplete:
                // What is handed over stays where it is until the next call.
                if batch.rows > 0 { return true }
                let hasMore = try buffer.fill()
                if buffer.isCut { throw cut }
                guard hasMore || buffer.start < buffer.end else { return false }
                if buffer.end - buffer.start > Self.rowLimit { throw unclosed() }
            }
        }
        return batch.rows > 0
    }

    private enum Outcome {
        case taken, passed, incomplete
    }

    /// Takes the next row, if all of it is in the buffer.
    private func row(_ out: UnsafeMutablePointer<Field>, _ width: Int) throws -> Outcome {
        let (end, first) = (buffer.bytes + buffer.end, buffer.bytes + buffer.start)
        guard first < end else { return .incomplete }
        if let comment = form.comment, first.pointee == comment { return passLine(first, end) }
        for place in 0..<width { out[place] = .missing }
        var (place, column, lines) = (first, 0, 1)
        var surplus = false
        doubled.removeAll(keepingCapacity: true)
        while true {
            var field = Field(start: UnsafePointer(place), count: 0)
            var isDoubled = false
            if place < end, let quote = form.quote, let opened = opening(place, end, quote) {
                guard let close = closing(opened + 1, end, quote, &lines, &isDoubled) else {
                    if buffer.isAtEnd { throw unclosed() }
                    return .incomplete
                }
                field = Field(start: UnsafePointer(opened + 1), count: close - opened - 1)
                place = close + 1
                while place < end, place.pointee == UInt8(ascii: " "), form.delimiter != UInt8(ascii: " ") { place += 1 }
                if place < end, meanings[Int(place.pointee)] == Self.ordinary { throw unclosed() }
            } else {
                while place < end, meanings[Int(place.pointee)] == Self.ordinary { place += 1 }
                field.count = UnsafePointer(place) - (field.start ?? UnsafePointer(place))
            }
            if place == end, !buffer.isAtEnd { return .incomplete }
            if column < places.count {
                if places[column] >= 0 {
                    out[places[column]] = field
                    if isDoubled { doubled.append(places[column]) }
                }
            } else if !field.bytes.withoutSpaces.isEmpty {
                surplus = true
            }
            column += 1
            guard place < end, place.pointee == form.delimiter else { break }
            place += 1
        }
        if place < end {
            let isReturn = place.pointee == UInt8(ascii: "\r")
            if isReturn, place + 1 == end, !buffer.isAtEnd { return .incomplete }
            place += isReturn && place + 1 < end && place[1] == UInt8(ascii: "\n") ? 2 : 1
        }
        return try finish(out, first, place, column, lines, surplus)
    }

    /// Where a quote opens a value: at its beginning, behind spaces at most.
    @inline(__always)
    private func opening(
        _ place: UnsafeMutablePointer<UInt8>, _ end: UnsafeMutablePointer<UInt8>, _ quote: UInt8
    ) -> UnsafeMutablePointer<UInt8>? {
        var place = place
        while place < end, place.pointee == UInt8(ascii: " "), form.delimiter != UInt8(ascii: " ") { place += 1 }
        return place < end && place.pointee == quote ? place : nil
    }

    /// The quote that closes a value; `nil` where it is not in the buffer yet.
    private func closing(
        _ start: UnsafeMutablePointer<UInt8>, _ end: UnsafeMutablePointer<UInt8>, _ quote: UInt8, _ lines: inout Int,
        _ isDoubled: inout Bool
    ) -> UnsafeMutablePointer<UInt8>? {
        var place = start
        while place < end {
            if place.pointee == quote {
                if place + 1 == end, !buffer.isAtEnd { return nil }
                guard place + 1 < end, place[1] == quote else { return place }
                isDoubled = true
                place += 1
            } else if place.pointee == UInt8(ascii: "\n") {
                lines += 1
            }
            place += 1
        }
        return nil
    }

    private func passLine(_ first: UnsafeMutablePointer<UInt8>, _ end: UnsafeMutablePointer<UInt8>) -> Outcome {
        var place = first
        while place < end, meanings[Int(place.pointee)] != Self.lineEnd { place += 1 }
        if place == end, !buffer.isAtEnd { return .incomplete }
        if place < end, place.pointee == UInt8(ascii: "\r") {
            if place + 1 == end, !buffer.isAtEnd { return .incomplete }
            if place + 1 < end, place[1] == UInt8(ascii: "\n") { place += 1 }
        }
        advance(past: place < end ? place + 1 : place, 1)
        return .passed
    }

    private func advance(past place: UnsafeMutablePointer<UInt8>, _ lines: Int) {
        buffer.start = place - buffer.bytes
        line += lines
    }

    /// Judges a row that is there as a whole.
    private func finish(
        _ out: UnsafeMutablePointer<Field>, _ first: UnsafeMutablePointer<UInt8>, _ place: UnsafeMutablePointer<UInt8>,
        _ count: Int, _ lines: Int, _ surplus: Bool
    ) throws -> Outcome {
        let bytes = UnsafeBufferPointer(start: UnsafePointer(first), count: place - first)
        // Of a table of one column an empty line is a row without a value, but for one behind the last row.
        let isBehindAll = place == buffer.bytes + buffer.end
        if count == 1, columns.count > 1 || isBehindAll, bytes.withoutSpaces.isEmpty {
            guard columns.count > 1 || buffer.isAtEnd else { return .incomplete }
            advance(past: place, lines)
            return .passed
        }
        try checkCharacters(bytes)
        if isHeader(bytes) {
            headers += 1
            advance(past: place, lines)
            return .passed
        }
        if count < columns.count || surplus {
            switch form.ragged {
            case .refuse: throw ragged(count, bytes)
            case .fill: filled += 1
            case .drop:
                dropped += 1
                advance(past: place, lines)
                return .passed
            }
        }
        for index in doubled { out[index] = undoubled(out[index]) }
        advance(past: place, lines)
        return .taken
    }

    private func isHeader(_ row: UnsafeBufferPointer<UInt8>) -> Bool {
        guard columns.count > 1, !header.isEmpty, row.count >= header.count, row.count <= header.count + 2 else { return false }
        return row.starts(with: header) && row[header.count...].allSatisfy { $0 == UInt8(ascii: "\n") || $0 == UInt8(ascii: "\r") }
    }

    /// Writes a value over itself with one quote for two.
    private func undoubled(_ field: Field) -> Field {
        guard let start = field.start, let quote = form.quote else { return field }
        let bytes = UnsafeMutablePointer(mutating: start)
        var (from, to) = (0, 0)
        while from < field.count {
            bytes[to] = bytes[from]
            from += bytes[from] == quote ? 2 : 1
            to += 1
        }
        return Field(start: start, count: to)
    }

    // MARK: What cannot be read

    private func checkCharacters(_ row: UnsafeBufferPointer<UInt8>) throws {
        if let base = row.baseAddress, memchr(base, 0, row.count) != nil {
            throw failure(
                "the row has a NUL byte", row,
                hint: "take them out, `tr -d '\\000' < \(name)`, or say how the file is encoded: `read: {encoding: utf-16}`")
        }
        guard !UTF8Check.isASCII(row), !UTF8Check.isValid(row) else { return }
        throw failure(
            "the row is not UTF-8 text", row, hint: TextEncoding.hint)
    }

    private func ragged(_ count: Int, _ row: UnsafeBufferPointer<UInt8>) -> Failure {
        failure(
            "the row has \(plural(count, "value")) where the header has \(plural(columns.count, "column"))", row,
            hint: likelyHeader?.hint
                ?? "mend the row; `read: {ragged: drop}` leaves such rows out, `fill` takes what is missing for missing")
    }

    private var cut: Failure {
        Failure(
            "cannot read `\(name)`: it ends within a character of UTF-16, which takes two bytes", notes: ["its last rows may be lacking"],
            hint: "bring it here once more; if that is all of it, `truncate -s -1 \(name)` takes the odd byte off")
    }

    private func unclosed() -> Failure {
        let rest = UnsafeBufferPointer(start: UnsafePointer(buffer.bytes + buffer.start), count: buffer.end - buffer.start)
        return failure(
            "a quoted value does not end as it should", rest,
            hint: "double a quote inside of quotes; `read: {quote: none}` takes quotes for characters like others")
    }

    private func failure(_ message: String, _ row: UnsafeBufferPointer<UInt8>, hint: String) -> Failure {
        let end = row.firstIndex { $0 == UInt8(ascii: "\n") || $0 == UInt8(ascii: "\r") } ?? row.count
        let text = String(decoding: row[..<min(end, 2000)], as: UTF8.self)
        let place = SourceLocation(file: name, line: line, column: 1, length: max(text.count, 1), sourceLine: text)
        return Failure("cannot read `\(name)`: \(message)", at: place, hint: hint)
    }
}
