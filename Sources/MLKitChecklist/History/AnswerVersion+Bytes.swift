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
        for text in [text?.hex, by, answer, reason, assignee, reviewer, message] { writer.write(text) }
        for moment in [at, until, reviewed] { writer.write(moment?.seconds ?? Self.noTime) }
        writer.write(evidence.count)
        for piece in evidence { piece.write(to: &writer) }
    }

    fileprivate init(from reader: inout ByteReader) throws {
        let item = try reader.text()
        guard let status = RecordStatus(rawValue: try reader.text()) else { throw ByteReader.Malformed() }
        self.init(item: item, status: status, version: try reader.int())
        text = try reader.optionalText().flatMap { ContentHash($0) }
        (by, answer, reason) = (try reader.optionalText(), try reader.optionalText(), try reader.optionalText())
        (assignee, reviewer) = (try reader.optionalText(), try reader.optionalText())
        message = try reader.optionalText()
        (at, until, reviewed) = (try Self.moment(&reader), try Self.moment(&reader), try Self.moment(&reader))
        for _ in 0..<(try reader.count(ofAtLeast: Evidence.leastSize)) { evidence.append(try Evidence(from: &reader)) }
    }

    fileprivate static let noTime = Int.min

    fileprivate static func moment(_ reader: inout ByteReader) throws -> Timestamp? {
        let seconds = try reader.int()
        return seconds == noTime ? nil : Timestamp(seconds: seconds)
    }
}

extension Evidence {
    /// No piece takes less.
    fileprivate static let leastSize = 24

    fileprivate func write(to writer: inout ByteWriter) {
        let (kind, text, stage): (Int32, String, String?) =
            switch subject {
            case .path(let path): (0, path, nil)
            case .model(let path, let stage): (1, path, stage)
            case .run(let stage): (2, stage, nil)
            case .url(let url): (3, url, nil)
            case .commit(let id): (4, id, nil)
            case .unknown(let key): (5, key, nil)
            }
        writer.write(kind)
        writer.write(text)
        for part in [stage, hash?.description, others.isEmpty ? nil : JSON.object(others).compact] { writer.write(part) }
        writer.write(at?.seconds ?? Record.noTime)
    }

    fileprivate init(from reader: inout ByteReader) throws {
        let (kind, text, stage) = (try reader.int32(), try reader.text(), try reader.optionalText())
        guard let subject = Subject(kind, text, stage) else { throw ByteReader.Malformed() }
        self.init(subject)
        hash = try reader.optionalText().map { text in
            guard let hash = ContentHash(text) else { throw ByteReader.Malformed() }
            return hash
        }
        others = try reader.optionalText().map { try JSON(parsing: Array($0.utf8)).members ?? [] } ?? []
        at = try Record.moment(&reader)
    }
}

extension Evidence.Subject {
    fileprivate init?(_ kind: Int32, _ text: String, _ stage: String?) {
        switch kind {
        case 0: self = .path(text)
        case 1: self = .model(path: text, stage: stage)
        case 2: self = .run(stage: text)
        case 3: self = .url(text)
        case 4: self = .commit(text)
        case 5: self = .unknown(text)
        default: return nil
        }
    }
}
