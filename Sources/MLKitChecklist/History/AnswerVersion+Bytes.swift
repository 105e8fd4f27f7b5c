internal import MLKitCore

/// A version as bytes, for the index of the history.
extension AnswerVersion {
    /// No version takes less, with its key.
    static let leastSize = 32

    func write(to writer: inout ByteWriter) {
        switch self {
        case .broken(let message):
            writer.write(Int32(0))
            writer.write(message)
        case .record(let record):
            writer.write(Int32(1))
            record.write(to: &writer)
        }
    }

    init(from reader: inout ByteReader) throws {
        switch try reader.int32() {
        case 0: self = .broken(try reader.text())
        case 1: self = .record(try Record(from: &reader))
        default: throw ByteReader.Malformed()
        }
    }
}

extension Record {
    fileprivate func write(to writer: inout ByteWriter) {
        writer.write(item)
        writer.write(status.rawValue)
        writer.write(version)
        for text in [by, answer, reason, assignee, reviewer, message] { writer.write(text) }
        for moment in [at, until, reviewed] { writer.write(moment?.seconds ?? Self.noTime) }
        writer.write(evidence.count)
        for piece in evidence {
            writer.write(piece.path)
            writer.write(piece.hash.bytes)
        }
    }

    fileprivate init(from reader: inout ByteReader) throws {
        let item = try reader.text()
        guard let status = RecordStatus(rawValue: try reader.text()) else { throw ByteReader.Malformed() }
        self.init(item: item, status: status, version: try reader.int())
        (by, answer, reason) = (try reader.optionalText(), try reader.optionalText(), try reader.optionalText())
        (assignee, reviewer) = (try reader.optionalText(), try reader.optionalText())
        message = try reader.optionalText()
        (at, until, reviewed) = (try Self.moment(&reader), try Self.moment(&reader), try Self.moment(&reader))
        for _ in 0..<(try reader.count(ofAtLeast: 48)) {
            let path = try reader.text()
            guard let hash = ContentHash(raw: try reader.content()) else { throw ByteReader.Malformed() }
            evidence.append(Evidence(path: path, hash: hash))
        }
    }

    private static let noTime = Int.min

    private static func moment(_ reader: inout ByteReader) throws -> Timestamp? {
        let seconds = try reader.int()
        return seconds == noTime ? nil : Timestamp(seconds: seconds)
    }
}
