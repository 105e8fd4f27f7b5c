internal import MLKitCore
internal import MLKitSignature

/// Puts codes in place of the values of columns that name people: the same for the same value, and for nobody to turn back who
/// does not have the salt.
final class Pseudonyms {
    /// 128 bits, of which no two values have the same.
    private static let codeSize = 16
    /// With fewer bytes, salts could be tried out.
    private static let leastSalt = 16

    let columns: [String]
    private let salt: [UInt8]
    /// The codes of a batch, which stay until the next one.
    private var room: UnsafeMutableBufferPointer<UInt8>?

    init(_ columns: [String], salt: [UInt8]) { (self.columns, self.salt) = (columns, salt) }

    /// Those that a stage asks for; `nil` where it asks for none.
    ///
    /// - Throws: `Failure` where there is no salt, or one that could be guessed.
    static func asked(_ clean: DataConfiguration.Clean, _ variable: (String) -> String?) throws -> Pseudonyms? {
        let columns = clean.treated(.hash)
        guard !columns.isEmpty, let name = clean.salt else { return nil }
        guard let salt = variable(name).map({ Array($0.utf8) }) else {
            throw Failure(
                "the variable `\(name)` is not set, which is to have the salt of hashes",
                hint: "set it in the environment that `mlkit run` is started in, to the same text each time: `openssl rand -hex 32` "
                    + "makes one")
        }
        guard salt.count >= leastSalt else {
            throw Failure(
                "the salt in `\(name)` has fewer than \(leastSalt) bytes, and could be guessed", hint: "`openssl rand -hex 32` makes one")
        }
        return Pseudonyms(columns, salt: salt)
    }

    deinit { room?.deallocate() }

    /// - Parameters:
    ///   - places: of the columns in the batch.
    ///   - cleaning: what means a missing value stays as it is; others are cleaned before.
    func apply(to batch: FieldBatch, places: [Int], _ cleaning: Cleaning) {
        let width = Self.codeSize * 2
        room?.deallocate()
        let room = UnsafeMutableBufferPointer<UInt8>.allocate(capacity: max(batch.rows * places.count * width, 1))
        self.room = room
        guard let start = room.baseAddress else { return }
        var used = 0
        for row in 0..<batch.rows {
            for place in places {
                let field = batch.fields + row * batch.columns + place
                guard let text = cleaning.text(String(decoding: field.pointee.bytes, as: UTF8.self)) else { continue }
                let code = KeyedHash.hexadecimal(KeyedHash.code(Array(text.utf8), key: salt).prefix(Self.codeSize))
                for (index, byte) in code.utf8.enumerated() { (start + used + index).initialize(to: byte) }
                field.pointee = Field(start: UnsafePointer(start + used), count: width)
                used += width
            }
        }
    }
}
