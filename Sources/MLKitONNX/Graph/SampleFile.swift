public import MLKitCore
public import SystemPackage

/// Arrays by name from NumPy's `.npz` and `.npy` files: a zip archive of arrays
/// (https://numpy.org/doc/stable/reference/generated/numpy.lib.format.html).
public struct SampleFile: Sendable {
    /// The arrays by their names; one of an `.npy` file has none.
    public let arrays: [String: Tensor]

    /// - Throws: `Failure` that names the file, and the array where it is one.
    public init(reading path: FilePath, files: some FileSystem) throws {
        try self.init(files.read(path), name: path.string)
    }

    init(_ bytes: [UInt8], name: String) throws {
        if bytes.starts(with: Self.magic) {
            arrays = ["": try Self.array(bytes[...], named: name)]
            return
        }
        guard let members = try Self.members(bytes) else {
            throw Failure("`\(name)` is neither an .npz nor an .npy file", hint: "write it with `numpy.savez(file, NAME=array)`")
        }
        var arrays = [String: Tensor]()
        for (member, content) in members {
            let key = member.hasSuffix(".npy") ? String(member.dropLast(4)) : member
            arrays[key] = try Self.array(content[...], named: "\(key)` in `\(name)")
        }
        self.arrays = arrays
    }

    private static let magic: [UInt8] = [0x93] + Array("NUMPY".utf8)

    // MARK: Arrays

    private static func array(_ bytes: ArraySlice<UInt8>, named name: String) throws -> Tensor {
        let bytes = Array(bytes)
        func failure(_ reason: String) -> Failure { Failure("the array `\(name)` cannot be read", notes: [reason]) }
        guard bytes.starts(with: magic), bytes.count > 12 else { throw failure("it is damaged") }
        let isFirst = bytes[6] == 1
        let start = isFirst ? 10 : 12
        let length = (0..<(isFirst ? 2 : 4)).reduce(0) { $0 | Int(bytes[8 + $1]) << (8 * $1) }
        guard start + length <= bytes.count else { throw failure("it is damaged") }
        let header = String(decoding: bytes[start..<(start + length)], as: UTF8.self)
        guard let descr = value("descr", header)?.filter({ !"'\" ".contains($0) }), let shape = value("shape", header) else {
            throw failure("its header is `\(header.prefix(80))`")
        }
        guard value("fortran_order", header)?.contains("True") != true else {
            throw failure("it is in Fortran's order; write it with `numpy.ascontiguousarray(array)`")
        }
        let dimensions = shape.filter { !"() ".contains($0) }.split(separator: ",").compactMap { Int($0) }
        guard let count = Tensor.elementCount(of: dimensions) else { throw failure("its shape is \(shape)") }
        guard let values = values(descr, bytes[(start + length)...], count) else {
            throw failure("it has elements of type `\(descr)`, or fewer than its shape says")
        }
        return try Tensor(values, shape: dimensions)
    }

    /// What follows `'key':` in the header, a Python dictionary.
    private static func value(_ key: String, _ header: String) -> String? {
        guard let range = header.firstRange(of: "'\(key)':") else { return nil }
        let rest = header[range.upperBound...]
        return String(key == "shape" ? rest.prefix { $0 != ")" } : rest.prefix { $0 != "," })
    }

    private static func values(_ descr: String, _ bytes: ArraySlice<UInt8>, _ count: Int) -> Tensor.Values? {
        switch descr {
        case "<f4": elements(bytes, count, 0 as Float).map { .float($0) }
        case "<f8": elements(bytes, count, 0 as Double).map { .double($0) }
        case "<f2": elements(bytes, count, 0 as Float16).map { .float16($0) }
        case "<i8": elements(bytes, count, 0 as Int64).map { .int64($0) }
        case "<i4": elements(bytes, count, 0 as Int32).map { .int32($0) }
        case "<i2": elements(bytes, count, 0 as Int16).map { .int16($0) }
        case "|i1": elements(bytes, count, 0 as Int8).map { .int8($0) }
        case "|u1": elements(bytes, count, 0 as UInt8).map { .uint8($0) }
        case "|b1": elements(bytes, count, 0 as UInt8).map { .bool($0.map { $0 != 0 }) }
        default: texts(descr, bytes, count).map { .string($0) }
        }
    }

    private static func elements<Element>(_ bytes: ArraySlice<UInt8>, _ count: Int, _ zero: Element) -> [Element]? {
        let (size, overflow) = count.multipliedReportingOverflow(by: MemoryLayout<Element>.stride)
        guard !overflow, bytes.count >= size else { return nil }
        var elements = [Element](repeating: zero, count: count)
        elements.withUnsafeMutableBytes { $0.copyBytes(from: bytes.prefix(size)) }
        return elements
    }

    /// Texts of a fixed width in code points of four bytes: `<U10`.
    private static func texts(_ descr: String, _ bytes: ArraySlice<UInt8>, _ count: Int) -> [String]? {
        guard descr.hasPrefix("<U"), let width = Int(descr.dropFirst(2)), width > 0,
            let points = elements(bytes, count * width, 0 as UInt32)
        else { return nil }
        return (0..<count).map { row in
            let scalars = points[(row * width)..<((row + 1) * width)].prefix { $0 != 0 }.compactMap(Unicode.Scalar.init)
            return String(String.UnicodeScalarView(scalars))
        }
    }

    // MARK: Archive

    /// The members of a zip archive as its central directory lists them, unpacked; `nil` if it is none.
    private static func members(_ bytes: [UInt8]) throws -> [(String, [UInt8])]? {
        func number(_ place: Int, _ width: Int) -> Int? {
            guard place >= 0, place + width <= bytes.count else { return nil }
            return (0..<width).reduce(0) { $0 | Int(bytes[place + $1]) << (8 * $1) }
        }
        let end = stride(from: bytes.count - 22, through: max(0, bytes.count - 70_000), by: -1).first { number($0, 4) == 0x0605_4B50 }
        guard let end, let count = number(end + 10, 2), var place = number(end + 16, 4) else { return nil }
        var members = [(String, [UInt8])]()
        for _ in 0..<count {
            guard number(place, 4) == 0x0201_4B50, let method = number(place + 10, 2), let packed = number(place + 20, 4),
                let size = number(place + 24, 4), let nameLength = number(place + 28, 2), let extra = number(place + 30, 2),
                let comment = number(place + 32, 2), let start = number(place + 42, 4), place + 46 + nameLength <= bytes.count,
                let localName = number(start + 26, 2), let localExtra = number(start + 28, 2)
            else { return nil }
            let name = String(decoding: bytes[(place + 46)..<(place + 46 + nameLength)], as: UTF8.self)
            let data = start + 30 + localName + localExtra
            guard data + packed <= bytes.count, packed < 0xFFFF_FFFF else {
                throw Failure("`\(name)` of the archive is damaged, or larger than 4 GB")
            }
            let content = Array(bytes[data..<(data + packed)])
            members.append((name, method == 0 ? content : try unpacked(content, size: size, name: name)))
            place += 46 + nameLength + extra + comment
        }
        return members
    }

    /// - Parameter size: its bytes by the archive's list.
    private static func unpacked(_ bytes: [UInt8], size: Int, name: String) throws -> [UInt8] {
        let damaged = Failure("`\(name)` of the archive is damaged")
        do {
            var left = size
            let content = try Inflater(.none).unpacked(bytes) { more in
                left -= more
                if left < 0 { throw damaged }
            }
            guard left == 0 else { throw damaged }
            return content
        } catch is Inflater.Broken {
            throw damaged
        }
    }
}
